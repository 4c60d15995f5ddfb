package io.fairlead.http;

import static io.fairlead.http.Samples.request;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code capture request header}: the last occurrence, in any case, its value cut. */
class HeaderNameTest {
    @ParameterizedTest
    @CsvSource({
        "X-Forwarded-For, 20, 2.2.2.2",
        "x-forwarded-for, 3,  2.2",
        "Host,            20, a",
        "HOST,            0,  ''",
        "Empty,           20, ''",
        "Forwarded-For,   20, ",
        "X-Forwarded-Fo,  20, ",
    })
    void shouldCopyTheLastValue(String name, int maxBytes, String expected) {
        Head head = request("GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For:  1.1.1.1\r\nEmpty:\r\n"
                + "x-forwarded-For:2.2.2.2  \r\nA: b\r\n\r\n");
        byte[] target = new byte[20];
        int length = new HeaderName(name).copyLast(head, target, maxBytes);
        String copied = length < 0 ? null : new String(target, 0, length, StandardCharsets.ISO_8859_1);
        assertThat(copied).isEqualTo(expected);
    }

    @Test
    void shouldSayWhichLineItIs() {
        Head head = request("GET / HTTP/1.1\r\nA: b\r\nHost: a\r\nA: c\r\n\r\n");
        assertThat(new HeaderName("a").last(head)).isEqualTo(2);
        assertThat(new HeaderName("b").last(head)).isEqualTo(-1);
    }
}
