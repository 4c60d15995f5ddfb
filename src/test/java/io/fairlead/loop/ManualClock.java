package io.fairlead.loop;

/** Time that stands still until it is moved. */
public final class ManualClock implements Clock {
    private long ms = 1_000;

    public void advance(long byMs) {
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
