package io.fairlead.splice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever becomes of a transfer, every descriptor is closed. */
@EveryEngine
class DescriptorsTest {
    enum Fate {
        DELIVERED,
        SOURCE_BROKEN,
        TARGET_BROKEN,
        CUT_SHORT
    }

    private final Engine engine;

    DescriptorsTest(Engine engine) {
        this.engine = engine;
    }

    @ParameterizedTest
    @EnumSource
    void shouldLeaveNoDescriptorOpen(Fate fate) {
        meet(fate); // what the machine opens once and keeps
        int before = descriptors();
        for (int i = 0; i < 5; i++) {
            meet(fate);
        }
        assertThat(descriptors()).isEqualTo(before);
    }

    private void meet(Fate fate) {
        try (Rig rig = new Rig(engine)) {
            Transfer transfer = rig.transfer(Long.MAX_VALUE);
            rig.fillUp(transfer);
            switch (fate) {
                case DELIVERED -> transfer.from.finish();
                case SOURCE_BROKEN -> transfer.from.reset();
                case TARGET_BROKEN -> transfer.to.reset();
                case CUT_SHORT -> transfer.close();
            }
            if (fate == Fate.TARGET_BROKEN) {
                rig.turnUntil(transfer::over);
            } else if (fate != Fate.CUT_SHORT) {
                rig.drain(transfer);
            }
        }
    }

    private static int descriptors() {
        return Objects.requireNonNull(new File("/proc/self/fd").list()).length;
    }
}
