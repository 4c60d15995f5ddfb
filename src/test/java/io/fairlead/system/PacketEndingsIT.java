package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
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

    PacketEndingsIT() throws Exception {
        PacketNet.set(net.proxy, "tcp_retries2", "3"); // what waits for its acknowledgement in vain ends after seconds
    }

    @AfterAll
    void end() throws Exception {
        net.close();
    }

    @AfterEach
    void shouldLeaveNothingAtTheProxy() throws Exception {
        Serving.await("no socket left at the proxy", () -> PacketNet.sockets(net.proxy, "").isEmpty());
        assertThat(net.ask("show sess").lines().filter(line -> line.contains("proto=")).filter(line -> !line.contains("unix")))
                .isEmpty();
    }

    private enum End {
        CLIENT,
        SERVER;

        Socket of(Joined joined) {
            return this == CLIENT ? joined.client() : joined.server();
        }
    }

    static Stream<Arguments> enginesAndEnds() {
        return Stream.of(Engine.values()).flatMap(engine -> Stream.of(End.values()).map(end -> Arguments.of(engine, end)));
    }

    @ParameterizedTest
    @MethodSource("enginesAndEnds")
    void shouldCarryOnLongAfterOneEndHasFinished(Engine engine, End first) throws Exception {
        try (Joined joined = net.carried(engine)) {
            Socket finishing = first.of(joined);
            Socket staying = joined.other(finishing);
            joined.carry(finishing, BULK_BYTES);
            finishing.shutdownOutput();
            Joined.assertEnds(staying);
            for (int i = 0; i < 10; i++) {
                Thread.sleep(500);
                joined.carry(staying, 1000);
            }
            joined.carry(staying, BULK_BYTES);
            staying.shutdownOutput();
            Joined.assertEnds(finishing);
        }
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
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }
}
