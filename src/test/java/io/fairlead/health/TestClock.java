package io.fairlead.health;

import io.fairlead.loop.Clock;

/** Time that stands still until it is moved. */
final class TestClock implements Clock {
    private long ms = 1_000;

    void advance(long byMs) {
        ms += byMs;
    }

    @Override
    public long nanoTime() {
        return ms * 1_000_000;
    }

    @Override
    public long wallTimeMs() {
        return ms;
    }
}
