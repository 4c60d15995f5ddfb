package io.fairlead.loop;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;

/**
 * The buffers of one loop. Grows with what is borrowed at once, which maxconn bounds, and keeps what comes back. Where
 * the JVM has no memory left ({@code -m}), whoever wants one more buffer does without: only that work need end.
 */
public final class Buffers {
    /** The JVM collects garbage for half a second before it refuses memory: no loop may ask it for each client. */
    static final long REST_NS = TimeUnit.SECONDS.toNanos(10);

    private final ArrayDeque<Buffer> free = new ArrayDeque<>();
    private final int capacityBytes;
    private final IntFunction<Buffer> memory;
    private final LongSupplier nanoTime;
    private boolean refused;
    private long refusedNs;
    private int borrowed;

    public Buffers(int capacityBytes) {
        this(capacityBytes, Buffer::new, System::nanoTime);
    }

    /** @param memory makes a buffer of so many bytes, or throws OutOfMemoryError */
    Buffers(int capacityBytes, IntFunction<Buffer> memory, LongSupplier nanoTime) {
        this.capacityBytes = capacityBytes;
        this.memory = memory;
        this.nanoTime = nanoTime;
    }

    /**
     * An empty buffer with {@code reserveBytes} free in front.
     *
     * @throws OutOfMemoryError if none is free and there is no memory for another
     */
    public Buffer borrow(int reserveBytes) {
        Buffer buffer = free.pollLast();
        if (buffer == null) {
            buffer = another();
        }
        borrowed++;
        buffer.reset(reserveBytes);
        return buffer;
    }

    private Buffer another() {
        if (refused && nanoTime.getAsLong() - refusedNs < REST_NS) {
            throw new OutOfMemoryError("no buffer is free");
        }
        try {
            refused = false;
            return memory.apply(capacityBytes);
        } catch (OutOfMemoryError e) {
            refused = true;
            refusedNs = nanoTime.getAsLong();
            throw e;
        }
    }

    public void giveBack(Buffer buffer) {
        borrowed--;
        free.addLast(buffer);
    }

    public int capacityBytes() {
        return capacityBytes;
    }

    /** Buffers in use now. */
    public int borrowed() {
        return borrowed;
    }
}
