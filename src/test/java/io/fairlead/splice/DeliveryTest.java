package io.fairlead.splice;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.splice.Splice.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every byte arrives, once, in order, and none that was not asked for. */
@EveryEngine
class DeliveryTest extends EngineTest {
    private static final int MIB = 1 << 20;

    DeliveryTest(Engine engine) {
        super(engine);
    }

    @Test
    void shouldDeliverWhatTheSourceSends() {
        Transfer transfer = rig.transfer(Long.MAX_VALUE);
        sendAll(transfer, 5 * MIB);
        rig.turnUntil(() -> transfer.to.receive() == 0 && transfer.step() == Step.AWAIT_SOURCE);
        assertThat(transfer.to.received()).isEqualTo(5 * MIB);
        assertThat(transfer.carried()).isEqualTo(5 * MIB);
    }

    @Test
    void shouldCarryOneByteAtATime() {
        Transfer transfer = rig.transfer(Long.MAX_VALUE);
        for (int i = 1; i <= 2_000; i++) {
            int count = i;
            transfer.from.send(1);
            rig.turnUntil(() -> transfer.to.receive() == 1);
            assertThat(transfer.carried()).isEqualTo(count);
        }
        assertThat(transfer.step()).isEqualTo(Step.AWAIT_SOURCE);
    }

    @Test
    void shouldCarryThroughTinySocketBuffers() {
        Transfer transfer = rig.transfer(300_000, 1, 1);
        rig.turnUntil(() -> {
            transfer.from.send(300_000 - transfer.from.sent());
            transfer.to.receive();
            return transfer.to.received() == 300_000;
        });
        assertThat(transfer.step()).isEqualTo(Step.DONE);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {1, 4_095, 4_096, 4_097, 16_383, 16_384, 16_385, 65_536, 65_537, MIB - 1, MIB, MIB + 1, 3 * MIB})
    void shouldNeverTakeAByteBeyondTheLimit(int limit) {
        Transfer first = rig.transfer(limit);
        sendAll(first, limit + 5_000);
        rig.drain(first);
        assertThat(first.step()).isEqualTo(Step.DONE);
        assertThat(first.to.received()).isEqualTo(limit);
        assertThat(first.carried()).isEqualTo(limit);

        // what follows is the next message's, whole and in its place
        Transfer second = rig.after(first, 5_000);
        second.advance();
        rig.drain(second);
        assertThat(second.step()).isEqualTo(Step.DONE);
        assertThat(second.to.received()).isEqualTo(limit + 5_000);
    }

    @Test
    void shouldTakeNothingWhenTheLimitIsZero() {
        Transfer none = rig.transfer(0);
        sendAll(none, 100);
        rig.turnUntil(none::over);
        assertThat(none.step()).isEqualTo(Step.DONE);
        Transfer rest = rig.after(none, 100);
        rest.advance();
        rig.drain(rest);
        assertThat(rest.to.received()).isEqualTo(100);
    }

    @Test
    void shouldNotLetALastSmallBlockOvertakeWhatIsHeld() {
        Transfer transfer = rig.transfer(Long.MAX_VALUE);
        rig.fillUp(transfer);
        transfer.to.receive(100_000);
        sendAll(transfer, 10);
        transfer.from.finish();
        rig.drain(transfer); // the receiver checks the order
        assertThat(transfer.to.received()).isEqualTo(transfer.from.sent());
    }

    @Test
    void shouldCountOnlyBytesThatLeft() {
        Transfer transfer = rig.transfer(Long.MAX_VALUE);
        rig.fillUp(transfer);
        transfer.close();
        transfer.target.shutdownWrite();
        rig.turnUntil(() -> {
            transfer.to.receive();
            return transfer.to.ended();
        });
        assertThat(transfer.carried()).isEqualTo(transfer.to.received()).isLessThan(transfer.from.sent());
        assertThat(rig.engine.carried(rig.counters)).isEqualTo(transfer.carried());
    }

    @Test
    void shouldCarryBothWaysAtOnce() {
        var both = rig.duplex();
        for (int block = 1; block <= 8; block++) {
            long total = (long) block * MIB;
            rig.turnUntil(() -> both.stream().allMatch(way -> {
                way.from.send(total - way.from.sent());
                way.to.receive();
                return way.to.received() == total;
            }));
        }
        assertThat(both).extracting(Transfer::step).containsOnly(Step.AWAIT_SOURCE);
    }

    /** Has the source send, turning the loop and receiving at the target when its socket takes no more. */
    private void sendAll(Transfer transfer, long count) {
        long until = transfer.from.sent() + count;
        rig.turnUntil(() -> {
            transfer.from.send(until - transfer.from.sent());
            if (transfer.from.sent() < until) {
                transfer.to.receive();
            }
            return transfer.from.sent() == until;
        });
    }
}
