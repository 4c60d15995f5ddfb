package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.system.Wire.End;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Interim responses, and connections that stop being HTTP (RFC 9110, 7.8, 9.3.6 and 15.2). */
@TestInstance(Lifecycle.PER_CLASS)
class TunnelsIT {
    private static final String SWITCHING =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n";

    private final Site site = new Site("", "option splice-auto");

    TunnelsIT() throws IOException {}

    @AfterAll
    void end() throws IOException {
        site.close();
    }

    /** Sends back what comes until it ends, then ends too. */
    private static void echo(Wire wire) throws IOException {
        wire.input().transferTo(wire.output());
        wire.endOutput();
    }

    @Test
    void shouldPassTheServersConsentBeforeTheBody() throws IOException {
        site.origin.onHead("/consent", (head, wire) -> {
            wire.send("HTTP/1.1 100 Continue\r\n\r\n");
            wire.send(Origin.ok(head.header("Expect") + " " + wire.read(5)));
        });
        try (Wire client = site.client()) {
            client.request("POST", "/consent", "Content-Length: 5", "Expect: 100-continue");
            assertThat(client.response().status()).isEqualTo(100);
            assertThat(client.send("hello").response().body()).isEqualTo("100-continue hello");
            assertThat(client.get("/after").response().body()).isEqualTo("origin");
        }
    }

    @Test
    void shouldPassTheServersRefusalBeforeTheBody() throws IOException {
        site.origin.onHead(
                "/refusal", (_, wire) -> wire.send("HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n"));
        try (Wire client = site.client()) {
            client.request("POST", "/refusal", "Content-Length: 5", "Expect: 100-continue");
            assertThat(client.response().status()).isEqualTo(417);
            assertThat(client.end()).isEqualTo(End.FIN);
        }
    }

    @Test
    void shouldPassEveryInterimResponse() throws IOException {
        String hints = "HTTP/1.1 103 Early Hints\r\nLink: </%s.css>; rel=preload\r\n\r\n";
        site.origin.answers("/hints", hints.formatted("a") + hints.formatted("b") + Origin.ok("done"));
        try (Wire client = site.client()) {
            client.get("/hints");
            assertThat(client.response().header("Link")).startsWith("</a.css>");
            assertThat(client.response().header("Link")).startsWith("</b.css>");
            assertThat(client.response().body()).isEqualTo("done");
            assertThat(client.get("/after").response().body()).isEqualTo("origin");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 1_000_000})
    void shouldTunnelBothWaysAfterAnUpgrade(int size) throws Exception {
        site.origin.on("/echo", (_, wire) -> echo(wire.send(SWITCHING)));
        String text = "p".repeat(size);
        try (Wire client = site.client()) {
            client.get("/echo", "Connection: Upgrade", "Upgrade: echo");
            Message response = client.response();
            assertThat(response.status()).isEqualTo(101);
            assertThat(response.header("Upgrade")).isEqualTo("echo");
            Thread writer = Thread.ofVirtual().start(() -> {
                try {
                    client.send(text).endOutput();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(client.rest()).isEqualTo(text);
            writer.join();
        }
    }

    @Test
    void shouldTunnelBytesThatCameWithTheHeads() throws IOException {
        site.origin.on("/eager", (_, wire) -> echo(wire.send(SWITCHING + "first ")));
        try (Wire client = site.client()) {
            client.send("GET /eager HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\nsecond")
                    .endOutput();
            assertThat(client.response().status()).isEqualTo(101);
            assertThat(client.rest()).isEqualTo("first second");
        }
    }

    @Test
    void shouldGoOnWithHttpWhereTheServerDoesNotUpgrade() throws IOException {
        try (Wire client = site.client()) {
            client.get("/declined", "Connection: Upgrade", "Upgrade: h2c");
            assertThat(client.response().body()).isEqualTo("origin");
            assertThat(client.get("/after").response().body()).isEqualTo("origin");
        }
    }

    @Test
    void shouldRefuseAnUpgradeThatNobodyAskedFor() throws IOException {
        site.origin.answers("/unasked", SWITCHING);
        try (Wire client = site.client()) {
            assertThat(client.get("/unasked").response().status()).isEqualTo(502);
        }
    }

    @Test
    void shouldTunnelAfterConnect() throws IOException {
        site.origin.on("far.test:443", (_, wire) -> echo(wire.send("HTTP/1.1 200 OK\r\n\r\n")));
        try (Wire client = site.client()) {
            client.send("CONNECT far.test:443 HTTP/1.1\r\nHost: far.test:443\r\n\r\n");
            assertThat(client.responseHead().status()).isEqualTo(200);
            assertThat(client.send("GET /hidden HTTP/1.1\r\n\r\n").endOutput().rest())
                    .isEqualTo("GET /hidden HTTP/1.1\r\n\r\n");
        }
        assertThat(site.origin.requests("/hidden")).isZero();
    }

    @Test
    void shouldKeepTheClientsDirectionOpenWhenTheServerHasEndedItsOwn() throws Exception {
        AtomicReference<String> heard = new AtomicReference<>();
        site.origin.on("/listener", (_, wire) -> {
            wire.send(SWITCHING + "bye").endOutput();
            heard.set(wire.rest());
            wire.close();
        });
        try (Wire client = site.client()) {
            client.get("/listener", "Connection: Upgrade", "Upgrade: echo");
            assertThat(client.response().status()).isEqualTo(101);
            assertThat(client.rest()).isEqualTo("bye");
            client.send("still ").send("here").endOutput();
            Serving.await("the client's last words", () -> "still here".equals(heard.get()));
        }
    }

    @Test
    void shouldPassAResetOnThroughATunnel() throws IOException {
        site.origin.on("/reset", (_, wire) -> wire.send(SWITCHING + "x").reset());
        try (Wire client = site.client()) {
            client.get("/reset", "Connection: Upgrade", "Upgrade: echo");
            assertThat(client.response().status()).isEqualTo(101);
            assertThat(client.end()).isEqualTo(End.RESET);
        }
    }
}
