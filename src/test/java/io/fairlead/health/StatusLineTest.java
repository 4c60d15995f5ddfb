package io.fairlead.health;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusLineTest {
    @ParameterizedTest
    @CsvSource({"HTTP/1.0 200 OK, 200", "HTTP/1.1 301 Moved, 301", "HTTP/1.9 599 x, 599"})
    void shouldReadTheStatus(String line, int status) {
        assertThat(parse(line)).isEqualTo(status);
    }

    @Test
    void shouldReadAStatusWithoutAReason() {
        assertThat(parse("HTTP/1.1 204\r")).isEqualTo(204);
        assertThat(parse("HTTP/1.1 204\n")).isEqualTo(204);
    }

    @Test
    void shouldWaitUntilTheStatusIsComplete() {
        String line = "HTTP/1.1 200";
        for (int length = 0; length <= line.length(); length++) {
            assertThat(parse(line.substring(0, length))).isEqualTo(StatusLine.INCOMPLETE);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"S", "HTTP/2", "HTTP/1.x", "HTTP/1.1  200", "HTTP/1.1 20x", "HTTP/1.1 2000 ", "http/1.1 200 "})
    void shouldRefuseWhatIsNoStatusLineAsSoonAsItShows(String line) {
        assertThat(parse(line)).isEqualTo(StatusLine.MALFORMED);
    }

    private static int parse(String text) {
        byte[] framed = ("xx" + text).getBytes(ISO_8859_1);
        return StatusLine.parse(ByteBuffer.wrap(framed), 2, framed.length);
    }
}
