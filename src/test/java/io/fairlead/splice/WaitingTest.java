package io.fairlead.splice;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.splice.Splice.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who waits sleeps until the side that it waits for moves, holds nothing that others could use, and then wakes. */
@EveryEngine
class WaitingTest extends EngineTest {
    private static final int MIB = 1 << 20;

    WaitingTest(Engine engine) {
        super(engine);
    }

    @Test
    void shouldTellADrySourceFromAFullVessel() {
        Transfer transfer = rig.transfer(Long.MAX_VALUE);
        transfer.from.send(10_000);
        rig.turnUntil(() -> transfer.to.receive() > 0 && transfer.to.received() == 10_000);
        assertThat(transfer.step()).isEqualTo(Step.AWAIT_SOURCE);
        assertThat(transfer.source.readable()).isFalse();

        rig.fillUp(transfer);
        assertThat(transfer.source.readable()).isTrue();
        assertThat(transfer.target.writable()).isFalse();
    }

    @Test
    void shouldNotNeedANewEventOfASourceThatWaitedForRoom() {
        Transfer transfer = rig.transfer(Long.MAX_VALUE);
        rig.fillUp(transfer);
        // the source says nothing new from here on: what lies in its socket must be fetched all the same
        rig.turnUntil(() -> {
            transfer.to.receive();
            return transfer.to.received() == transfer.from.sent();
        });
        assertThat(transfer.step()).isEqualTo(Step.AWAIT_SOURCE);
    }

    @Test
    void shouldWakeWhenTheSourceSpeaksAgain() {
        Transfer transfer = rig.transfer(Long.MAX_VALUE);
        for (int i = 0; i < 5; i++) {
            transfer.from.send(50_000);
            rig.turnUntil(() -> {
                transfer.to.receive();
                return transfer.to.received() == transfer.from.sent();
            });
            rig.settle();
            assertThat(transfer.step()).isEqualTo(Step.AWAIT_SOURCE);
        }
        assertThat(transfer.to.received()).isEqualTo(250_000);
    }

    @Test
    void shouldWakeWhenTheTargetTakesAgain() {
        Transfer transfer = rig.transfer(Long.MAX_VALUE);
        for (int i = 0; i < 3; i++) {
            rig.fillUp(transfer);
            long before = transfer.carried();
            transfer.to.receive();
            rig.turnUntil(() -> transfer.carried() > before);
        }
    }

    @Test
    void shouldSleepWhenBothDirectionsAreFull() {
        List<Transfer> both = rig.duplex();
        both.forEach(rig::fillUp);
        rig.settle();
        int advances = both.getFirst().advances() + both.getLast().advances();
        int events = 0;
        for (int i = 0; i < 40; i++) {
            events += rig.loop.turn(5); // TCP's own timers may cause one or two; who spins has some in every turn
        }
        assertThat(events).isLessThan(10);
        assertThat(both.getFirst().advances() + both.getLast().advances()).isLessThan(advances + 10);
    }

    @Test
    void shouldNotPingPongBetweenTwoFullDirections() {
        List<Transfer> both = rig.duplex();
        both.forEach(rig::fillUp);
        int advances = 0;
        for (Transfer way : both) {
            advances += way.advances();
        }
        // each read frees room once, so it may cause few steps, whatever the other direction does
        int reads = 0;
        for (int i = 0; i < 40; i++) {
            for (Transfer way : both) {
                way.to.receive(256 * 1024);
                reads++;
            }
            rig.settle();
        }
        for (Transfer way : both) {
            advances -= way.advances();
        }
        assertThat(-advances).isLessThan(reads * 8);
        both.forEach(way -> way.from.finish());
        both.forEach(way -> rig.turnUntil(() -> {
            both.forEach(other -> other.to.receive());
            return way.over() && way.to.received() == way.from.sent();
        }));
    }

    @Test
    void shouldHoldNothingWhileTheSourceIsSilent() {
        Transfer transfer = rig.transfer(Long.MAX_VALUE);
        rig.settle();
        assertThat(rig.held()).isZero();
        transfer.from.send(100_000);
        rig.turnUntil(() -> {
            transfer.to.receive();
            return transfer.to.received() == 100_000;
        });
        rig.settle();
        assertThat(rig.held()).isZero();
        rig.fillUp(transfer);
        assertThat(rig.held()).isEqualTo(1);
    }

    @Test
    void shouldYieldAfterItsShareOfATurn() throws InterruptedException {
        Transfer transfer = rig.transfer(Long.MAX_VALUE);
        try (Traffic traffic = new Traffic(transfer, Long.MAX_VALUE)) {
            rig.turnUntil(() -> transfer.yields() > 10 && transfer.carried() > 64 * MIB);
            assertThat(traffic.failure()).isNull();
        }
        assertThat(transfer.mostAtOnce()).isLessThanOrEqualTo(2 * MIB);
    }

    @Test
    void shouldNotYieldWhenItsShareWasAllThereIs() {
        Transfer transfer = rig.transfer(MIB);
        transfer.from.send(MIB);
        rig.drain(transfer);
        assertThat(transfer.step()).isEqualTo(Step.DONE);
        assertThat(transfer.yields()).isZero();
    }

    @Test
    void shouldServeOthersWhileABulkTransferRuns() throws InterruptedException {
        Transfer bulk = rig.transfer(Long.MAX_VALUE);
        Transfer small = rig.transfer(Long.MAX_VALUE);
        try (Traffic traffic = new Traffic(bulk, Long.MAX_VALUE)) {
            rig.turnUntil(() -> bulk.carried() > 10 * MIB);
            for (int i = 0; i < 200; i++) {
                small.from.send(1);
                rig.loop.turn(0);
                rig.loop.turn(0);
                assertThat(small.to.receive()).isEqualTo(1);
            }
            assertThat(traffic.failure()).isNull();
        }
    }
}
