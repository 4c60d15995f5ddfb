package io.fairlead.http;

import static io.fairlead.http.Samples.BROWSER_REQUEST;
import static io.fairlead.http.Samples.NGINX_RESPONSE;
import static io.fairlead.http.Samples.buffer;
import static io.fairlead.http.Samples.describe;
import static io.fairlead.http.Samples.request;
import static io.fairlead.http.Samples.response;
import static io.fairlead.http.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.http.HeadParser.Result;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadParserTest {
    private final HeadParser parser = new HeadParser();
    private final Head head = new Head();

    @Test
    void shouldFindThePartsOfARequest() {
        Head head = request(BROWSER_REQUEST + "body");

        ByteBuffer bytes = head.bytes();
        assertThat(head.request).isTrue();
        assertThat(head.method()).isEqualTo(Method.GET);
        assertThat(text(bytes, head.targetStart(), head.targetEnd())).isEqualTo("/shop/index.html?item=4711");
        assertThat(head.minorVersion()).isEqualTo(1);
        assertThat(text(bytes, head.start(), head.startLineEnd())).isEqualTo("GET /shop/index.html?item=4711 HTTP/1.1");
        assertThat(head.end()).isEqualTo(BROWSER_REQUEST.length());
        assertThat(head.count()).isEqualTo(7);
        assertThat(head.header(0)).isEqualTo(Header.HOST);
        assertThat(text(bytes, head.nameStart(0), head.nameEnd(0))).isEqualTo("Host");
        assertThat(text(bytes, head.valueStart(0), head.valueEnd(0))).isEqualTo("www.example.org");
        assertThat(text(bytes, head.lineStart(0), head.lineEnd(0))).isEqualTo("Host: www.example.org");
        assertThat(head.header(1)).isEqualTo(Header.OTHER);
        assertThat(head.header(6)).isEqualTo(Header.COOKIE);
        assertThat(head.bodyKind()).isEqualTo(BodyKind.NONE);
        assertThat(head.keepAlive()).isTrue();
    }

    @Test
    void shouldFindThePartsOfAResponse() {
        Head head = response(NGINX_RESPONSE);

        assertThat(head.request).isFalse();
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.count()).isEqualTo(8);
        assertThat(head.bodyKind()).isEqualTo(BodyKind.LENGTH);
        assertThat(head.contentLength()).isEqualTo(100);
    }

    @Test
    void shouldGiveTheSameAnswerWhereverTheBytesAreCut() {
        String whole = describe(request("\r\n" + BROWSER_REQUEST));
        ByteBuffer bytes = buffer("\r\n" + BROWSER_REQUEST);
        for (int cut = 0; cut < bytes.capacity(); cut++) {
            assertThat(parser.request(bytes, 0, cut, head)).isEqualTo(Result.INCOMPLETE);
            assertThat(parser.request(bytes, 0, bytes.capacity(), head)).isEqualTo(Result.COMPLETE);
            assertThat(describe(head)).isEqualTo(whole);
        }
    }

    @Test
    void shouldAcceptAHeadThatArrivesByteByByte() {
        ByteBuffer bytes = buffer(NGINX_RESPONSE);
        for (int to = 0; to < bytes.capacity(); to++) {
            assertThat(parser.response(bytes, 0, to, head, Method.GET)).isEqualTo(Result.INCOMPLETE);
        }
        assertThat(parser.response(bytes, 0, bytes.capacity(), head, Method.GET))
                .isEqualTo(Result.COMPLETE);
        assertThat(describe(head)).isEqualTo(describe(response(NGINX_RESPONSE)));
    }

    @Test
    void shouldParsePipelinedRequestsOneAfterTheOther() {
        ByteBuffer bytes = buffer("GET /1 HTTP/1.0\r\n\r\nGET /2 HTTP/1.0\r\n\r\n");
        assertThat(parser.request(bytes, 0, bytes.capacity(), head)).isEqualTo(Result.COMPLETE);
        assertThat(parser.request(bytes, head.end(), bytes.capacity(), head)).isEqualTo(Result.COMPLETE);
        assertThat(text(bytes, head.targetStart(), head.targetEnd())).isEqualTo("/2");
        assertThat(head.end()).isEqualTo(bytes.capacity());
    }

    @Test
    void shouldStartAfreshAfterReset() {
        ByteBuffer bytes = buffer("GET /1 HTTP/1.0\r\nHo");
        assertThat(parser.request(bytes, 0, bytes.capacity(), head)).isEqualTo(Result.INCOMPLETE);
        parser.reset();
        bytes.put(0, Samples.octets("PUT /2 HTTP/1.0\r\n\r\n"));
        assertThat(parser.request(bytes, 0, bytes.capacity(), head)).isEqualTo(Result.COMPLETE);
        assertThat(head.method()).isEqualTo(Method.PUT);
    }

    @Test
    void shouldReadHeapBuffersAsWell() {
        byte[] octets = Samples.octets(BROWSER_REQUEST);
        assertThat(parser.request(ByteBuffer.wrap(octets), 0, octets.length, head))
                .isEqualTo(Result.COMPLETE);
        assertThat(describe(head)).isEqualTo(describe(request(BROWSER_REQUEST)));
    }

    @Test
    void shouldSkipEmptyLinesBeforeARequestButOnlySoMany() {
        Head head = request("\r\n\n\r\nGET / HTTP/1.0\r\n\r\n");
        assertThat(head.start()).isEqualTo(5);

        String tooMany = "\r\n".repeat(HeadParser.MAX_EMPTY_LINES + 1) + "GET / HTTP/1.0\r\n\r\n";
        assertThat(parser.request(buffer(tooMany), 0, tooMany.length(), head)).isEqualTo(Result.INVALID);
    }

    @Test
    void shouldAcceptLineFeedAloneAsLineEnd() {
        Head head = request("GET / HTTP/1.1\nHost: a\r\nAccept: b\n\nbody");
        assertThat(head.count()).isEqualTo(2);
        assertThat(text(head.bytes(), head.lineStart(1), head.lineEnd(1))).isEqualTo("Accept: b");
        assertThat(text(head.bytes(), head.end(), head.end() + 4)).isEqualTo("body");
    }

    @Test
    void shouldTrimWhiteSpaceAroundValues() {
        Head head = request("GET / HTTP/1.1\r\nHost:\t a b\t \r\nEmpty:\r\nBlank:   \r\n\r\n");
        assertThat(text(head.bytes(), head.valueStart(0), head.valueEnd(0))).isEqualTo("a b");
        assertThat(text(head.bytes(), head.lineStart(0), head.lineEnd(0))).isEqualTo("Host:\t a b\t ");
        assertThat(head.valueStart(1)).isEqualTo(head.valueEnd(1));
        assertThat(head.valueStart(2)).isEqualTo(head.valueEnd(2));
    }

    @Test
    void shouldAllowTabsAndHighOctetsInValues() {
        Head head = request("GET /caf\u00e9 HTTP/1.0\r\nX: \u00ff\t\u0080 and more than eight octets\r\n\r\n");
        assertThat(text(head.bytes(), head.valueStart(0), head.valueEnd(0)))
                .isEqualTo("\u00ff\t\u0080 and more than eight octets");
    }

    @Test
    void shouldAcceptTheMostHeaderLinesAndNotOneMore() {
        String lines = "X: y\r\n".repeat(Head.MAX_HEADERS);
        assertThat(request("GET / HTTP/1.0\r\n" + lines + "\r\n").count()).isEqualTo(Head.MAX_HEADERS);

        String tooMany = "GET / HTTP/1.0\r\n" + lines + "X: y\r\n\r\n";
        assertThat(parser.request(buffer(tooMany), 0, tooMany.length(), head)).isEqualTo(Result.INVALID);
        assertThat(parser.problem()).isEqualTo(Problem.TOO_MANY_HEADERS);
    }

    @ParameterizedTest
    @EnumSource(value = Method.class, mode = EnumSource.Mode.EXCLUDE, names = "OTHER")
    void shouldKnowMethodsByTheirExactName(Method method) {
        assertThat(request(method + " / HTTP/1.0\r\n\r\n").method()).isEqualTo(method);
        String other = method.name().toLowerCase(Locale.ROOT);
        assertThat(request(other + " / HTTP/1.0\r\n\r\n").method()).isEqualTo(Method.OTHER);
    }

    @ParameterizedTest
    @EnumSource(value = Header.class, mode = EnumSource.Mode.EXCLUDE, names = "OTHER")
    void shouldKnowHeadersInAnyCase(Header header) {
        String name = header.name().replace('_', '-');
        assertThat(Samples.response("HTTP/1.1 200 OK\r\n" + name + ": " + value(header) + "\r\n\r\n")
                        .header(0))
                .isEqualTo(header);
        String lowerCase = name.toLowerCase(Locale.ROOT);
        assertThat(Samples.response("HTTP/1.1 200 OK\r\n" + lowerCase + ": " + value(header) + "\r\n\r\n")
                        .header(0))
                .isEqualTo(header);
        assertThat(Samples.response("HTTP/1.1 200 OK\r\n" + name + "x: 1\r\n\r\n")
                        .header(0))
                .isEqualTo(Header.OTHER);
        assertThat(request("GET / HTTP/1.0\r\nx" + name.substring(1) + ": 1\r\n\r\n")
                        .header(0))
                .isEqualTo(Header.OTHER);
    }

    private static String value(Header header) {
        return header == Header.TRANSFER_ENCODING ? "chunked" : "1";
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK", "HTTP/1.1 200 ", "HTTP/1.1 200", "HTTP/1.0 200 \u00dcber\tall"})
    void shouldAcceptAnyReasonPhrase(String statusLine) {
        assertThat(response(statusLine + "\r\n\r\n").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 99 X",
                "HTTP/1.1 099 X",
                "HTTP/1.1 2000 X",
                "HTTP/1.1 20 X",
                "HTTP/1.1 20x OK",
                "HTTP/1.1",
                "HTTP/1.1  200 OK",
                "HTTP/1.1\t200 OK",
                "HTTP/2.0 200 OK",
                "HTTP/1.2 200 OK",
                "http/1.1 200 OK",
                "ICY 200 OK",
                "",
                "HTTP/1.1 200\tOK",
                "HTTP/1.1 -20 OK",
                " HTTP/1.1 200 OK",
                "HTTP/1.1 200 O\u007fK"
            })
    void shouldRefuseOtherStatusLines(String statusLine) {
        ByteBuffer bytes = buffer(statusLine + "\r\n\r\n");
        assertThat(parser.response(bytes, 0, bytes.capacity(), head, Method.GET))
                .isEqualTo(Result.INVALID);
    }

    @Test
    void shouldRefuseATlsHandshakeAtItsFirstByte() {
        assertThat(parser.request(buffer("\u0016\u0003\u0001"), 0, 1, head)).isEqualTo(Result.INVALID);
    }

    /** RFC 9112, section 3.2; HAProxy lets a missing one pass. */
    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1, '',                    NO_HOST",
        "HTTP/1.1, 'X-Host: a',           NO_HOST",
        "HTTP/1.1, 'Host: a',             ",
        "HTTP/1.1, 'Host:',               ",
        "HTTP/1.1, 'Host: a\r\nHost: a',  SEVERAL_HOSTS",
        "HTTP/1.0, '',                    ",
        "HTTP/1.0, 'Host: a\r\nHost: b',  SEVERAL_HOSTS",
    })
    void shouldDemandOneHost(String version, String lines, Problem problem) {
        ByteBuffer bytes = buffer("GET / " + version + "\r\n" + lines + (lines.isEmpty() ? "" : "\r\n") + "\r\n");
        HeadParser strict = new HeadParser();
        Result expected = problem == null ? Result.COMPLETE : Result.INVALID;
        assertThat(strict.request(bytes, 0, bytes.capacity(), new Head())).isEqualTo(expected);
        assertThat(strict.problem()).isEqualTo(problem == null ? Problem.NONE : problem);
    }

    @ParameterizedTest
    @CsvSource({
        "'GET / HTTP/1.0\r\nA b\r\n\r\n',      16, BLANK_IN_NAME",
        "'GET / HTTP/1.0\r\nA: \u0001\r\n\r\n', 19, CONTROL_CHARACTER",
        "'GET / HTTP/1.0\r\nA: b\rc\r\n\r\n',   20, BARE_CARRIAGE_RETURN",
        "'\r\nGET / HTTP/1.1\r\n\r\n',          2,  NO_HOST",
        "'GET /\r\n\r\n',                       0,  INVALID_REQUEST_LINE",
    })
    void shouldSayWhatIsWrongAndWhere(String message, int at, Problem problem) {
        ByteBuffer bytes = buffer(message);
        HeadParser strict = new HeadParser();
        assertThat(strict.request(bytes, 0, bytes.capacity(), new Head())).isEqualTo(Result.INVALID);
        assertThat(strict.problem()).isEqualTo(problem);
        assertThat(strict.problemAt()).isEqualTo(at);
        assertThat(problem.text()).isNotEmpty();
    }
}
