package io.fairlead.loop;

/** Memory for so many buffers and no more; how many may change. */
public final class ScarceMemory {
    private final ManualClock clock = new ManualClock();
    private int left;
    private int asked;

    /** @param buffers for how many there is memory */
    public ScarceMemory(int buffers) {
        left = buffers;
    }

    public Buffers buffers(int capacityBytes) {
        return new Buffers(capacityBytes, this::make, clock::nanoTime);
    }

    private Buffer make(int capacityBytes) {
        asked++;
        if (left == 0) {
            throw new OutOfMemoryError("as the test wants it");
        }
        left--;
        return new Buffer(capacityBytes);
    }

    /** There is memory for so many more. */
    void add(int buffers) {
        left += buffers;
    }

    void pass(long ms) {
        clock.advance(ms);
    }

    /** How often a buffer was wanted of it. */
    int asked() {
        return asked;
    }
}
