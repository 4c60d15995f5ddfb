package io.fairlead.splice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;

/** What every test of an engine begins and ends with. */
abstract class EngineTest {
    final Rig rig;

    EngineTest(Engine engine) {
        rig = new Rig(engine);
    }

    @AfterEach
    void shouldLeaveNothingBehind() {
        rig.close();
        assertThat(rig.counters.pipesInUse).hasValue(0);
        assertThat(rig.counters.pipesFree).hasValue(0);
        assertThat(rig.buffers.borrowed()).isZero();
    }
}
