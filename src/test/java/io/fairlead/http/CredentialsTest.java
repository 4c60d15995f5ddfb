package io.fairlead.http;

import static io.fairlead.http.Samples.request;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Authorization: Basic YWRtaW46c2VjcmV0 | admin:secret",
                "authorization:basic  YWRtaW46c2VjcmV0 | admin:secret",
                "Authorization: BASIC OnB3 | :pw",
                "Authorization: Basic YQ== | a",
                "Authorization: Basic | ''",
                "Authorization: BasicYWRtaW46c2VjcmV0 | ",
                "Authorization: Basic YWRtaW46c2VjcmV | admin:secre",
                "Authorization: Basic YWRt aW46 | ",
                "Authorization: Basic !!! | ",
                "Authorization: Digest YWRtaW46c2VjcmV0 | ",
                "Authorization: | ",
                "X-Authorization: Basic YWRtaW46c2VjcmV0 | ",
            })
    void shouldReadUserAndPassword(String line, String expected) {
        byte[] credentials = Credentials.basic(request("GET / HTTP/1.1\r\nHost: a\r\n" + line + "\r\n\r\n"));
        String text = credentials == null ? null : new String(credentials, StandardCharsets.US_ASCII);
        assertThat(text).isEqualTo(expected);
    }
}
