package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sequence numbers turn around at 2^32, and comparisons of them turn their sign at 2^31: nothing notices. */
@TestInstance(Lifecycle.PER_CLASS)
class PacketWrapIT {
    /** More than 2^32. */
    private static final long ROUND_BYTES = 4_600_000_000L;

    /** Between 2^31 and 2^32: what has not moved seems to lie ahead. */
    private static final long HALF_ROUND_BYTES = 3_000_000_000L;

    private final PacketNet net = PacketNet.withEngines();

    PacketWrapIT() throws Exception {}

    @AfterAll
    void end() throws Exception {
        net.close();
    }

    @ParameterizedTest
    @EnumSource
    void shouldCarryMoreThanThereAreNumbers(End sender) throws Exception {
        try (Joined joined = net.carried(Engine.PACKET)) {
            joined.carry(sender.of(joined), ROUND_BYTES);
            joined.exchange();
            sender.of(joined).shutdownOutput();
            Joined.assertEnds(joined.other(sender.of(joined)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldResetBothEndsHalfTheRoundLater(End sender) throws Exception {
        try (Joined joined = net.carried(Engine.PACKET)) {
            joined.carry(sender.of(joined), HALF_ROUND_BYTES);
            net.fairlead().signal("KILL");
            for (Socket end : new Socket[] {joined.client(), joined.server()}) {
                end.setSoTimeout((int) Duration.ofSeconds(5).toMillis());
                assertThat(Joined.endAt(end)).isEqualTo(Wire.End.RESET);
            }
        }
        net.restart();
    }
}
