package io.fairlead.loop;

import java.util.ArrayDeque;

/** The buffers of one loop. Grows with what is borrowed at once, which maxconn bounds, and keeps what comes back. */
public final class Buffers {
    private final ArrayDeque<Buffer> free = new ArrayDeque<>();
    private final int capacityBytes;
    private int borrowed;

    public Buffers(int capacityBytes) {
        this.capacityBytes = capacityBytes;
    }

    /** An empty buffer with {@code reserveBytes} free in front. */
    public Buffer borrow(int reserveBytes) {
        Buffer buffer = free.pollLast();
        if (buffer == null) {
            buffer = new Buffer(capacityBytes);
        }
        borrowed++;
        buffer.reset(reserveBytes);
        return buffer;
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
