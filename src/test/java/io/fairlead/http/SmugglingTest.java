package io.fairlead.http;

import static io.fairlead.http.Samples.buffer;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.http.HeadParser.Result;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that another implementation might read differently: each must be refused, whole or byte by byte. */
class SmugglingTest {

    static Stream<String> ambiguousLines() {
        return Stream.of(
                // both lengths
                "Content-Length: 6\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 6",
                "Content-Length: 0\r\nTransfer-Encoding: chunked",
                "CONTENT-LENGTH: 6\r\ntransfer-encoding: Chunked",
                // disguised Transfer-Encoding
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: chunkedx",
                "Transfer-Encoding: chunked;q=1",
                "Transfer-Encoding: chunked ; x",
                "Transfer-Encoding: \"chunked\"",
                "Transfer-Encoding: 'chunked'",
                "Transfer-Encoding: chu nked",
                "Transfer-Encoding: chunked chunked",
                "Transfer-Encoding: chunked, chunked",
                "Transfer-Encoding: chunked,",
                "Transfer-Encoding: ,chunked",
                "Transfer-Encoding: , chunked",
                "Transfer-Encoding: chunked, identity",
                "Transfer-Encoding: identity, chunked",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: chunked, gzip",
                "Transfer-Encoding: identity",
                "Transfer-Encoding: cow",
                "Transfer-Encoding:",
                "Transfer-Encoding: \u00a0chunked",
                "Transfer-Encoding: chunked\u0000",
                "Transfer-Encoding:\u000bchunked",
                "Transfer-Encoding:\u000cchunked",
                "Transfer-Encoding: chunked\u007f",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: cow",
                "Transfer-Encoding: cow\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding:",
                // disguised names
                "Transfer-Encoding : chunked",
                "Transfer-Encoding\t: chunked",
                " Transfer-Encoding: chunked",
                "\tTransfer-Encoding: chunked",
                "Transfer-Encoding\u0000: chunked",
                "Transfer-Encoding\u00a0: chunked",
                "Transfer\u007fEncoding: chunked",
                "Transfer Encoding: chunked",
                "Transfer-Encoding",
                "Transfer-Encoding; chunked",
                ": chunked",
                "(comment): x",
                "Content-Length : 6",
                "[Content-Length]: 6",
                // folded lines
                "X: y\r\n Transfer-Encoding: chunked",
                "Transfer-Encoding:\r\n chunked",
                "Transfer-Encoding: chunked\r\n\t",
                "X: y\n\tz",
                // bare CR and other controls
                "X: y\rTransfer-Encoding: chunked",
                "\rTransfer-Encoding: chunked",
                "X: y\r\r",
                "X: y\r\r\nTransfer-Encoding: chunked",
                "X: \u0000",
                "X: \u0001y",
                "X: y\u001bz",
                "X: y\u007f",
                // disguised numbers
                "Content-Length: +6",
                "Content-Length: -6",
                "Content-Length: 0x6",
                "Content-Length: 6 6",
                "Content-Length: 6,7",
                "Content-Length: 6,",
                "Content-Length: ,6",
                "Content-Length: 6,,6",
                "Content-Length: 6;",
                "Content-Length: 6.0",
                "Content-Length: 1e1",
                "Content-Length: \"6\"",
                "Content-Length: six",
                "Content-Length:",
                "Content-Length: 9223372036854775808",
                "Content-Length: 18446744073709551622",
                "Content-Length: 92233720368547758085",
                "Content-Length: 99999999999999999999999999999999",
                "Content-Length: \u00b2",
                "Content-Length: 6\r\nContent-Length: 7",
                "Content-Length: 6\r\nX: y\r\ncontent-length: 0",
                "Content-Length: 6\r\nContent-Length: 6 6",
                "Content-Length: 6\r\nContent-Length:",
                "Content-Length: 6\u0000",
                // which host
                "Host: a\r\nHost: b",
                "Host: a\r\nhost: a");
    }

    static Stream<String> strangeRequestLines() {
        return Stream.of(
                "GET /",
                "GET",
                "GET / ",
                "GET  / HTTP/1.1",
                "GET /  HTTP/1.1",
                "GET / HTTP/1.1 ",
                " GET / HTTP/1.1",
                "GET\t/ HTTP/1.1",
                "GET /\tHTTP/1.1",
                "GET /a b HTTP/1.1",
                "GET /a\tb HTTP/1.1",
                "GET /\u0000 HTTP/1.1",
                "GET /\u007f HTTP/1.1",
                "GET /\rX HTTP/1.1",
                "GE:T / HTTP/1.1",
                "G\u00cbT / HTTP/1.1",
                "\"GET\" / HTTP/1.1",
                "GET / HTTP/1.2",
                "GET / HTTP/0.9",
                "GET / HTTP/2.0",
                "GET / HTTP/1.10",
                "GET / HTTP/1.",
                "GET / HTTP/11",
                "GET / HTTP/1,1",
                "GET / http/1.1",
                "GET / HTTP /1.1",
                "GET / HTTP/1.1\u0000",
                "GET / FTP/1.1",
                "PRI * HTTP/2.0",
                "HTTP/1.1 200 OK",
                "/ HTTP/1.1");
    }

    @ParameterizedTest
    @MethodSource("ambiguousLines")
    void shouldRefuseAmbiguousHeaderLines(String lines) {
        refuse("POST / HTTP/1.1\r\n" + lines + "\r\nHost: a\r\n\r\n0\r\n\r\n");
        refuse("POST / HTTP/1.1\r\nHost: a\r\n" + lines + "\r\nAccept: b\r\n\r\n");
    }

    @ParameterizedTest
    @MethodSource("strangeRequestLines")
    void shouldRefuseStrangeRequestLines(String line) {
        refuse(line + "\r\nHost: a\r\n\r\n");
    }

    @ParameterizedTest
    @MethodSource("requestsOfTheirKind")
    void shouldRefuseBodiesWhereTheyMeanNothingCertain(String request) {
        refuse(request);
    }

    static Stream<String> requestsOfTheirKind() {
        return Stream.of(
                "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n",
                "CONNECT a:1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
                "CONNECT a:1 HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n");
    }

    /** What a rule makes of a harmless line is judged like what a client sends. */
    @ParameterizedTest
    @MethodSource("ambiguousLines")
    void shouldRefuseAmbiguousLinesThatARuleMakes(String lines) {
        String replacement = lines.replace("\\", "\\\\");
        String request = "POST / HTTP/1.1\r\nHost: a\r\nX-Rule: x\r\nAccept: b\r\n\r\n";
        ByteBuffer bytes = ByteBuffer.allocateDirect(2 * request.length() + lines.length())
                .put(request.length() + lines.length(), request.getBytes(StandardCharsets.ISO_8859_1));
        int from = request.length() + lines.length();
        Head head = new Head();
        assertThat(new HeadParser().request(bytes, from, from + request.length(), head))
                .isEqualTo(Result.COMPLETE);
        HeadRule rule = new HeadRule(HeadRule.Kind.REPLACE, "^X-Rule", false, replacement);
        RequestRules rules = new RequestRules(List.of(rule), List.of());
        assertThat(rules.apply(head, 0)).isEqualTo(Verdict.INVALID);
        assertThat(head.problem()).isNotEqualTo(Problem.NONE);
    }

    private static void refuse(String request) {
        ByteBuffer bytes = buffer(request);
        HeadParser parser = new HeadParser();
        Head head = new Head();
        assertThat(parser.request(bytes, 0, bytes.capacity(), head)).isEqualTo(Result.INVALID);
        assertThat(parser.problem()).isNotIn(Problem.NONE, Problem.NO_HOST);

        Result result = Result.INCOMPLETE;
        for (int to = 0; to <= bytes.capacity() && result == Result.INCOMPLETE; to++) {
            result = parser.request(bytes, 0, to, head);
        }
        assertThat(result).isEqualTo(Result.INVALID);
    }
}
