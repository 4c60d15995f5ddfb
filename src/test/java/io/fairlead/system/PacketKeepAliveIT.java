package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code option tcpka}: the proxy asks its peers whether they are there where the answers are its own, and only there. */
@TestInstance(Lifecycle.PER_CLASS)
class PacketKeepAliveIT {
    private static final int HTTP = 84;
    private static final int BULK_BYTES = 3_000_000;
    private static final int PART_BYTES = 1_000;
    private static final int PARTS = 8;

    private static final String DEFAULTS = """
        defaults
            mode tcp
            balance roundrobin
            option tcpka
            timeout client 120s
            timeout server 120s
            timeout connect 10s
        """;

    private static final String KEPT = """
        listen kept 0.0.0.0:84
            mode http
            option tcpsplice packet
            server one 10.78.2.1:90
        """;

    private final PacketNet net = new PacketNet("", DEFAULTS + Engine.listeners() + KEPT);

    PacketKeepAliveIT() throws Exception {
        PacketNet.set(net.proxy, "tcp_keepalive_time", "1");
        PacketNet.set(net.proxy, "tcp_keepalive_intvl", "1");
        PacketNet.set(net.proxy, "tcp_keepalive_probes", "3");
    }

    @AfterAll
    void end() throws Exception {
        net.close();
    }

    static Stream<Arguments> enginesAndEnds() {
        return End.withEngines();
    }

    @ParameterizedTest
    @MethodSource("enginesAndEnds")
    void shouldLearnThatAnEndIsGoneThoughNothingEverPassed(Engine engine, End gone) throws Exception {
        String host = gone == End.CLIENT ? net.client : net.server;
        try (Joined joined = net.join(engine)) {
            Hosts.ip("-n " + host + " link set cable down"); // nobody hears of the reset
            Joined.reset(gone.of(joined));
            Hosts.ip("-n " + host + " link set cable up");
            Joined.endAt(joined.other(gone.of(joined)));
        }
    }

    @Test
    void shouldCarryABodyForLongerThanItWaitsForAnswers() throws Exception {
        FutureTask<Void> answer = new FutureTask<>(() -> {
            try (Wire server = new Wire(net.accept())) {
                assertThat(server.head()).isNotNull();
                server.send("HTTP/1.1 200 OK\r\nContent-Length: " + (BULK_BYTES + PARTS * PART_BYTES) + "\r\n\r\n");
                Bulk.write(server.output(), BULK_BYTES);
                for (int i = 0; i < PARTS; i++) {
                    Thread.sleep(1000);
                    Bulk.write(server.output(), BULK_BYTES + (long) i * PART_BYTES, PART_BYTES);
                }
                assertThat(server.head()).as("the next request").isNotNull();
                server.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            }
            return null;
        });
        Thread.ofVirtual().start(answer);
        try (Wire client = net.client(HTTP)) {
            client.get("/");
            assertThat(client.responseHead().status()).isEqualTo(200);
            Bulk.read(client.input(), BULK_BYTES + PARTS * PART_BYTES);
            Serving.await("its asking again", () -> asks(client.localPort()));
            client.get("/");
            assertThat(client.responseHead().status()).isEqualTo(200);
            answer.get();
        }
        assertThat(net.count("of these by packets")).isGreaterThan(PARTS * PART_BYTES);
    }

    private boolean asks(int port) throws Exception {
        return Hosts.on(net.proxy, "ss", "-Htno", "dport = :" + port).contains("timer:(keepalive");
    }
}
