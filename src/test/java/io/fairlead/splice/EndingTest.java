package io.fairlead.splice;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.splice.Splice.Step;
import org.junit.jupiter.api.Test;

/** However a connection ends, what came before is delivered, and the end is told after it. */
@EveryEngine
class EndingTest extends EngineTest {
    EndingTest(Engine engine) {
        super(engine);
    }

    @Test
    void shouldDeliverLastBytesWhenSourceClosesAtOnce() {
        Transfer transfer = rig.transfer(Long.MAX_VALUE);
        transfer.from.send(1_000_000);
        transfer.from.close();
        rig.drain(transfer);
        assertThat(transfer.step()).isEqualTo(Step.END);
        assertThat(transfer.to.received()).isEqualTo(transfer.from.sent());
    }

    @Test
    void shouldNotForgetTheEndThatComesWithTheLastBytes() {
        Transfer transfer = rig.transfer(Long.MAX_VALUE);
        transfer.from.send(10);
        transfer.from.finish(); // one event tells of both
        rig.drain(transfer);
        assertThat(transfer.step()).isEqualTo(Step.END);
        assertThat(transfer.to.received()).isEqualTo(10);
    }

    @Test
    void shouldSeeAnEndThatComesLongAfterTheLastBytes() {
        Transfer transfer = rig.transfer(Long.MAX_VALUE);
        transfer.from.send(10);
        rig.turnUntil(() -> transfer.to.receive() == 10);
        rig.settle();
        assertThat(transfer.step()).isEqualTo(Step.AWAIT_SOURCE);
        transfer.from.finish();
        rig.turnUntil(transfer::over);
        assertThat(transfer.step()).isEqualTo(Step.END);
    }

    @Test
    void shouldCarryNothingFromASourceThatEndsAtOnce() {
        Transfer transfer = rig.transfer(Long.MAX_VALUE);
        transfer.from.close();
        rig.turnUntil(transfer::over);
        assertThat(transfer.step()).isEqualTo(Step.END);
        assertThat(transfer.carried()).isZero();
    }

    @Test
    void shouldKeepHeldBytesWhenSourceEndsAndTargetIsSlow() {
        Transfer transfer = rig.transfer(Long.MAX_VALUE, 0, 4_096);
        rig.fillUp(transfer);
        transfer.from.close();
        rig.settle();
        assertThat(transfer.step()).isEqualTo(Step.AWAIT_TARGET); // the end waits behind what is held
        rig.turnUntil(() -> {
            transfer.to.receive(50_000);
            return transfer.over();
        });
        assertThat(transfer.step()).isEqualTo(Step.END);
        assertThat(transfer.carried()).isEqualTo(transfer.from.sent());
        rig.drain(transfer);
        assertThat(transfer.to.received()).isEqualTo(transfer.from.sent());
    }

    @Test
    void shouldGoOnWhenTheTargetEndsItsOwnDirection() {
        Transfer transfer = rig.transfer(500_000);
        transfer.to.finish();
        rig.turnUntil(transfer.target::peerClosing);
        rig.turnUntil(() -> {
            transfer.from.send(500_000 - transfer.from.sent());
            transfer.to.receive();
            return transfer.over();
        });
        assertThat(transfer.step()).isEqualTo(Step.DONE);
        rig.drain(transfer);
        assertThat(transfer.to.received()).isEqualTo(500_000);
    }

    @Test
    void shouldCarryOneWayAfterTheOtherHasEnded() {
        var both = rig.duplex();
        Transfer there = both.getFirst();
        Transfer back = both.getLast();
        there.from.finish();
        rig.turnUntil(there::over);
        there.target.shutdownWrite();
        rig.turnUntil(() -> there.to.receive() == 0 && there.to.ended());
        back.from.send(100_000);
        back.from.close();
        rig.drain(back);
        assertThat(back.step()).isEqualTo(Step.END);
        assertThat(back.to.received()).isEqualTo(back.from.sent());
    }

    @Test
    void shouldDeliverWhatCameBeforeTheSourceBroke() {
        Transfer transfer = rig.transfer(Long.MAX_VALUE);
        transfer.from.send(20_000);
        transfer.from.reset();
        rig.drain(transfer);
        assertThat(transfer.step()).isEqualTo(Step.SOURCE_FAILED);
        assertThat(transfer.to.received()).isEqualTo(20_000);
    }

    @Test
    void shouldDeliverHeldBytesWhenTheSourceBreaksAndTheTargetIsSlow() {
        Transfer transfer = rig.transfer(Long.MAX_VALUE);
        rig.fillUp(transfer);
        long leftBefore = transfer.carried();
        transfer.from.reset();
        rig.settle();
        assertThat(transfer.step()).isEqualTo(Step.AWAIT_TARGET);
        rig.drain(transfer);
        assertThat(transfer.step()).isEqualTo(Step.SOURCE_FAILED);
        assertThat(transfer.to.received()).isEqualTo(transfer.carried()).isGreaterThan(leftBefore);
    }

    @Test
    void shouldFailWhenTheTargetBreaksWhileBytesAreHeld() {
        Transfer transfer = rig.transfer(Long.MAX_VALUE);
        rig.fillUp(transfer);
        transfer.to.reset();
        rig.turnUntil(transfer::over);
        assertThat(transfer.step()).isEqualTo(Step.TARGET_FAILED);
        transfer.close();
        assertThat(rig.held()).isZero();
        assertThat(rig.counters.pipesFree).hasValue(0);
    }

    @Test
    void shouldFailWhenSendingAfterOurOwnEnd() {
        Transfer transfer = rig.transfer(Long.MAX_VALUE);
        rig.settle();
        transfer.target.shutdownWrite();
        transfer.from.send(10_000);
        rig.turnUntil(transfer::over); // EPIPE, and no SIGPIPE that would end the process
        assertThat(transfer.step()).isEqualTo(Step.TARGET_FAILED);
        assertThat(transfer.carried()).isZero();
    }
}
