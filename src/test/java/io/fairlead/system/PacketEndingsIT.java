package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How spliced connections end: every way that TCP knows, with every engine. Nothing is lost, nothing is left. */
@TestInstance(Lifecycle.PER_CLASS)
class PacketEndingsIT {
    private static final int BULK_BYTES = 3_000_000;

    private final PacketNet net = PacketNet.withEngines();

    PacketEndingsIT() throws Exception {}

    @AfterAll
    void end() throws Exception {
        net.close();
    }

    @AfterEach
    void shouldLeaveNothingAtTheProxy() throws Exception {
        Serving.await(
                "no socket left at the proxy",
                () -> PacketNet.sockets(net.proxy, "").isEmpty());
        assertThat(net.ask("show sess")
                        .lines()
                        .filter(line -> line.contains("proto="))
                        .filter(line -> !line.contains("unix")))
                .isEmpty();
    }

    static Stream<Arguments> enginesAndEnds() {
        return End.withEngines();
    }

    @ParameterizedTest
    @EnumSource
    void shouldEndBothWaysAtOnce(Engine engine) throws Exception {
        for (int i = 0; i < 50; i++) {
            try (Joined joined = net.carried(engine)) {
                Thread other = Thread.ofPlatform().start(() -> finish(joined.server()));
                finish(joined.client());
                other.join();
                Joined.assertEnds(joined.client());
                Joined.assertEnds(joined.server());
            }
        }
    }

    private static void finish(Socket end) {
        try {
            end.shutdownOutput();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("enginesAndEnds")
    void shouldPassOnAResetByOneThatIsSentData(Engine engine, End first) throws Exception {
        for (int i = 0; i < 10; i++) {
            try (Joined joined = net.carried(engine)) {
                Socket resetting = first.of(joined);
                Socket other = joined.other(resetting);
                Thread reader = Thread.ofPlatform().start(() -> readThenReset(resetting));
                assertThatThrownBy(() -> Bulk.write(other.getOutputStream(), Long.MAX_VALUE))
                        .isInstanceOf(SocketException.class);
                reader.join();
            }
        }
    }

    private static void readThenReset(Socket end) {
        try {
            Bulk.read(end.getInputStream(), BULK_BYTES);
            Joined.reset(end);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("enginesAndEnds")
    void shouldPassOnAResetByOneThatHasSentData(Engine engine, End first) throws Exception {
        for (int i = 0; i < 10; i++) {
            try (Joined joined = net.carried(engine)) {
                Socket resetting = first.of(joined);
                Bulk.write(resetting.getOutputStream(), 10_000 + 40_000 * i);
                Joined.reset(resetting);
                assertReset(engine, joined.other(resetting));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("enginesAndEnds")
    void shouldPassOnAResetOfAnIdleConnection(Engine engine, End first) throws Exception {
        for (int i = 0; i < 10; i++) {
            try (Joined joined = net.carried(engine)) {
                Joined.reset(first.of(joined));
                assertReset(engine, joined.other(first.of(joined)));
            }
        }
    }

    /** Who only reads does not ask. */
    @ParameterizedTest
    @EnumSource
    void shouldRepeatAResetThatIsLost(End first) throws Exception {
        String deaf = first == End.CLIENT ? net.server : net.client;
        try (Joined joined = net.carried(Engine.PACKET)) {
            Disturbance.loseResets(net, deaf);
            Joined.reset(first.of(joined));
            assertReset(Engine.PACKET, joined.other(first.of(joined)));
        } finally {
            Disturbance.mend(deaf);
        }
    }

    /** By packets it is the reset itself that arrives; the process may end the other connection in another way. */
    private static void assertReset(Engine engine, Socket end) throws IOException {
        Wire.End how = Joined.endAt(end);
        assertThat(engine != Engine.PACKET || how == Wire.End.RESET)
                .as(how.toString())
                .isTrue();
    }

    /** Its stack sends a reset behind the FIN. */
    @ParameterizedTest
    @MethodSource("enginesAndEnds")
    void shouldPassOnTheEndOfOneThatHasNotReadAll(Engine engine, End first) throws Exception {
        for (int i = 0; i < 10; i++) {
            try (Joined joined = net.carried(engine)) {
                Socket closing = first.of(joined);
                Socket other = joined.other(closing);
                other.getOutputStream().write(new byte[100_000]);
                closing.getInputStream().skipNBytes(1);
                closing.close();
                Serving.await("an end for the other", () -> refuses(other));
            }
        }
    }

    private static boolean refuses(Socket end) {
        try {
            end.getOutputStream().write(0);
            return false;
        } catch (IOException _) {
            return true;
        }
    }

    /** What waits for room when the end is said goes with it in one segment. */
    @ParameterizedTest
    @MethodSource("enginesAndEnds")
    void shouldCarryTheLastBytesWithTheEnd(Engine engine, End first) throws Exception {
        for (int i = 0; i < 20; i++) {
            try (Joined joined = net.carried(engine)) {
                Socket finishing = first.of(joined);
                Socket other = joined.other(finishing);
                finishing.setTcpNoDelay(false);
                Bulk.write(finishing.getOutputStream(), 200_001);
                finishing.shutdownOutput();
                Bulk.read(other.getInputStream(), 200_001);
                Joined.assertEnds(other);
                joined.carry(other, 1000);
            }
        }
    }

    /** A client may come back with its port before the time of its last pair is over. */
    @Test
    void shouldForgetAPairWhoseAddressesANewConnectionHas() throws Exception {
        long pid = net.fairlead().pid();
        Serving.await("no flow from before", () -> KernelMap.entries(pid) == 0);
        int port;
        try (Joined joined = net.carried(Engine.PACKET)) {
            port = joined.client().getLocalPort();
            finish(joined.server()); // who finishes first waits, and the client is to come back
            Joined.assertEnds(joined.client());
            finish(joined.client());
            Joined.assertEnds(joined.server());
        }
        Serving.await("its sockets' end", () -> PacketNet.sockets(net.proxy, "").isEmpty());
        assertThat(KernelMap.entries(pid)).as("both its ways").isEqualTo(2);

        try (Socket again = Netns.on(net.client, () -> connectFrom(port))) {
            net.accept().close();
            Joined.assertEnds(again);
        }

        Serving.await("no flow left", () -> KernelMap.entries(pid) == 0);
    }

    private static Socket connectFrom(int port) throws IOException {
        Socket socket = new Socket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(port));
        socket.connect(new InetSocketAddress(PacketNet.PROXY, Engine.PACKET.port));
        return socket;
    }
}
