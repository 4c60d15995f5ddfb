package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.splice.Splicer;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Responses that the kernel carries between connections that go on: clients keep theirs, servers' are anybody's, and
 * every byte is compared, whatever the cables do to packets and however a server ends a response.
 */
@TestInstance(Lifecycle.PER_CLASS)
class PacketBodiesIT {
    static final int KEPT_ALIVE = 84;
    private static final int CLOSED = 85;
    private static final int LARGE_BYTES = 9_000_000; // more than a server is ever promised room for
    private static final int SEGMENT_BYTES = 1448; // of an Ethernet's packets, with timestamps
    private static final int JOINED_BYTES = 1_150_000; // so many that all of it is never there before it is joined
    private static final int CLIENTS = 4;
    private static final int JOINED_EACH = 250;
    private static final int[] SIZES = {0, 100, 16_384, 100_000, 300_000, 1_000_000, 4_194_304, 9_000_000};

    static final String SECTIONS = """
        defaults
            mode http
            balance roundrobin
            option tcpsplice packet
            timeout client 60s
            timeout server 60s
            timeout connect 10s
        listen kept 0.0.0.0:84
            server one 10.78.2.1:91
            server two 10.78.2.1:91
        listen closed 0.0.0.0:85
            option httpclose
            server one 10.78.2.1:91
        """;

    private final PacketNet net = new PacketNet("", SECTIONS);
    private final BulkServer server = new BulkServer(net.server);

    PacketBodiesIT() throws Exception {}

    @AfterAll
    void end() throws Exception {
        server.close();
        net.close();
        assertThat(server.wrong()).isEmpty();
    }

    @AfterEach
    void mend() throws Exception {
        for (String host : List.of(net.client, net.server)) {
            Disturbance.mend(host);
        }
    }

    /** Asks, and reads the head of the answer. */
    private static void ask(Wire wire, String how, long bytes) throws IOException {
        wire.get("/" + how + "/0/" + bytes);
        assertThat(wire.responseHead().status()).isEqualTo(200);
    }

    static void fetch(Wire wire, long bytes) throws IOException {
        ask(wire, "kept", bytes);
        Bulk.read(wire.input(), bytes);
    }

    private int fetchAll(int number, int requests) throws Exception {
        Random random = new Random(number);
        try (Wire wire = net.client(KEPT_ALIVE)) {
            for (int i = 0; i < requests; i++) {
                fetch(wire, SIZES[random.nextInt(SIZES.length)]);
            }
        }
        return requests;
    }

    @Test
    void shouldCarryOneResponseAfterTheOther() throws Exception {
        long before = net.count("of these by packets");

        Crowd.play(16, number -> fetchAll(number, 20));

        assertThat(net.count("of these by packets") - before).isGreaterThan(10_000_000);
    }

    /** Each is joined and handed back, as fast as the machine can. */
    @Test
    void shouldJoinAndHandBackAThousandTimes() throws Exception {
        net.ask("set tune.splice.debug_level 1");
        long since = System.nanoTime();
        Crowd.play(CLIENTS, number -> {
            try (Wire wire = net.client(KEPT_ALIVE)) {
                for (int i = 0; i < JOINED_EACH; i++) {
                    fetch(wire, JOINED_BYTES);
                }
            }
            return true;
        });
        double seconds = (System.nanoTime() - since) / (double) TimeUnit.SECONDS.toNanos(1);
        net.ask("set tune.splice.debug_level 0");
        System.out.printf("%,d bodies joined, %,.0f a second%n", told("joined"), told("joined") / seconds);
        assertThat(told("joined")) // whose numbers do not stand still for a moment goes through a pipe
                .isBetween(CLIENTS * JOINED_EACH * 9L / 10, (long) CLIENTS * JOINED_EACH);
        assertThat(told("handed back")).isEqualTo(told("joined"));
    }

    private long told(String what) {
        return net.log.lines().stream()
                .filter(line -> line.contains(": " + what))
                .count();
    }

    /** Whatever the last segment of a body is, the next response begins behind it. */
    @Test
    void shouldEndBodiesAtEveryByteAroundASegments() throws Exception {
        long before = net.count("of these by packets");
        int whole = LARGE_BYTES / SEGMENT_BYTES;
        Crowd.play(2, number -> {
            try (Wire wire = net.client(KEPT_ALIVE)) {
                for (int off = -1; off <= 1; off++) {
                    fetch(wire, Splicer.WORTH_JOINING_BYTES + off);
                }
                for (int off = -2; off <= 2; off++) {
                    fetch(wire, (whole + number) * SEGMENT_BYTES + off);
                }
            }
            return true;
        });
        assertThat(net.count("of these by packets")).isGreaterThan(before);
    }

    @ParameterizedTest
    @CsvSource({"client, 100", "client, 20", "server, 100", "server, 20"})
    void shouldCarryOverALossyPath(String which, int oneIn) throws Exception {
        for (String host : List.of(net.client, net.server)) { // so that losses are of segments
            Disturbance.sendSingleSegments(host);
        }
        Disturbance.loseArriving(net, which.equals("client") ? net.client : net.server, oneIn);
        Crowd.play(8, number -> fetchAll(number, 8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kept", "last"})
    void shouldEndAConnectionThatWasToBeClosed(String how) throws Exception {
        for (int i = 0; i < 20; i++) {
            try (Wire wire = net.client(CLOSED)) {
                ask(wire, how, 6_000_000);
                Bulk.read(wire.input(), 6_000_000);
                assertThat(wire.input().read()).as("the end").isNegative();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 300_000, 9_000_000})
    void shouldEndAResponseOfUnknownLengthWithItsConnection(int bytes) throws Exception {
        for (int i = 0; i < 10; i++) {
            try (Wire wire = net.client(KEPT_ALIVE)) {
                ask(wire, "end", bytes);
                Bulk.read(wire.input(), bytes);
                assertThat(wire.input().read()).as("the end").isNegative();
            }
        }
    }

    @Test
    void shouldDeliverWhatCameWhereTheServerEndsTooEarly() throws Exception {
        try (Wire wire = net.client(KEPT_ALIVE)) {
            ask(wire, "short", 6_000_000);
            Bulk.read(wire.input(), 6_000_000);
            assertThat(wire.input().read()).isNegative();
        }
    }

    @Test
    void shouldDeliverWhatWasAnnouncedAndNoMore() throws Exception {
        try (Wire wire = net.client(KEPT_ALIVE)) {
            ask(wire, "long", 6_000_000);
            Bulk.read(wire.input(), 6_000_000 - BulkServer.SURPLUS_BYTES);
            wire.patienceMs(300);
            assertThatThrownBy(() -> assertThat(wire.input().read()).isNegative())
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void shouldLeaveNothingBehind() throws Exception {
        fetchAll(7, 10);
        net.ask("set tune.splice.timeout_close 1");
        Serving.await(
                "the sockets of clients that have left",
                () -> PacketNet.sockets(net.proxy, "'( sport = :84 )'").isEmpty());
        Serving.await("the end of the pairs", () -> net.count("pairs") == 0);
    }
}
