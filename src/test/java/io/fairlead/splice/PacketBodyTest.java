package io.fairlead.splice;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.splice.Splice.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that the kernel carries between connections that go on: real sockets, every byte compared. */
class PacketBodyTest {
    private static final int MIB = 1 << 20;
    private static final long SHORT_BYTES = 1 << 16;
    private static final int BODIES = 5_000;

    private final Rig rig = new Rig(Engine.BODY);

    @AfterEach
    void end() {
        rig.close();
    }

    private void deliver(Transfer transfer, long bytes) {
        long before = transfer.from.sent();
        rig.turnUntil(() -> {
            transfer.from.send(before + bytes - transfer.from.sent());
            transfer.to.receive();
            return transfer.over();
        });
        rig.drain(transfer);
        assertThat(transfer.step()).isEqualTo(Step.DONE);
        assertThat(transfer.carried()).isEqualTo(bytes);
        assertThat(transfer.to.received()).isEqualTo(before + bytes);
    }

    @Test
    void shouldCarryOneBodyAfterTheOther() {
        Random random = new Random(4);
        Transfer transfer = rig.transfer(3 * MIB);
        deliver(transfer, 3 * MIB);
        for (int i = 0; i < 30; i++) {
            int bytes = 1 + random.nextInt(i % 3 == 0 ? 3 * MIB : 100_000);
            transfer = rig.after(transfer, bytes);
            deliver(transfer, bytes);
        }
        assertThat(rig.counters.bytesByPackets.sum()).isGreaterThan(10 * MIB);
    }

    /** Thousands of times on the same two connections, as fast as the machine can. */
    @Test
    void shouldJoinAndHandBackAgainAndAgain() {
        PacketSplicer packets = Objects.requireNonNull(rig.packets);
        packets.tunables().set(SpliceTunables.DEBUG_LEVEL, 1);
        List<String> told = new ArrayList<>();
        packets.report(told::add);
        long sinceNs = System.nanoTime();
        Transfer transfer = rig.transfer(SHORT_BYTES);
        deliver(transfer, SHORT_BYTES);
        for (int i = 1; i < BODIES; i++) {
            transfer = rig.after(transfer, SHORT_BYTES);
            deliver(transfer, SHORT_BYTES);
        }
        double seconds = (System.nanoTime() - sinceNs) / (double) TimeUnit.SECONDS.toNanos(1);
        System.out.printf("%,d bodies joined, %,.0f a second%n", BODIES, BODIES / seconds);
        assertThat(told).filteredOn(line -> line.endsWith(": joined")).hasSize(BODIES);
        assertThat(told).filteredOn(line -> line.contains(": handed back")).hasSize(BODIES);
        assertThat(rig.counters.bytesByPackets.sum()).isGreaterThan(BODIES * SHORT_BYTES / 2);
    }

    @Test
    void shouldTellOfEachBodyWhatTheKernelCarriedOfIt() {
        PacketSplicer packets = Objects.requireNonNull(rig.packets);
        packets.tunables().set(SpliceTunables.DEBUG_LEVEL, 2);
        List<String> told = new ArrayList<>();
        packets.report(told::add);
        Transfer transfer = rig.transfer(MIB);
        deliver(transfer, MIB);
        for (int bytes = 2 * MIB; bytes < 5 * MIB; bytes += MIB) {
            long before = rig.counters.bytesByPackets.sum();
            transfer = rig.after(transfer, bytes);
            deliver(transfer, bytes);
            long carried = rig.counters.bytesByPackets.sum() - before;
            assertThat(carried).isPositive();
            assertThat(told)
                    .last()
                    .asString()
                    .endsWith(
                            ": handed back, 0 bytes up, " + carried + " down, in ESTABLISHED, the kernel carried down");
        }
    }

    @Test
    void shouldCountWhatATunnelCarriesBehindABody() {
        Transfer body = rig.transfer(3 * MIB);
        deliver(body, 3 * MIB);
        body.close();
        try (Transfer up = rig.tunnel(body.target, body.to, body.source, body.from);
                Transfer down = rig.tunnel(body.source, body.from, body.target, body.to)) {
            rig.turnUntil(() -> {
                down.from.send(4 * MIB - down.from.sent());
                down.to.receive();
                return down.carried() >= MIB;
            });
            assertThat(down.carried()).isEqualTo(MIB);
            assertThat(up.carried()).isZero();
        }
    }

    @Test
    void shouldCarryToOneReceiverAfterTheOther() {
        Transfer transfer = rig.transfer(2 * MIB);
        deliver(transfer, 2 * MIB);
        for (int i = 0; i < 10; i++) {
            transfer = rig.elsewhere(transfer, 2 * MIB);
            deliver(transfer, 2 * MIB);
        }
        assertThat(rig.counters.bytesByPackets.sum()).isGreaterThan(MIB);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000, 65_536, 300_001, MIB, 3 * MIB})
    void shouldNeverTakeAByteBeyondTheBody(int bytes) {
        Transfer first = rig.transfer(bytes);
        rig.turnUntil(() -> {
            first.from.send(bytes + 5_000 - first.from.sent());
            first.to.receive();
            return first.over();
        });
        rig.drain(first);
        assertThat(first.step()).isEqualTo(Step.DONE);
        assertThat(first.to.received()).isEqualTo(bytes);

        Transfer rest = rig.after(first, 5_000);
        rest.advance(); // what lies there makes no new event
        rig.turnUntil(() -> {
            rest.from.send(bytes + 5_000 - rest.from.sent());
            return rest.over();
        });
        rig.drain(rest);
        assertThat(rest.to.received()).isEqualTo(bytes + 5_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 400_000, 5 * MIB})
    void shouldEndWithTheSource(int bytes) {
        Transfer transfer = rig.transfer(Long.MAX_VALUE);
        rig.turnUntil(() -> {
            transfer.from.send(bytes - transfer.from.sent());
            transfer.to.receive();
            return transfer.from.sent() == bytes;
        });
        transfer.from.finish();
        rig.drain(transfer);
        assertThat(transfer.step()).isEqualTo(Step.END);
        assertThat(transfer.to.received()).isEqualTo(bytes);
        assertThat(transfer.to.ended()).as("the receiver's connection goes on").isFalse();
    }

    @Test
    void shouldTellThatTheSourceEndedTooEarly() {
        Transfer transfer = rig.transfer(3 * MIB);
        rig.turnUntil(() -> {
            transfer.from.send(2 * MIB - transfer.from.sent());
            transfer.to.receive();
            return transfer.from.sent() == 2 * MIB;
        });
        transfer.from.close();
        rig.drain(transfer);
        assertThat(transfer.step()).isEqualTo(Step.END);
        assertThat(transfer.to.received()).isEqualTo(2 * MIB);
    }

    @Test
    void shouldTellThatTheSourceBroke() {
        Transfer transfer = rig.transfer(3 * MIB);
        transfer.from.send(MIB);
        rig.turnUntil(() -> transfer.to.receive() > 0);
        transfer.from.reset();
        rig.turnUntil(transfer::over);
        assertThat(transfer.step()).isEqualTo(Step.SOURCE_FAILED);
    }

    @Test
    void shouldTellThatTheReceiverBroke() {
        Transfer transfer = rig.transfer(3 * MIB);
        transfer.from.send(MIB);
        rig.turnUntil(() -> transfer.to.receive() > 0);
        transfer.to.reset();
        rig.turnUntil(transfer::over);
        assertThat(transfer.step()).isEqualTo(Step.TARGET_FAILED);
    }

    @Test
    void shouldCarryTheOtherWayMeanwhile() {
        Transfer body = rig.transfer(4 * MIB);
        body.from.send(MIB);
        rig.turnUntil(() -> body.to.receive() > 0);
        rig.fillUp(body);

        body.to.send(10); // as a client that asks for more before it has all
        rig.turnUntil(body.target::readable);

        rig.turnUntil(() -> {
            body.from.send(4 * MIB - body.from.sent());
            body.to.receive();
            return body.over();
        });
        rig.drain(body);
        assertThat(body.step()).isEqualTo(Step.DONE);
        assertThat(body.to.received()).isEqualTo(4 * MIB);
    }
}
