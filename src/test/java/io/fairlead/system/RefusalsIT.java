package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.system.Wire.End;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fairlead's own answers: what makes it give them, and how they look (HAProxy's pages). */
@TestInstance(Lifecycle.PER_CLASS)
class RefusalsIT {
    /** tune.bufsize less tune.maxrewrite, as configured unless said otherwise. */
    private static final int LONGEST_HEAD_BYTES = 16_384 - 1_024;

    private static final String CONFIGURATION = """
            global
                nbthread 2
            defaults
                mode http
                timeout client 500ms
                timeout server 500ms
                timeout connect 300ms
                retries 0
            frontend site
                bind 127.0.0.1:%1$d
                default_backend servers
            backend servers
                balance roundrobin
                server one 127.0.0.1:%2$d
            listen dead 127.0.0.1:%3$d
                balance roundrobin
                server gone 127.0.0.1:1
            frontend nowhere
                bind 127.0.0.1:%4$d
            """;

    private final Origin origin = new Origin();
    private final int port = Launcher.freePort();
    private final int deadPort = Launcher.freePort();
    private final int nowherePort = Launcher.freePort();
    private final Launcher fairlead =
            Serving.at(port, CONFIGURATION.formatted(port, origin.port(), deadPort, nowherePort));

    RefusalsIT() throws IOException {}

    @AfterAll
    void end() throws IOException {
        fairlead.close();
        origin.close();
    }

    private static void assertPage(Wire client, int status, String reason, String sentence) throws IOException {
        assertThat(client.rest()).isEqualTo("""
                HTTP/1.0 %1$d %2$s\r
                Cache-Control: no-cache\r
                Connection: close\r
                Content-Type: text/html\r
                \r
                <html><body><h1>%1$d %2$s</h1>
                %3$s
                </body></html>
                """.formatted(status, reason, sentence));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
                "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 6\r\n\r\nhello!",
                "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\nhello",
                "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\nhello",
                "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 0x5\r\n\r\nhello",
                "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\nhello",
                "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\nhello",
                "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n",
                "POST /x HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: a\r\nX: y\r\n Transfer-Encoding: chunked\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: a\r\nX: y\rContent-Length: 5\r\n\r\nhello",
                "GET /x HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET /x HTTP/1.1\r\n Host: a\r\n\r\n",
                "GET http://a/x HTTP/1.1\r\nHost: b\r\n\r\n",
                "GET http://a:81/x HTTP/1.1\r\nHost: a\r\n\r\n",
                "CONNECT a HTTP/1.1\r\nHost: a\r\n\r\n",
                "CONNECT a:81 HTTP/1.1\r\nHost: b:81\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: a\r\nX\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n",
                "GET /x HTTP/2.0\r\nHost: a\r\n\r\n",
                "GET  /x HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /x y HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET\t/x\tHTTP/1.1\r\nHost: a\r\n\r\n",
                "G(T /x HTTP/1.1\r\nHost: a\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\r\n\r\n"
            })
    void shouldRefuseWhatServersCouldReadDifferently(String request) throws IOException {
        int before = origin.requests().size();
        try (Wire client = Wire.to(port)) {
            assertPage(client.send(request), 400, "Bad request", "Your browser sent an invalid request.");
        }
        assertThat(origin.requests()).hasSize(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0x5\r\nhello\r\n0\r\n\r\n", "-5\r\nhello", "5\r\nhello!0\r\n\r\n", " 5\r\nhello\r\n", "g\r\n"})
    void shouldRefuseBrokenChunksBeforeTheServerAnswers(String chunks) throws IOException {
        origin.on("/chunks", (_, wire) -> wire.send(Origin.ok("never")));
        int before = origin.requests("/chunks");
        try (Wire client = Wire.to(port)) {
            client.request("POST", "/chunks", "Transfer-Encoding: chunked").send(chunks);
            assertPage(client, 400, "Bad request", "Your browser sent an invalid request.");
        }
        assertThat(origin.requests("/chunks")).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET /half HTTP/1.1\r\nHo", "GET /half HTTP/1.1\r\nHost: a\r\n"})
    void shouldTellAClientThatItTookTooLong(String part) throws IOException {
        try (Wire client = Wire.to(port)) {
            assertPage(client.send(part), 408, "Request Time-out", "Your browser took too long to send its request.");
        }
    }

    @Test
    void shouldCloseAnIdleConnectionWithoutAWord() throws IOException {
        try (Wire client = Wire.to(port)) {
            client.get("/").response();
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void shouldTellAClientThatItsBodyTookTooLong() throws IOException {
        try (Wire client = Wire.to(port)) {
            client.request("POST", "/", "Content-Length: 10").send("half");
            assertThat(client.response().status()).isEqualTo(408);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\nContent-Le",
                "garbage\r\n\r\n",
                "HTTP/1.1 20x OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nBad Name: x\r\n\r\n"
            })
    void shouldNotPassOnWhatIsNoResponse(String answer) throws IOException {
        origin.on("/broken", (_, wire) -> wire.send(answer).close());
        try (Wire client = Wire.to(port)) {
            assertPage(client.get("/broken"), 502, "Bad Gateway", "The server gave an invalid or incomplete answer.");
        }
    }

    @Test
    void shouldSayThatAServerCannotBeReached() throws IOException {
        try (Wire client = Wire.to(deadPort)) {
            assertUnavailable(client.get("/"));
        }
    }

    @Test
    void shouldSayThatThereIsNoBackend() throws IOException {
        try (Wire client = Wire.to(nowherePort)) {
            assertUnavailable(client.get("/"));
        }
    }

    private static void assertUnavailable(Wire client) throws IOException {
        assertPage(client, 503, "Service Unavailable", "There is no server to handle this request at the moment.");
    }

    @Test
    void shouldSayThatTheServerDidNotAnswerInTime() throws IOException {
        origin.on("/silence", (_, wire) -> wire.rest());
        try (Wire client = Wire.to(port)) {
            assertPage(client.get("/silence"), 504, "Gateway Time-out", "The server did not answer in time.");
        }
    }

    @Test
    void shouldSendHeadARefusalWithoutItsBody() throws IOException {
        try (Wire client = Wire.to(deadPort)) {
            client.request("HEAD", "/");
            assertThat(client.rest()).startsWith("HTTP/1.0 503 ").endsWith("Content-Type: text/html\r\n\r\n");
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 200", "1, 400"})
    void shouldAcceptRequestHeadsThatFillABufferAndNoByteMore(int more, int status) throws IOException {
        try (Wire client = Wire.to(port)) {
            client.send(padded("GET /long HTTP/1.1\r\nHost: a\r\n", LONGEST_HEAD_BYTES + more));
            assertThat(client.response().status()).isEqualTo(status);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 200", "1, 502"})
    void shouldAcceptResponseHeadsThatFillABufferAndNoByteMore(int more, int status) throws IOException {
        String head = padded("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n", LONGEST_HEAD_BYTES + more);
        origin.answers("/long-answer", head + "ok");
        try (Wire client = Wire.to(port)) {
            assertThat(client.get("/long-answer").response().status()).isEqualTo(status);
        }
    }

    private static String padded(String head, int bytes) {
        return head + "X: " + "x".repeat(bytes - head.length() - 7) + "\r\n\r\n";
    }

    @Test
    void shouldDeliverARefusalToAClientThatStillSends() throws IOException {
        try (Wire client = Wire.to(deadPort)) {
            client.request("POST", "/", "Content-Length: 1000000").send("p".repeat(1_000_000));
            assertUnavailable(client);
            assertThat(client.end()).isEqualTo(End.FIN);
        }
    }
}
