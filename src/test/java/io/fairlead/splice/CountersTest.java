package io.fairlead.splice;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.splice.Splice.Step;
import io.fairlead.splice.SpliceCounters.Fallback;
import org.junit.jupiter.api.Test;

/** The counters say exactly which engine carried what. */
@EveryEngine
class CountersTest extends EngineTest {
    CountersTest(Engine engine) {
        super(engine);
    }

    @Test
    void shouldCountEveryByteOnceAndForTheEngineThatCarriedIt() {
        Transfer transfer = rig.transfer(Long.MAX_VALUE);
        rig.turnUntil(() -> {
            transfer.from.send(3_000_000 - transfer.from.sent());
            transfer.to.receive();
            return transfer.to.received() == 3_000_000;
        });
        assertThat(rig.engine.carried(rig.counters)).isEqualTo(3_000_000);
        assertThat(rig.engine.carriedByOthers(rig.counters)).isZero();
        for (Fallback reason : Fallback.values()) {
            assertThat(rig.counters.fallbacks(reason)).as(reason.reason()).isZero();
        }
    }

    @Test
    void shouldCopyTransfersBelowTheThreshold() {
        Transfer small = rig.transfer(Splicer.WORTHWHILE_BYTES - 1);
        small.from.send(Splicer.WORTHWHILE_BYTES - 1);
        rig.drain(small);
        assertThat(small.step()).isEqualTo(Step.DONE);
        assertThat(rig.counters.bytesCopied.sum()).isEqualTo(Splicer.WORTHWHILE_BYTES - 1);
        assertThat(rig.counters.bytesSpliced.sum()).isZero();

        Transfer worthwhile = rig.after(small, Splicer.WORTHWHILE_BYTES);
        worthwhile.from.send(Splicer.WORTHWHILE_BYTES);
        rig.drain(worthwhile);
        boolean copies = rig.engine == Engine.COPY;
        assertThat((copies ? rig.counters.bytesCopied : rig.counters.bytesSpliced).sum())
                .isEqualTo(copies ? 2 * Splicer.WORTHWHILE_BYTES - 1 : Splicer.WORTHWHILE_BYTES);
    }

    @Test
    void shouldCarryWithEitherEngineAtTheSameTime() {
        Transfer first = rig.transfer(Long.MAX_VALUE);
        Transfer second = rig.transfer(Long.MAX_VALUE);
        rig.fillUp(first);
        rig.fillUp(second);
        assertThat(rig.held()).isEqualTo(2);
        first.from.finish();
        second.from.finish();
        rig.drain(first);
        assertThat(rig.held()).isEqualTo(1);
        rig.drain(second);
        assertThat(rig.held()).isZero();
        assertThat(rig.engine.carried(rig.counters)).isEqualTo(first.from.sent() + second.from.sent());
    }
}
