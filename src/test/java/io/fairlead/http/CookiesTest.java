package io.fairlead.http;

import static io.fairlead.http.Samples.bufferAt;
import static io.fairlead.http.Samples.octets;
import static io.fairlead.http.Samples.request;
import static io.fairlead.http.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CookiesTest {
    private static final byte[] NAME = octets("SRV");
    private static final String RESPONSE = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n";

    private final Cookies cookies = new Cookies();
    private final HeadEditor editor = new HeadEditor();

    private static String requestWith(String... lines) {
        return "GET / HTTP/1.1\r\n" + String.join("\r\n", lines) + "\r\n\r\n";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SRV=s1 | s1",
                "a=b; SRV=s1; c=d | s1",
                "a=b,SRV=s1,c=d | s1",
                "a=b;SRV=s1 ;c=d | s1",
                "SRV=s1 x; c=d | s1",
                "SRV =s1 | s1",
                "$Version=1; SRV=s1; $Path=/ | s1",
                "SRVX=s0; XSRV=s0; srv=s0; SRV=s1; SRV=s2 | s1",
                "a=SRV=s0; SRV=s1=s2 | s1=s2",
                ";; ; SRV=s1 | s1",
                "SRV; SRV=s1 | s1",
                "SRV= | ''",
                "SRV=;a=b | ''",
                "SRV= s1 | ''",
            })
    void shouldFindTheValue(String value, String expected) {
        Head head = request(requestWith("Host: a", "Cookie: " + value));
        assertThat(cookies.find(head, NAME)).isTrue();
        assertThat(text(head.bytes(), cookies.valueStart(), cookies.valueEnd())).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=b", "SRV", "SRVX=1", "srv=1", "XSRV=1", "", ";,;", "$SRV=1", "a=SRV", "=SRV", "S RV=1"})
    void shouldNotFindAnotherCookie(String value) {
        assertThat(cookies.find(request(requestWith("Cookie: " + value)), NAME)).isFalse();
    }

    @Test
    void shouldLookInEveryCookieHeaderAndInNoOther() {
        Head head = request(requestWith("X-Cookie: SRV=s0", "Cookie: a=b", "cookie: SRV=s1"));
        assertThat(cookies.find(head, NAME)).isTrue();
        assertThat(text(head.bytes(), cookies.valueStart(), cookies.valueEnd())).isEqualTo("s1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SRV=s1; a=b | a=b",
                "a=b; SRV=s1 | a=b",
                "a=b; SRV=s1; c=d | a=b; c=d",
                "a=b,SRV=s1,c=d | a=b,c=d",
                "SRV=1; SRV=2; a=b; SRV=3; SRV=4; c=d; SRV=5 | a=b; c=d",
                "SRV=s1;a=b; | a=b;",
                "a=b; SRV=; c=d | a=b; c=d",
                "SRVX=1 | SRVX=1",
                "a=b; SRV=s1 x; c=d | a=b; c=d",
            })
    void shouldRemoveTheCookieFromAmongOthers(String value, String left) {
        assertThat(removed(requestWith("Cookie: " + value, "Host: a")))
                .isEqualTo(requestWith("Cookie: " + left, "Host: a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SRV=s1", "SRV=s1;", "; SRV=s1", "SRV=s1; SRV=s2", "$Version=1; SRV=s1; $Path=/"})
    void shouldRemoveTheHeaderWhereTheCookieWasAlone(String value) {
        assertThat(removed(requestWith("A: b", "Cookie: " + value, "Host: a")))
                .isEqualTo(requestWith("A: b", "Host: a"));
    }

    @Test
    void shouldRemoveTheCookieFromEveryHeader() {
        assertThat(removed(requestWith("Cookie: SRV=1", "Cookie: a=b", "Cookie: c=d; SRV=2")))
                .isEqualTo(requestWith("Cookie: a=b", "Cookie: c=d"));
    }

    private String removed(String message) {
        ByteBuffer bytes = bufferAt(10, message);
        Head head = request(bytes, 10, bytes.capacity());
        editor.begin(head);
        cookies.removeFromRequest(head, NAME, editor);
        return text(bytes, editor.composeBefore(0), bytes.capacity());
    }

    @Test
    void shouldRemoveTheServersOwnCookieFromAResponse() {
        Head head =
                Samples.response(RESPONSE + "Set-Cookie: a=SRV; SRV=1\r\nset-cookie: SRV=s9; path=/\r\nA: b\r\n\r\n");
        editor.begin(head);
        assertThat(cookies.removeFromResponse(head, NAME, editor)).isTrue();
        int start = editor.composeBefore(0);
        assertThat(text(head.bytes(), start, head.bytes().capacity()))
                .isEqualTo(RESPONSE + "Set-Cookie: a=SRV; SRV=1\r\nA: b\r\n\r\n");
    }

    @Test
    void shouldLeaveOtherCookiesOfAResponseAlone() {
        Head head = Samples.response(RESPONSE + "Set-Cookie: SRVX=1\r\nSet-Cookie: SRV\r\nSet-Cookie2: SRV=1\r\n\r\n");
        editor.begin(head);
        assertThat(cookies.removeFromResponse(head, NAME, editor)).isFalse();
        assertThat(editor.composeBefore(0)).isZero();
    }
}
