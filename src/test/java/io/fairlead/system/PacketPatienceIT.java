package io.fairlead.system;

import java.net.Socket;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Receivers that take their time, and connections on which nothing moves: with every engine, all at the same time. */
@TestInstance(Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
class PacketPatienceIT {
    private static final int BULK_BYTES = 20_000_000;
    private static final int DEAF_BYTES = 3_000_000;
    private static final int PART_BYTES = 1_000_003;
    private static final int PAUSE_SECONDS = 60;

    private final PacketNet net = PacketNet.withEngines("", "option tcpka");

    PacketPatienceIT() throws Exception {
        for (String host : List.of(net.client, net.proxy, net.server)) {
            PacketNet.set(host, "tcp_keepalive_time", "1");
            PacketNet.set(host, "tcp_keepalive_intvl", "1");
            PacketNet.set(host, "tcp_keepalive_probes", "3");
        }
        PacketNet.set(net.proxy, "tcp_retries2", "3"); // what waits for its acknowledgement in vain ends after seconds
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
    void shouldWaitAMinuteForOneThatReadsNothing(Engine engine, End receiving) throws Exception {
        try (Joined joined = net.carried(engine)) {
            Socket receiver = receiving.of(joined);
            Thread writer = Joined.send(joined.other(receiver), BULK_BYTES);
            Thread.sleep(PAUSE_SECONDS * 1000L);
            Bulk.read(receiver.getInputStream(), BULK_BYTES);
            writer.join();
            joined.exchange();
        }
    }

    /** From the first byte on: the process holds what the end that does not read has no room for. */
    @ParameterizedTest
    @MethodSource("enginesAndEnds")
    void shouldCarryFromOneThatReadsNothing(Engine engine, End deaf) throws Exception {
        for (int i = 0; i < 10; i++) {
            try (Joined joined = net.join(engine)) {
                Socket sender = deaf.of(joined);
                Thread writer = Joined.send(joined.other(sender), DEAF_BYTES);
                joined.carry(sender, DEAF_BYTES);
                Bulk.read(sender.getInputStream(), DEAF_BYTES);
                writer.join();
            }
        }
    }

    /** Its window closes and opens again and again. */
    @ParameterizedTest
    @MethodSource("enginesAndEnds")
    void shouldCarryToOneThatReadsSlowly(Engine engine, End receiving) throws Exception {
        try (Joined joined = net.carried(engine)) {
            Socket receiver = receiving.of(joined);
            Thread writer = Joined.send(joined.other(receiver), 20 * PART_BYTES);
            for (int i = 0; i < 20; i++) {
                Thread.sleep(100);
                Bulk.read(receiver.getInputStream(), PART_BYTES);
            }
            writer.join();
        }
    }

    /** The room is so small that the proxy's scale can hardly tell it. */
    @ParameterizedTest
    @MethodSource("enginesAndEnds")
    void shouldCarryToOneWithHardlyAnyRoom(Engine engine, End receiving) throws Exception {
        try (Joined joined = net.carried(engine)) {
            Socket receiver = receiving.of(joined);
            receiver.setReceiveBufferSize(2304);
            joined.carry(joined.other(receiver), 10_000);
            receiver.setReceiveBufferSize(1 << 20);
            joined.carry(joined.other(receiver), PART_BYTES);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldAnswerWhoAsksWhetherTheOtherIsThere(Engine engine) throws Exception {
        try (Joined joined = net.carried(engine)) {
            joined.client().setKeepAlive(true);
            joined.server().setKeepAlive(true);
            long asked = PacketNet.kernelCount(net.client, "TcpExtTCPKeepAlive");
            Serving.await(
                    "more than 5 probes", () -> PacketNet.kernelCount(net.client, "TcpExtTCPKeepAlive") > asked + 5);
            joined.exchange();
        }
    }

    /** {@code option tcpka} has the proxy's own sockets ask, whose packets the kernel no longer gives them. */
    @ParameterizedTest
    @EnumSource
    void shouldStayThoughTheProxyAsksToo(Engine engine) throws Exception {
        try (Joined joined = net.carried(engine)) {
            for (int i = 0; i < 5; i++) {
                Thread.sleep(3000);
                joined.exchange();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("enginesAndEnds")
    void shouldCarryOnLongAfterOneEndHasFinished(Engine engine, End first) throws Exception {
        try (Joined joined = net.carried(engine)) {
            Socket finishing = first.of(joined);
            Socket staying = joined.other(finishing);
            joined.carry(finishing, PART_BYTES);
            finishing.shutdownOutput();
            Joined.assertEnds(staying);
            for (int i = 0; i < 10; i++) {
                Thread.sleep(500);
                joined.carry(staying, 1000);
            }
            joined.carry(staying, PART_BYTES);
            staying.shutdownOutput();
            Joined.assertEnds(finishing);
        }
    }
}
