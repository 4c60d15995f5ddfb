package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.system.Wire.End;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where messages end (RFC 9112, 6.3), seen from both sides. */
@TestInstance(Lifecycle.PER_CLASS)
class BodiesIT {
    private final Site site = new Site("", "option splice-auto");

    BodiesIT() throws IOException {}

    @AfterAll
    void end() throws IOException {
        site.close();
    }

    @Test
    void shouldPassChunksOfOddSizesWithExtensionsAndTrailers() throws IOException {
        StringBuilder chunks = new StringBuilder();
        StringBuilder payload = new StringBuilder();
        for (int size : new int[] {1, 10, 4_095, 4_096, 4_097, 70_001, 3}) {
            String data = "x".repeat(size - 1) + "y";
            chunks.append(Integer.toHexString(size))
                    .append(";size=\"")
                    .append(size)
                    .append("\"\r\n");
            chunks.append(data).append("\r\n");
            payload.append(data);
        }
        String body = chunks + "0\r\nX-Sum: 7\r\nX-Last: 1\r\n\r\n";
        site.origin.answers("/chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
        try (Wire client = site.client()) {
            Message response = client.get("/chunks").response();
            assertThat(response.body()).isEqualTo(payload.toString());
            assertThat(response.trailers()).isEqualTo("X-Sum: 7\nX-Last: 1\n");
            assertThat(client.get("/after").response().body()).isEqualTo("origin");
        }
    }

    @Test
    void shouldPassManyTinyChunksInOnePacket() throws IOException {
        String body = "1\r\na\r\n".repeat(3_000) + "0\r\n\r\n";
        site.origin.answers("/tiny", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
        try (Wire client = site.client()) {
            assertThat(client.get("/tiny").response().body()).isEqualTo("a".repeat(3_000));
            assertThat(client.get("/after").response().body()).isEqualTo("origin");
        }
    }

    @Test
    void shouldPassChunksThatComeByteByByte() throws IOException {
        site.origin.on(
                "/drop-by-drop",
                (_, wire) -> wire.sendBytewise(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n00\r\nA: b\r\n\r\n"));
        try (Wire client = site.client()) {
            assertThat(client.get("/drop-by-drop").response().body()).isEqualTo("abc");
            assertThat(client.get("/after").response().body()).isEqualTo("origin");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5_000, 300_000})
    void shouldPassABodyThatEndsWithTheConnection(int size) throws IOException {
        site.origin.on("/until-close", (_, wire) -> {
            wire.send("HTTP/1.1 200 OK\r\n\r\n" + "y".repeat(size));
            wire.close();
        });
        try (Wire client = site.client()) {
            assertThat(client.get("/until-close").response().body()).hasSize(size);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 204 No Content\r\n\r\n",
                "HTTP/1.1 304 Not Modified\r\nContent-Length: 50000\r\n\r\n",
                "HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n"
            })
    void shouldKnowStatusesThatHaveNoBody(String answer) throws IOException {
        site.origin.answers("/bodyless", answer);
        try (Wire client = site.client()) {
            client.get("/bodyless").get("/after");
            assertThat(client.responseHead().head()).startsWith(answer.substring(0, 12));
            assertThat(client.response().body()).isEqualTo("origin");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 50000", "Transfer-Encoding: chunked"})
    void shouldKnowThatHeadIsAnsweredWithoutABody(String header) throws IOException {
        site.origin.answers("/head", "HTTP/1.1 200 OK\r\n" + header + "\r\n\r\n");
        try (Wire client = site.client()) {
            client.request("HEAD", "/head").get("/after");
            assertThat(client.responseHead().head()).contains(header);
            assertThat(client.response().body()).isEqualTo("origin");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5_000, 300_000})
    void shouldPassARequestBodyWithALength(int size) throws IOException {
        site.origin.on(
                "/upload",
                (request, wire) -> wire.send(Origin.ok("got " + request.body().length())));
        try (Wire client = site.client()) {
            client.request("POST", "/upload", "Content-Length: " + size).send("p".repeat(size));
            assertThat(client.response().body()).isEqualTo("got " + size);
            assertThat(client.get("/after").response().body()).isEqualTo("origin");
        }
    }

    @Test
    void shouldPassAChunkedRequestWithTrailers() throws IOException {
        site.origin.on(
                "/chunked-upload",
                (request, wire) -> wire.send(Origin.ok(
                        request.body().length() + " " + request.trailers().strip())));
        try (Wire client = site.client()) {
            client.request("POST", "/chunked-upload", "Transfer-Encoding: chunked")
                    .send("1\r\na\r\n" + "2710\r\n" + "b".repeat(10_000) + "\r\n0\r\nX-Sum: 1\r\n\r\n");
            assertThat(client.response().body()).isEqualTo("10001 X-Sum: 1");
            assertThat(client.get("/after").response().body()).isEqualTo("origin");
        }
    }

    @Test
    void shouldDeliverAResponseThatComesBeforeTheRequestIsComplete() throws IOException {
        site.origin.onHead("/hasty", (_, wire) -> wire.send(Origin.ok("enough")));
        try (Wire client = site.client()) {
            client.request("POST", "/hasty", "Content-Length: 1000").send("half");
            Message response = client.response();
            assertThat(response.body()).isEqualTo("enough");
            assertThat(response.header("Connection")).isEqualToIgnoringCase("close");
            assertThat(client.end()).isEqualTo(End.FIN);
        }
    }

    /** The server resets while the request still passes: what is left of it must not be served as requests. */
    @RepeatedTest(20)
    void shouldNotTakeTheRestOfARefusedBodyForARequest() throws IOException {
        site.origin.onHead("/refusing", (_, wire) -> {
            Serving.await("a body on its way", () -> wire.input().available() > 4_000);
            wire.send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
            wire.reset();
        });
        site.origin.on("/smuggled", (_, wire) -> wire.close());
        String smuggled = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n".repeat(100);
        try (Wire client = site.client()) {
            client.request("POST", "/refusing", "Content-Length: 1000000000");
            Thread.ofVirtual().start(() -> sendUntilRefused(client, smuggled, 200));
            client.end();
        }
        assertThat(site.origin.requests("/smuggled")).isZero();
    }

    private static void sendUntilRefused(Wire client, String text, int times) {
        try {
            for (int i = 0; i < times; i++) {
                client.send(text);
            }
        } catch (IOException _) {
            // nobody reads it any more
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 200_000})
    void shouldShowThatABodyWithALengthWasCutShort(int sent) throws IOException {
        site.origin.on("/cut", (_, wire) -> {
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n" + "c".repeat(sent));
            wire.close();
        });
        try (Wire client = site.client()) {
            assertThatThrownBy(() -> client.get("/cut").response())
                    .isInstanceOf(EOFException.class)
                    .hasMessage("ended after " + sent + " of 300000 bytes");
        }
    }

    @Test
    void shouldShowThatAChunkedBodyWasCutShort() throws IOException {
        site.origin.on("/cut-chunk", (_, wire) -> {
            wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
            wire.close();
        });
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        try (Wire client = site.client()) {
            client.get("/cut-chunk").responseHead();
            assertThatThrownBy(() -> client.chunks(payload)).hasMessage("ended before a chunk");
        }
        assertThat(payload.toString(StandardCharsets.US_ASCII)).isEqualTo("hello");
    }

    @Test
    void shouldResetWhereOnlyTheEndCouldTellThatABodyIsComplete() throws IOException {
        site.origin.on("/cut-until-close", (_, wire) -> {
            wire.send("HTTP/1.1 200 OK\r\n\r\n" + "c".repeat(1_000));
            wire.reset();
        });
        try (Wire client = site.client()) {
            assertThat(client.get("/cut-until-close").end()).isEqualTo(End.RESET);
        }
    }
}
