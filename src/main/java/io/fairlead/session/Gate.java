package io.fairlead.session;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A limit on what may be inside at once, over all loops: a frontend's maxconn, or the process's. */
public final class Gate {
    private final int limit;
    private final AtomicInteger inside = new AtomicInteger();
    private final ConcurrentLinkedQueue<Runnable> waiting = new ConcurrentLinkedQueue<>();

    public Gate(int limit) {
        this.limit = limit;
    }

    /** Takes a place; false where there is none. */
    boolean enter() {
        if (inside.incrementAndGet() <= limit) {
            return true;
        }
        inside.decrementAndGet();
        return false;
    }

    /** Gives a place back and tells one who waits for it. */
    void leave() {
        inside.decrementAndGet();
        tellOne();
    }

    /** Has {@code reopened} run, on any thread, once there may be a place again. */
    void await(Runnable reopened) {
        waiting.add(reopened);
        // a place given back between the refusal and this line has told nobody
        if (inside.get() < limit) {
            tellOne();
        }
    }

    private void tellOne() {
        Runnable first = waiting.poll();
        if (first != null) {
            first.run();
        }
    }

    public int inside() {
        return inside.get();
    }

    public int limit() {
        return limit;
    }

    public boolean full() {
        return inside.get() >= limit;
    }
}
