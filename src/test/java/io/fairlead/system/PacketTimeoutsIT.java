package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Inactivity ends spliced sessions too, in time and with the right word in the log; what moves keeps them. */
@Execution(ExecutionMode.CONCURRENT)
class PacketTimeoutsIT {
    private static final long TIMEOUT_MS = 2000;
    private static final int TRICKLES = 12;

    @ParameterizedTest
    @EnumSource
    void shouldEndWhatIsIdleAndKeepWhatTrickles(End waiting) throws Exception {
        String which = waiting == End.CLIENT ? "client" : "server";
        String flags = waiting == End.CLIENT ? " cD " : " sD ";
        try (PacketNet net = PacketNet.withEngines("", "timeout " + which + " " + TIMEOUT_MS + "ms")) {
            List<Engine> engines = List.of(Engine.values());
            Crowd.play(2 * engines.size(), number -> {
                Engine engine = engines.get(number / 2);
                try (Joined joined = net.carried(engine)) {
                    if (number % 2 == 1) {
                        trickle(joined, waiting.of(joined));
                    }
                    expire(net, joined, flags);
                }
                return engine;
            });
        }
    }

    /** Longer than the timeout, what comes to the end whose timeout it is. */
    private static void trickle(Joined joined, Socket to) throws Exception {
        for (int i = 0; i < TRICKLES; i++) {
            Thread.sleep(TIMEOUT_MS / 4);
            joined.carry(joined.other(to), 1);
        }
    }

    private static void expire(PacketNet net, Joined joined, String flags) throws Exception {
        long since = System.nanoTime();
        Joined.endAt(joined.client());
        Joined.endAt(joined.server());
        long tookMs = (System.nanoTime() - since) / 1_000_000;
        assertThat(tookMs).isBetween(TIMEOUT_MS / 2, 5 * TIMEOUT_MS);
        assertThat(net.log.line(":" + joined.client().getLocalPort() + " ")).contains(flags);
    }
}
