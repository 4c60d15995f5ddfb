package io.fairlead.splice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.linux.Memory;
import io.fairlead.splice.Splice.Step;
import io.fairlead.splice.SplicedPair.Phase;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** How long pairs stay as they are, and what is told of them. */
class PairTimesTest {
    private static final int BYTES = 100_000;

    private final Rig rig = new Rig(Engine.PACKET);
    private final PacketSplicer packets = Objects.requireNonNull(rig.packets);
    private final SpliceTunables tunables = packets.tunables();
    private final List<Transfer> ways = rig.duplex();
    private final Transfer up = ways.getFirst();
    private final Transfer down = ways.getLast();

    @AfterEach
    void end() {
        rig.close();
    }

    /** Sends both ways until the kernel carries both. */
    private void carryBytes() {
        for (Transfer way : ways) {
            long wanted = way.from.sent() + BYTES;
            rig.turnUntil(() -> {
                way.from.send(wanted - way.from.sent());
                way.to.receive();
                return way.to.received() == wanted;
            });
        }
    }

    /** The same until the kernel has carried both ways. */
    private void carryByPackets() {
        do {
            carryBytes();
        } while (pair().bytesUp() == 0 || pair().bytesDown() == 0);
    }

    private SplicedPair pair() {
        return packets.pairs().getFirst();
    }

    private void finishBoth() {
        ways.forEach(way -> way.from.finish());
        ways.forEach(rig::drain);
        close();
    }

    private void close() {
        ways.forEach(Transfer::close);
        up.source.close();
        up.target.close();
    }

    @Test
    void shouldEndAPairThroughWhichNothingPasses() {
        carryBytes();
        assertThat(pair().phase()).isEqualTo(Phase.ESTABLISHED);
        assertThat(pair().expiresMs()).isBetween(1L, 900_000L);

        tunables.set("timeout_established", 1);
        rig.turnUntil(() -> up.over() && down.over());

        assertThat(up.step()).isEqualTo(Step.EXPIRED);
        assertThat(down.step()).isEqualTo(Step.EXPIRED);
        close();
        for (Transfer way : ways) { // a reset that both accept
            assertThatThrownBy(() -> rig.turnUntil(() -> way.to.receive() < 0))
                    .rootCause()
                    .hasMessage("Connection reset");
        }
        rig.turnUntil(() -> packets.pairs().isEmpty());
    }

    @Test
    void shouldKeepAPairThroughWhichPacketsPass() {
        tunables.set("timeout_established", 4);
        carryBytes();

        rig.turnUntil(() -> {
            up.from.send(1);
            down.to.receive();
            up.to.receive();
            return pair().ageMs() > 6_000;
        });

        assertThat(up.over()).isFalse();
        assertThat(pair().expiresMs()).isPositive();
    }

    @Test
    void shouldCountWhatTheKernelCarriesWhileItDoes() {
        carryBytes();
        carryBytes();

        rig.turnUntil(() -> up.carried() == up.from.sent() && down.carried() == down.from.sent());

        assertThat(rig.counters.bytesSpliced.sum()).isEqualTo(4 * BYTES);
    }

    @Test
    void shouldListAPairThatIsOverUntilItsTimeIs() {
        carryByPackets();
        finishBoth();
        assertThat(pair().phase()).isEqualTo(Phase.CLOSE);
        assertThat(pair().expiresMs()).isBetween(1L, 10_000L);
        assertThat(pair().bytesUp()).isBetween(1L, up.from.sent()); // the rest was the process's

        tunables.set("timeout_close", 1);

        rig.turnUntil(() -> packets.pairs().isEmpty());
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void shouldCountDownFromThePhasesOwnTime(Phase phase) {
        ByteBuffer slot = Memory.allocate(Layout.of("pair"));
        PacketPair pair = new PacketPair(slot, 0);
        pair.reset();
        pair.state(PairState.SPLICED);
        slot.putInt(Layout.of("pair.phase"), List.of(Phase.values()).indexOf(phase));
        String name = "timeout_" + phase.name().toLowerCase(Locale.ROOT).replace("_", "");
        assertThat(Objects.requireNonNull(pair.describe(tunables)).expiresMs())
                .isBetween(1000L * tunables.get(name) - 5_000, 1000L * tunables.get(name));

        tunables.set(name, 5_000);

        SplicedPair described = Objects.requireNonNull(pair.describe(tunables));
        assertThat(described.phase()).isEqualTo(phase);
        assertThat(described.expiresMs()).isBetween(4_900_000L, 5_000_000L);
    }

    @Test
    void shouldTellOfPairsWhatTheLevelAsks() {
        List<String> told = new ArrayList<>();
        packets.report(told::add);
        tunables.set("debug_level", 1);
        List<Transfer> others = rig.duplex();
        assertThat(told).hasSize(1).first().asString().matches("splice( 127\\.0\\.0\\.1:\\d+){4}: joined");
        others.forEach(Transfer::close);
        assertThat(told).hasSize(2).last().asString().endsWith(": left to the process, 0 bytes up, 0 down");

        tunables.set("debug_level", 2);
        carryBytes();
        finishBoth();
        assertThat(told)
                .hasSize(3)
                .last()
                .asString()
                .matches("splice .*: closed, \\d+ bytes up, \\d+ down, in CLOSE, the kernel carried both ways");

        tunables.set("debug_level", 0);
        rig.duplex();
        assertThat(told).hasSize(3);
    }
}
