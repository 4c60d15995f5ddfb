package io.fairlead.http;

import static io.fairlead.http.Samples.buffer;
import static io.fairlead.http.Samples.request;
import static io.fairlead.http.Samples.response;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FramingTest {
    private static Head requestWith(String... lines) {
        return request("POST / HTTP/1.1\r\nHost: a\r\n" + String.join("\r\n", lines) + "\r\n\r\n");
    }

    private static Head responseWith(String... lines) {
        return response("HTTP/1.1 200 OK\r\n" + String.join("\r\n", lines) + "\r\n\r\n");
    }

    private static Head answer(int status, Method requestMethod, String lines) {
        Head head = new Head();
        ByteBuffer bytes = buffer("HTTP/1.1 " + status + " X\r\n" + lines + "\r\n");
        assertThat(new HeadParser().response(bytes, 0, bytes.capacity(), head, requestMethod))
                .isEqualTo(HeadParser.Result.COMPLETE);
        return head;
    }

    @Test
    void shouldTakeARequestWithoutLengthAsEmpty() {
        assertThat(request("POST / HTTP/1.0\r\n\r\n").bodyKind()).isEqualTo(BodyKind.NONE);
        assertThat(request("POST / HTTP/1.0\r\n\r\n").contentLength()).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0",
                "5 | 5",
                "005 | 5",
                "9223372036854775799 | 9223372036854775799",
                "'5, 5' | 5",
                "'5,05 ,5' | 5"
            })
    void shouldReadContentLength(String value, long length) {
        Head head = requestWith("Content-Length: " + value);
        assertThat(head.bodyKind()).isEqualTo(BodyKind.LENGTH);
        assertThat(head.contentLength()).isEqualTo(length);
    }

    @Test
    void shouldAcceptEqualContentLengths() {
        assertThat(requestWith("Content-Length: 7", "content-length: 7").contentLength())
                .isEqualTo(7);
        assertThat(responseWith("Content-Length: 7", "content-length: 7").contentLength())
                .isEqualTo(7);
    }

    @Test
    void shouldReadChunkedInAnyCase() {
        assertThat(requestWith("transfer-encoding: CHUNKED").bodyKind()).isEqualTo(BodyKind.CHUNKED);
        assertThat(responseWith("Transfer-Encoding: gzip, chunked").bodyKind()).isEqualTo(BodyKind.CHUNKED);
        assertThat(responseWith("Transfer-Encoding: gzip", "Transfer-Encoding: chunked")
                        .bodyKind())
                .isEqualTo(BodyKind.CHUNKED);
    }

    @Test
    void shouldReadAResponseInAnUnknownCodingUntilTheClose() {
        assertThat(responseWith("Transfer-Encoding: gzip").bodyKind()).isEqualTo(BodyKind.UNTIL_CLOSE);
        assertThat(responseWith("Transfer-Encoding: gzip").keepAlive()).isFalse();
    }

    @Test
    void shouldReadAResponseWithoutLengthUntilTheClose() {
        Head head = responseWith("Connection: keep-alive");
        assertThat(head.bodyKind()).isEqualTo(BodyKind.UNTIL_CLOSE);
        assertThat(head.keepAlive()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 102, 103, 199, 204, 304})
    void shouldKnowTheStatusesWithoutBody(int status) {
        assertThat(answer(status, Method.GET, "Content-Length: 5\r\n").bodyKind())
                .isEqualTo(BodyKind.NONE);
        assertThat(answer(status, Method.GET, "Transfer-Encoding: chunked\r\n").bodyKind())
                .isEqualTo(BodyKind.NONE);
        assertThat(answer(status, Method.GET, "").keepAlive()).isTrue();
    }

    @Test
    void shouldKnowThatAnAnswerToHeadHasNoBody() {
        Head head = answer(200, Method.HEAD, "Content-Length: 5\r\n");
        assertThat(head.bodyKind()).isEqualTo(BodyKind.NONE);
        assertThat(head.contentLength()).isEqualTo(5);
        assertThat(head.keepAlive()).isTrue();
    }

    @Test
    void shouldTunnelAfterSwitchingProtocolsAndAfterConnect() {
        assertThat(answer(101, Method.GET, "").bodyKind()).isEqualTo(BodyKind.TUNNEL);
        assertThat(answer(200, Method.CONNECT, "Content-Length: 5\r\n").bodyKind())
                .isEqualTo(BodyKind.TUNNEL);
        assertThat(answer(200, Method.CONNECT, "").keepAlive()).isFalse();
        assertThat(answer(407, Method.CONNECT, "Content-Length: 5\r\n").bodyKind())
                .isEqualTo(BodyKind.LENGTH);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.1 | ''                        | true",
                "1.1 | Connection: close         | false",
                "1.1 | Connection: foo, CLOSE    | false",
                "1.1 | Connection: closed        | true",
                "1.1 | Connection: keep-alive    | true",
                "1.0 | ''                        | false",
                "1.0 | Connection: Keep-Alive    | true",
                "1.0 | Connection: foo ,keep-alive,| true",
                "1.0 | Connection: keep-alive, close | false",
            })
    void shouldTellWhetherTheConnectionPersists(String version, String line, boolean persists) {
        String lines = line.isEmpty() ? "" : line + "\r\n";
        assertThat(request("GET / HTTP/" + version + "\r\nHost: a\r\n" + lines + "\r\n")
                        .keepAlive())
                .isEqualTo(persists);
        assertThat(response("HTTP/" + version + " 200 OK\r\nContent-Length: 0\r\n" + lines + "\r\n")
                        .keepAlive())
                .isEqualTo(persists);
    }

    @Test
    void shouldNeedTheConnectionOptionForAnUpgrade() {
        assertThat(requestWith("Upgrade: websocket", "Connection: keep-alive, Upgrade")
                        .upgrade())
                .isTrue();
        assertThat(requestWith("Upgrade: websocket").upgrade()).isFalse();
        assertThat(requestWith("Connection: Upgrade").upgrade()).isFalse();
        assertThat(request("GET / HTTP/1.0\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n")
                        .upgrade())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
                "Content-Length: 5\r\nContent-Length: 6\r\n",
                "Content-Length: x\r\n",
                "Transfer-Encoding: chunked, gzip\r\n",
                "Transfer-Encoding: chunked, chunked\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: ,chunked\r\n",
                "Transfer-Encoding:\r\n",
            })
    void shouldRefuseAmbiguousResponses(String lines) {
        ByteBuffer bytes = buffer("HTTP/1.1 200 OK\r\n" + lines + "\r\n");
        HeadParser parser = new HeadParser();
        assertThat(parser.response(bytes, 0, bytes.capacity(), new Head(), Method.GET))
                .isEqualTo(HeadParser.Result.INVALID);
        assertThat(parser.problem()).isNotEqualTo(Problem.NONE);
    }

    @Test
    void shouldRefuseTransferEncodingInAnOldResponse() {
        ByteBuffer bytes = buffer("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        assertThat(new HeadParser().response(bytes, 0, bytes.capacity(), new Head(), Method.GET))
                .isEqualTo(HeadParser.Result.INVALID);
    }
}
