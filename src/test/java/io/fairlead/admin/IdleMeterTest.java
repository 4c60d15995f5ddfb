package io.fairlead.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.loop.Clock;
import io.fairlead.loop.Loop;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdleMeterTest implements Clock {
    private long nowNs;

    @Override
    public long nanoTime() {
        nowNs += 1_000_000; // time passes from one look at the clock to the next
        return nowNs;
    }

    @Override
    public long wallTimeMs() {
        return 0;
    }

    @Test
    void shouldTellThePartOfTheTimeThatLoopsWaited() {
        try (Loop waiting = new Loop(this);
                Loop working = new Loop(this)) {
            IdleMeter meter = new IdleMeter(List.of(waiting, working), 0);
            for (int i = 0; i < 10; i++) {
                waiting.turn(1);
            }
            assertThat(meter.look(20_000_000)).isEqualTo(25);
            assertThat(meter.look(20_000_000)).isEqualTo(100);
            assertThat(meter.look(40_000_000)).isZero();
        }
    }
}
