package io.fairlead.http;

import static io.fairlead.http.Samples.request;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code capture request header}: the last occurrence, in any case. */
class HeaderNameTest {
    @ParameterizedTest
    @CsvSource({
        "X-Forwarded-For, 3",
        "x-FORWARDED-for, 3",
        "Host,            0",
        "empty,           2",
        "Forwarded-For,   -1",
        "X-Forwarded-Fo,  -1",
    })
    void shouldFindTheLastLineOfThatName(String name, int expected) {
        Head head = request("GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 1.1.1.1\r\nEmpty:\r\n"
                + "x-forwarded-for: 2.2.2.2\r\nA: b\r\n\r\n");
        assertThat(new HeaderName(name).last(head)).isEqualTo(expected);
    }
}
