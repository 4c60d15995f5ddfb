package io.fairlead.http;

import static io.fairlead.http.Samples.bufferAt;
import static io.fairlead.http.Samples.octets;
import static io.fairlead.http.Samples.request;
import static io.fairlead.http.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
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
        return "GET / HTTP/1.0\r\n" + String.join("\r\n", lines) + "\r\n\r\n";
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
        cookies.remove(head, NAME, editor);
        return text(bytes, editor.composeBefore(0), bytes.capacity());
    }

    @Test
    void shouldRemoveTheServersOwnCookieFromAResponse() {
        Head head =
                Samples.response(RESPONSE + "Set-Cookie: a=SRV; SRV=1\r\nset-cookie: SRV=s9; path=/\r\nA: b\r\n\r\n");
        editor.begin(head);
        assertThat(cookies.remove(head, NAME, editor)).isTrue();
        int start = editor.composeBefore(0);
        assertThat(text(head.bytes(), start, head.bytes().capacity()))
                .isEqualTo(RESPONSE + "Set-Cookie: a=SRV; SRV=1\r\nA: b\r\n\r\n");
    }

    @Test
    void shouldLeaveOtherCookiesOfAResponseAlone() {
        Head head = Samples.response(RESPONSE + "Set-Cookie: SRVX=1\r\nSet-Cookie: SRV\r\nSet-Cookie2: SRV=1\r\n\r\n");
        editor.begin(head);
        assertThat(cookies.remove(head, NAME, editor)).isFalse();
        assertThat(editor.composeBefore(0)).isZero();
    }

    private String edited(String setCookies, Consumer<Head> edit) {
        ByteBuffer bytes = bufferAt(100, RESPONSE + setCookies + "\r\n\r\n");
        Head head = new Head();
        assertThat(new HeadParser().response(bytes, 100, bytes.capacity(), head, Method.GET))
                .isEqualTo(HeadParser.Result.COMPLETE);
        editor.begin(head);
        edit.accept(head);
        String result = text(bytes, editor.composeBefore(0), bytes.capacity());
        assertThat(result).startsWith(RESPONSE).endsWith("\r\n\r\n");
        return result.substring(RESPONSE.length(), result.length() - 4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Set-Cookie: SRV=app; path=/ | Set-Cookie: SRV=s1; path=/",
                "Set-Cookie: SRV=; path=/ | Set-Cookie: SRV=s1; path=/",
                "Set-Cookie: SRV=app x | Set-Cookie: SRV=s1 x",
                "Set-Cookie: a=b; path=/, SRV=app; path=/ | Set-Cookie: a=b; path=/, SRV=s1; path=/",
                "Set-Cookie: SRV=a; expires=Thu, 01-Jan-1970 00:00:01 GMT, SRV=b | "
                        + "Set-Cookie: SRV=s1; expires=Thu, 01-Jan-1970 00:00:01 GMT, SRV=s1",
            })
    void shouldRewriteTheServersCookie(String lines, String expected) {
        String result = edited(
                lines,
                head -> assertThat(cookies.replaceValue(head, NAME, octets("s1"), editor))
                        .isTrue());
        assertThat(result).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Set-Cookie: a=b; SRV=app", "Set-Cookie: SRVX=app", "Set-Cookie: SRV", "Cookie: SRV=app"})
    void shouldRewriteNoOtherCookie(String line) {
        String result = edited(line, head -> {
            assertThat(cookies.replaceValue(head, NAME, octets("s1"), editor)).isFalse();
            assertThat(cookies.addPrefix(head, NAME, octets("s1~"), editor)).isFalse();
        });
        assertThat(result).isEqualTo(line);
    }

    @Test
    void shouldPrefixTheServersCookie() {
        String lines = "Set-Cookie: SRV=app; path=/\r\nA: b\r\nset-cookie: SRV=\"x y\"";
        String result = edited(
                lines,
                head -> assertThat(cookies.addPrefix(head, NAME, octets("s1~"), editor))
                        .isTrue());
        assertThat(result).isEqualTo("Set-Cookie: SRV=s1~app; path=/\r\nA: b\r\nset-cookie: SRV=s1~\"x y\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SRV=s1~app | s1 | SRV=app",
                "a=b; SRV=s1~app~x; c=d~e | s1 | a=b; SRV=app~x; c=d~e",
                "SRV=s1~ | s1 | SRV=",
                "SRV=~app | '' | SRV=app",
                "SRV=app | app | SRV=app",
                "SRV=s1~a; SRV=s2~b | s1 | SRV=a; SRV=b",
            })
    void shouldTakeThePrefixAway(String value, String server, String left) {
        String message = requestWith("Cookie: " + value, "Host: a");
        ByteBuffer bytes = bufferAt(10, message);
        Head head = request(bytes, 10, bytes.capacity());
        assertThat(cookies.find(head, NAME)).isTrue();
        assertThat(text(bytes, cookies.valueStart(), cookies.delimiter(head))).isEqualTo(server);
        editor.begin(head);
        cookies.removePrefix(head, NAME, editor);
        assertThat(text(bytes, editor.composeBefore(0), bytes.capacity()))
                .isEqualTo(requestWith("Cookie: " + left, "Host: a"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Set-Cookie: SRV=s1; path=/, a=b; path=/ | Set-Cookie: a=b; path=/",
                "Set-Cookie: a=b; path=/, SRV=s1; path=/ | Set-Cookie: a=b; path=/",
                "Set-Cookie: a=b, SRV=s1; expires=Thu, 01-Jan-1970 00:00:01 GMT, c=d | Set-Cookie: a=b, c=d",
            })
    void shouldRemoveTheServersCookieFromAList(String lines, String expected) {
        String result = edited(
                lines, head -> assertThat(cookies.remove(head, NAME, editor)).isTrue());
        assertThat(result).isEqualTo(expected);
    }

    /** {@code capture cookie}: the text that begins so, up to the end of its value. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ASPSESSIONID | a=b; ASPSESSIONIDX=1; ASPSESSIONIDY=2 | ASPSESSIONIDX=1",
                "id= | idx=1; id=2 3 | id=2",
                "id=2 | id=1; id=23 | id=23",
                "id | idx; id=1 | id=1",
                "id=1 | id=2 | ",
            })
    void shouldFindACookieByItsBeginning(String prefix, String value, String expected) {
        Head head = request(requestWith("Host: a", "Cookie: " + value));
        boolean found = cookies.findBeginning(head, octets(prefix));
        String text = found ? text(head.bytes(), cookies.nameStart(), cookies.valueEnd()) : null;
        assertThat(text).isEqualTo(expected);
    }

    @Test
    void shouldFindTheCookieThatAResponseSets() {
        Head head = Samples.response(RESPONSE + "Set-Cookie: a=b\r\nSet-Cookie: SRV=s1; path=/\r\n\r\n");
        assertThat(cookies.findBeginning(head, octets("SR"))).isTrue();
        assertThat(text(head.bytes(), cookies.nameStart(), cookies.valueEnd())).isEqualTo("SRV=s1");
        assertThat(cookies.find(head, NAME)).isTrue();
        assertThat(cookies.find(head, octets("path"))).isFalse();
    }
}
