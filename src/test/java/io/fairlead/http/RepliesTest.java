package io.fairlead.http;

import static io.fairlead.http.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
