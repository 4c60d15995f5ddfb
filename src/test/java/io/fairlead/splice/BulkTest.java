package io.fairlead.splice;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.splice.Splice.Step;
import org.junit.jupiter.api.Test;

/** Objects that no 32-bit number counts. */
@EveryEngine
class BulkTest extends EngineTest {
    private static final long MORE_THAN_FOUR_GIB = (4L << 30) + 12_345;

    BulkTest(Engine engine) {
        super(engine);
    }

    @Test
    void shouldCarryMoreThanFourGiB() throws InterruptedException {
        Transfer transfer = rig.transfer(MORE_THAN_FOUR_GIB);
        try (Traffic traffic = new Traffic(transfer, MORE_THAN_FOUR_GIB)) {
            while (!transfer.over()) {
                assertThat(rig.loop.turn(10_000))
                        .as("events within ten seconds")
                        .isPositive();
            }
            transfer.target.shutdownWrite();
            traffic.join();
            assertThat(traffic.failure()).isNull();
        }
        assertThat(transfer.step()).isEqualTo(Step.DONE);
        assertThat(transfer.carried()).isEqualTo(MORE_THAN_FOUR_GIB);
        assertThat(transfer.to.received()).isEqualTo(MORE_THAN_FOUR_GIB);
        assertThat(rig.engine.carried(rig.counters)).isEqualTo(MORE_THAN_FOUR_GIB);
    }
}
