package io.fairlead.http;

import static io.fairlead.http.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepliesTest {
    @ParameterizedTest
    @CsvSource({
        "200, OK",
        "400, Bad request",
        "403, Forbidden",
        "408, Request Time-out",
        "500, Server Error",
        "502, Bad Gateway",
        "503, Service Unavailable",
        "504, Gateway Time-out"
    })
    void shouldAnswerInHaproxysShape(int status, String reason) {
        ByteBuffer reply = Replies.of(status);
        assertThat(text(reply, 0, reply.limit()))
                .startsWith("HTTP/1.0 " + status + " " + reason + "\r\nCache-Control: no-cache\r\n"
                        + "Connection: close\r\nContent-Type: text/html\r\n\r\n"
                        + "<html><body><h1>" + status + " " + reason + "</h1>\n")
                .endsWith(".\n</body></html>\n");
    }

    @Test
    void shouldBeValidHttp() {
        ByteBuffer reply = Replies.of(503);
        Head head = new Head();
        assertThat(new HeadParser().response(reply, 0, reply.limit(), head, Method.GET))
                .isEqualTo(HeadParser.Result.COMPLETE);
        assertThat(head.bodyKind()).isEqualTo(BodyKind.UNTIL_CLOSE);
    }

    @Test
    void shouldBeSharedWithoutRisk() {
        assertThat(Replies.of(400).isDirect()).isTrue();
        assertThat(Replies.of(400).isReadOnly()).isTrue();
        assertThat(Replies.of(400)).isSameAs(Replies.of(400));
    }

    @Test
    void shouldKnowNoOtherStatus() {
        assertThatThrownBy(() -> Replies.of(418)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"302, Found", "303, See Other"})
    void shouldSendElsewhere(int status, String reason) {
        ByteBuffer reply = Replies.redirect(status, "http://a/b?c=d");
        assertThat(text(reply, 0, reply.limit()))
                .isEqualTo("HTTP/1.0 " + status + " " + reason + "\r\nCache-Control: no-cache\r\n"
                        + "Connection: close\r\nLocation: http://a/b?c=d\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/a b", "/a\r\nX: y", "/\u0000", "/\u007f"})
    void shouldSendNowhereThatCannotStandInAHeader(String url) {
        assertThatThrownBy(() -> Replies.redirect(302, url)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Replies.redirect(301, "/")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "'HTTP/1.0 503 Sorry\r\nContent-Type: text/html\r\n\r\n<p>sorry', ",
        "'HTTP/1.1 503 Sorry\nContent-Length: 5\n\nsorry', ",
        "'HTTP/1.0 204 Nothing\r\n\r\n', ",
        "'HTTP/1.1 503 Sorry\r\nContent-Length: 6\r\n\r\nsorry', Content-Length does not count the body's bytes",
        "'HTTP/1.0 204 Nothing\r\n\r\nsorry', a response with this status has no body",
        "'HTTP/1.0 101 x\r\n\r\n', a response with this status ends HTTP",
        "'HTTP/1.1 503 x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', chunks are not supported here",
        "'HTTP/1.0 503 Sorry\r\n', no empty line ends the head",
        "'<p>sorry\r\n\r\n', invalid status line",
        "'', no empty line ends the head",
    })
    void shouldTakeAWholeResponseFromAFile(String content, String complaint) {
        String unescaped = content.translateEscapes();
        assertThat(Replies.contentComplaint(unescaped)).isEqualTo(complaint);
        ByteBuffer reply = Replies.content(unescaped);
        assertThat(text(reply, 0, reply.limit())).isEqualTo(unescaped);
    }
}
