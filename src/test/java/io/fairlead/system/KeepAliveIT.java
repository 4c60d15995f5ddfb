package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.system.Wire.End;
import java.io.IOException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** One client's requests, one after the other (RFC 9112, 9.3). */
@TestInstance(Lifecycle.PER_CLASS)
class KeepAliveIT {
    private final Site site = new Site();

    KeepAliveIT() throws IOException {}

    @AfterAll
    void end() throws IOException {
        site.close();
    }

    @Test
    void shouldServeManyRequestsOnOneConnection() throws IOException {
        try (Wire client = site.client()) {
            for (int i = 0; i < 100; i++) {
                assertThat(client.get("/" + i).response().body()).isEqualTo("origin");
            }
        }
    }

    @Test
    void shouldAnswerPipelinedRequestsInTheirOrder() throws IOException {
        for (String path : new String[] {"/first", "/second", "/third"}) {
            site.origin.answers(path, Origin.ok(path));
        }
        try (Wire client = site.client()) {
            String get = "GET %s HTTP/1.1\r\nHost: a\r\n\r\n";
            client.send(get.formatted("/first") + get.formatted("/second") + get.formatted("/third"));
            assertThat(client.response().body()).isEqualTo("/first");
            assertThat(client.response().body()).isEqualTo("/second");
            assertThat(client.response().body()).isEqualTo("/third");
        }
    }

    @Test
    void shouldAnswerMorePipelinedRequestsThanABufferHolds() throws Exception {
        int count = 2_000;
        site.origin.on("/numbered", (request, wire) -> wire.send(Origin.ok(request.startLine())));
        try (Wire client = site.client()) {
            Thread writer =
                    Thread.ofVirtual().start(() -> IntStream.range(0, count).forEach(i -> get(client, i)));
            for (int i = 0; i < count; i++) {
                assertThat(client.response().body()).isEqualTo("GET /numbered?" + i + " HTTP/1.1");
            }
            writer.join();
        }
    }

    private static void get(Wire client, int number) {
        try {
            client.get("/numbered?" + number);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldUnderstandARequestThatComesByteByByte() throws IOException {
        site.origin.on("/bytewise", (request, wire) -> wire.send(Origin.ok(request.body())));
        try (Wire client = site.client()) {
            client.sendBytewise("POST /bytewise HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
            client.sendBytewise("POST /bytewise HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "2;a=b\r\nwo\r\n3\r\nrld\r\n0\r\n\r\n");
            assertThat(client.response().body()).isEqualTo("hello");
            assertThat(client.response().body()).isEqualTo("world");
        }
    }

    @Test
    void shouldSkipEmptyLinesBetweenRequests() throws IOException {
        try (Wire client = site.client()) {
            client.send("\r\n").get("/a").response();
            assertThat(client.send("\r\n").get("/b").response().status()).isEqualTo(200);
        }
    }

    @Test
    void shouldCloseWhenTheClientAsksForIt() throws IOException {
        try (Wire client = site.client()) {
            Message response = client.get("/bye", "Connection: close").response();
            assertThat(response.header("Connection")).isEqualToIgnoringCase("close");
            assertThat(client.end()).isEqualTo(End.FIN);
        }
    }

    @Test
    void shouldKeepTheServersConnectionWhenTheClientCloses() throws IOException {
        try (Wire client = site.client()) {
            client.get("/bye", "Connection: close").response();
        }
        assertThat(site.origin.last("/bye").headers("Connection")).isEmpty();
    }

    @Test
    void shouldCloseAfterAResponseToHttp10() throws IOException {
        try (Wire client = site.client()) {
            client.send("GET /old HTTP/1.0\r\n\r\n");
            assertThat(client.response().body()).isEqualTo("origin");
            assertThat(client.end()).isEqualTo(End.FIN);
        }
    }

    @Test
    void shouldKeepTheConnectionOfAnHttp10ClientThatAsksForIt() throws IOException {
        try (Wire client = site.client()) {
            for (int i = 0; i < 3; i++) {
                client.send("GET /old HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
                Message response = client.response();
                assertThat(response.body()).isEqualTo("origin");
                assertThat(response.header("Connection")).isEqualToIgnoringCase("keep-alive");
            }
        }
    }

    @Test
    void shouldAnswerAClientThatHasEndedItsDirection() throws IOException {
        try (Wire client = site.client()) {
            client.get("/a").get("/b").endOutput();
            assertThat(client.response().status()).isEqualTo(200);
            assertThat(client.response().status()).isEqualTo(200);
            assertThat(client.end()).isEqualTo(End.FIN);
        }
    }

    @Test
    void shouldEndEveryExchangeWithHttpclose() throws IOException {
        try (Site closing = new Site("option httpclose", "");
                Wire client = closing.client()) {
            Message response = client.get("/once").get("/twice").response();
            assertThat(response.headers("Connection")).containsExactly("close");
            assertThat(client.end()).isEqualTo(End.FIN);
            assertThat(closing.origin.requests())
                    .singleElement()
                    .satisfies(
                            request -> assertThat(request.headers("Connection")).containsExactly("close"));
        }
    }
}
