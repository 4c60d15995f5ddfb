package io.fairlead.splice;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.linux.EventFd;
import io.fairlead.splice.Splice.Step;
import io.fairlead.splice.SpliceCounters.Fallback;
import org.junit.jupiter.api.Test;

/** Pipes are scarce, shared one after another, and never carry a byte from one session to the next. */
class PipesTest extends EngineTest {
    PipesTest() {
        super(Engine.PIPE);
    }

    @Test
    void shouldDestroyAPipeThatHoldsBytes() {
        Transfer victim = rig.transfer(Long.MAX_VALUE);
        rig.fillUp(victim);
        victim.close();
        assertThat(rig.counters.pipesInUse).hasValue(0);
        assertThat(rig.counters.pipesFree).hasValue(0);

        Transfer next = rig.transfer(Long.MAX_VALUE); // its receiver would see bytes of the other
        next.from.send(100_000);
        next.from.finish();
        rig.drain(next);
        assertThat(next.to.received()).isEqualTo(100_000);
    }

    @Test
    void shouldDestroyAPipeWhoseTargetBroke() {
        Transfer transfer = rig.transfer(Long.MAX_VALUE);
        rig.fillUp(transfer);
        transfer.to.reset();
        rig.turnUntil(transfer::over);
        transfer.close();
        assertThat(rig.counters.pipesInUse).hasValue(0);
        assertThat(rig.counters.pipesFree).hasValue(0);
    }

    @Test
    void shouldUseAnEmptyPipeAgain() {
        Transfer first = rig.transfer(50_000);
        first.from.send(50_000);
        rig.drain(first);
        assertThat(rig.counters.pipesInUse).hasValue(0);
        assertThat(rig.counters.pipesFree).hasValue(1);

        Transfer second = rig.transfer(Long.MAX_VALUE);
        rig.fillUp(second);
        assertThat(rig.counters.pipesInUse).hasValue(1);
        assertThat(rig.counters.pipesFree).hasValue(0);
    }

    @Test
    void shouldNeverBringSplicedBytesIntoTheProcess() {
        // buffers without a byte of room: what went through one could not have moved
        try (Rig blind = new Rig(Engine.PIPE, 0, Rig.MAX_PIPES)) {
            Transfer transfer = blind.transfer(Long.MAX_VALUE);
            blind.turnUntil(() -> {
                transfer.from.send(10_000_000 - transfer.from.sent());
                transfer.to.receive();
                return transfer.to.received() == 10_000_000;
            });
            assertThat(blind.counters.bytesSpliced.sum()).isEqualTo(10_000_000);
            assertThat(blind.counters.bytesCopied.sum()).isZero();
            assertThat(blind.buffers.borrowed()).isZero();
        }
    }

    @Test
    void shouldCopyWhenMaxpipesIsReached() {
        try (Rig small = new Rig(Engine.PIPE, Rig.BUFFER_BYTES, 1)) {
            Transfer first = small.transfer(Long.MAX_VALUE);
            Transfer second = small.transfer(Long.MAX_VALUE);
            small.fillUp(first);
            small.fillUp(second);
            assertThat(small.counters.pipesInUse).hasValue(1);
            assertThat(small.buffers.borrowed()).isEqualTo(1);
            assertThat(small.counters.fallbacks(Fallback.NO_PIPE)).isPositive();
            assertThat(small.counters.bytesCopied.sum()).isEqualTo(second.carried());
            assertThat(small.counters.bytesSpliced.sum()).isEqualTo(first.carried());
            first.from.finish();
            second.from.finish();
            small.drain(first);
            small.drain(second);
            assertThat(second.to.received()).isEqualTo(second.from.sent());
        }
    }

    @Test
    void shouldSpliceAgainOnceAPipeIsFree() {
        try (Rig small = new Rig(Engine.PIPE, Rig.BUFFER_BYTES, 1)) {
            Transfer first = small.transfer(Long.MAX_VALUE);
            Transfer second = small.transfer(Long.MAX_VALUE);
            small.fillUp(first);
            second.from.send(10_000);
            small.turnUntil(() -> second.to.receive() == 0 && second.to.received() == 10_000);
            assertThat(small.counters.bytesCopied.sum()).isEqualTo(10_000);
            first.close(); // destroys the pipe, which makes room for another
            small.fillUp(second);
            assertThat(small.counters.bytesCopied.sum()).isEqualTo(10_000);
            assertThat(small.counters.pipesInUse).hasValue(1);
        }
    }

    @Test
    void shouldCopyWithoutAnyPipe() {
        try (Rig none = new Rig(Engine.PIPE, Rig.BUFFER_BYTES, 0)) {
            Transfer transfer = none.transfer(200_000);
            none.turnUntil(() -> {
                transfer.from.send(200_000 - transfer.from.sent());
                transfer.to.receive();
                return transfer.to.received() == 200_000;
            });
            assertThat(none.counters.bytesCopied.sum()).isEqualTo(200_000);
        }
    }

    @Test
    void shouldCopyFromADescriptorThatRefusesSplicing() {
        Transfer transfer = rig.transfer(Long.MAX_VALUE);
        EventFd refusing = new EventFd(); // the channel closes it
        refusing.signal();
        NearEnd source = new NearEnd(rig.loop, refusing.fd());
        rig.turnUntil(source::readable);
        try (Splice splice = rig.splicer.open(source, transfer.target, Long.MAX_VALUE, true)) {
            assertThat(splice.carry()).isEqualTo(Step.SOURCE_FAILED); // and recv(2) wants a socket
        }
        source.close();
        assertThat(rig.counters.fallbacks(Fallback.NOT_SUPPORTED)).isEqualTo(1);
        assertThat(rig.counters.pipesFree).hasValue(1);
        assertThat(rig.buffers.borrowed()).isZero();
    }
}
