package io.fairlead.http;

import static io.fairlead.http.Samples.buffer;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code option checkcache}. */
class CacheCheckTest {
    private static boolean exposes(Method method, int status, String lines) {
        String message = "HTTP/1.1 " + status + " x\r\n" + lines + "\r\n";
        ByteBuffer bytes = buffer(message);
        Head head = new Head();
        assertThat(new HeadParser().response(bytes, 0, bytes.capacity(), head, method))
                .isEqualTo(HeadParser.Result.COMPLETE);
        return CacheCheck.exposesCookie(head);
    }

    private static boolean exposes(String lines) {
        return exposes(Method.GET, 200, lines + "\r\nSet-Cookie: a=b\r\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 203, 206, 300, 301, 410})
    void shouldBlockACookieInWhatCachesKeep(int status) {
        assertThat(exposes(Method.GET, status, "Set-Cookie: a=b\r\n")).isTrue();
        assertThat(exposes(Method.HEAD, status, "set-cookie: a=b\r\n")).isTrue();
        assertThat(exposes(Method.GET, status, "A: b\r\n")).isFalse();
        assertThat(exposes(Method.POST, status, "Set-Cookie: a=b\r\n")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204, 302, 304, 307, 404, 500, 503})
    void shouldLetACookiePassInWhatCachesDoNotKeep(int status) {
        assertThat(exposes(Method.GET, status, "Set-Cookie: a=b\r\n")).isFalse();
        assertThat(exposes(Method.GET, status, "Set-Cookie: a=b\r\nCache-Control: public\r\n"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Pragma: no-cache",
                "pragma:no-cache",
                "Cache-Control: private",
                "Cache-control: no-store",
                "Cache-Control: no-cache",
                "Cache-Control: max-age=0",
                "Cache-Control: s-maxage=0",
                "Cache-Control: max-age=00",
                "Cache-Control: max-age=\"0\"",
                "Cache-Control: no-cache=\"set-cookie\"",
                "Cache-Control: no-cache=\"X, Set-Cookie\"",
                "Cache-Control: private=set-cookie",
                // what HAProxy 1.3.5 did not see
                "cache-control:NO-STORE",
                "Cache-Control:\t private ",
                "Cache-Control: must-revalidate, private",
                "Cache-Control: max-age=60 , no-store",
                "Cache-Control: x=\"a, b\", no-cache",
                "Cache-Control: max-age=60\r\nCache-Control: private",
                "Cache-Control: public\r\nCache-Control: private",
                "Cache-Control: private, public",
                "Cache-Control: public, no-cache=\"set-cookie\"",
                "Cache-Control: max-age=60, s-maxage=0",
            })
    void shouldLetACookiePassWhereNoCacheKeepsIt(String lines) {
        assertThat(exposes(lines)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Pragma: x",
                "Pragma: public",
                "X-Pragma: no-cache",
                "Cache-Control: max-age=1",
                "Cache-Control: max-age=60, must-revalidate",
                "Cache-Control: privately",
                "Cache-Control: x=\"private, no-store\"",
                "Cache-Control: x=\"",
                "Cache-Control: no-cache=\"x\"",
                "Cache-Control: private=\"set-cookie2\"",
                "Cache-Control: max-age=0, s-maxage=60",
                "Cache-Control: ,,",
                "Cache-Control:",
            })
    void shouldBlockACookieWhateverElseIsSaid(String lines) {
        assertThat(exposes(lines)).isTrue();
    }

    @Test
    void shouldBelieveThatAnAnswerToPostIsPublic() {
        assertThat(exposes(Method.POST, 200, "Set-Cookie: a=b\r\nCache-Control: public\r\n"))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"max-age=0x, true", "max-age=, false", "s-maxage=0, false"})
    void shouldReadAgesAsNumbers(String directive, boolean exposes) {
        assertThat(exposes("Cache-Control: " + directive)).isEqualTo(exposes);
    }
}
