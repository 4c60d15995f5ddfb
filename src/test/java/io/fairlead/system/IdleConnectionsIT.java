package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections to a server that wait for another request: when they serve again, and when they must not. */
class IdleConnectionsIT {
    private static final String ONE_LOOP = """
            global
                nbthread 1
            defaults
                mode http
                timeout client 20s
                timeout server 20s
                timeout connect 5s
            listen site 127.0.0.1:%d
                balance roundrobin
                %s
                server one 127.0.0.1:%d
            """;

    private final Origin origin = new Origin();
    private final int port = Launcher.freePort();
    private Launcher fairlead = start("");

    IdleConnectionsIT() throws IOException {}

    private Launcher start(String line) throws IOException {
        return Serving.at(port, ONE_LOOP.formatted(port, line, origin.port()));
    }

    @BeforeEach
    void noConnectionYet() {
        assertThat(origin.connections()).isZero();
    }

    @AfterEach
    void end() throws IOException {
        fairlead.close();
        origin.close();
    }

    private Message get(String path) throws IOException {
        try (Wire client = Wire.to(port)) {
            return client.get(path).response();
        }
    }

    @Test
    void shouldServeTheRequestsOfManyClientsOnOneConnection() throws IOException {
        for (int i = 0; i < 20; i++) {
            assertThat(get("/").status()).isEqualTo(200);
        }
        assertThat(origin.connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"option splice-auto, 5000", "option splice-auto, 1000000", "'', 5000", "'', 1000000"})
    void shouldServeAgainAfterALongBody(String option, int size) throws IOException {
        fairlead.close();
        fairlead = start(option);
        origin.answers("/long", Origin.ok("l".repeat(size)));
        for (int i = 0; i < 5; i++) {
            assertThat(get("/long").body()).hasSize(size);
        }
        assertThat(origin.connections()).isEqualTo(1);
    }

    @Test
    void shouldServeAgainAfterAChunkedBody() throws IOException {
        origin.answers("/chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
        for (int i = 0; i < 5; i++) {
            assertThat(get("/chunked").body()).isEqualTo("abc");
        }
        assertThat(origin.connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS"})
    void shouldRepeatAnIdempotentRequestThatMetAClosingConnection(String method) throws IOException {
        AtomicInteger times = new AtomicInteger();
        origin.on("/", (_, wire) -> {
            if (times.getAndIncrement() == 1) {
                wire.close();
            } else {
                wire.send(Origin.ok("", "X-Times: " + times));
            }
        });
        get("/");
        try (Wire client = Wire.to(port)) {
            assertThat(client.request(method, "/").response().header("X-Times")).isEqualTo("3");
        }
        assertThat(origin.connections()).isEqualTo(2);
        assertThat(origin.last("/").method()).isEqualTo(method);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH", "ACTION"})
    void shouldNeverRiskARequestThatMayNotBeRepeated(String method) throws IOException {
        get("/");
        try (Wire client = Wire.to(port)) {
            assertThat(client.request(method, "/", "Content-Length: 0")
                            .response()
                            .status())
                    .isEqualTo(200);
        }
        assertThat(origin.connections()).isEqualTo(2);
    }

    @Test
    void shouldNeverRepeatARequestThatMayNotBeRepeated() throws IOException {
        origin.on("/order", (_, wire) -> wire.close());
        try (Wire client = Wire.to(port)) {
            assertThat(client.request("POST", "/order", "Content-Length: 0")
                            .response()
                            .status())
                    .isEqualTo(502);
        }
        assertThat(origin.requests("/order")).isEqualTo(1);
    }

    @Test
    void shouldNotRepeatWhatWasPartlyAnswered() throws IOException {
        AtomicInteger times = new AtomicInteger();
        origin.on("/", (_, wire) -> {
            if (times.getAndIncrement() == 1) {
                wire.send("HTTP/1.1 200 O");
                wire.close();
            } else {
                wire.send(Origin.ok(""));
            }
        });
        get("/");
        assertThat(get("/").status()).isEqualTo(502);
        assertThat(times).hasValue(2);
    }

    @Test
    void shouldNotReuseAConnectionThatTheServerEnds() throws IOException {
        origin.on(
                "/last",
                (_, wire) -> wire.send(Origin.ok("", "Connection: close")).endOutput());
        for (int i = 0; i < 3; i++) {
            assertThat(get("/last").status()).isEqualTo(200);
        }
        assertThat(origin.connections()).isEqualTo(3);
    }

    @Test
    void shouldNotReuseAConnectionOnWhichTheServerSpokeOutOfTurn() throws IOException {
        origin.answers("/chatty", Origin.ok("abc") + Origin.ok("poison"));
        for (int i = 0; i < 3; i++) {
            assertThat(get("/chatty").body()).isEqualTo("abc");
            assertThat(get("/after").body()).isEqualTo("origin");
        }
    }

    @Test
    void shouldUseAConnectionOnceWithHttpclose() throws IOException {
        fairlead.close();
        fairlead = start("option httpclose");
        for (int i = 0; i < 3; i++) {
            get("/");
        }
        assertThat(origin.connections()).isEqualTo(3);
    }
}
