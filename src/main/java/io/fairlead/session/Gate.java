package io.fairlead.session;

import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A limit on what may be inside at once, over all loops: a frontend's maxconn, or the process's. */
public final class Gate {
    private volatile int limit;
    private final AtomicInteger inside = new AtomicInteger();
    private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();

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

    /** Gives a place back and tells those who wait for one. */
    void leave() {
        inside.decrementAndGet();
        if (!waiting.isEmpty()) {
            tellAll();
        }
    }

    /** Has {@code reopened} run, on any thread and once however often asked, when there may be a place again. */
    void await(Runnable reopened) {
        waiting.add(reopened);
        // a place given back between the refusal and this line has told nobody
        if (inside.get() < limit) {
            tellAll();
        }
    }

    /** All, for one who is told may find another gate closed and never use the place. */
    private void tellAll() {
        for (Iterator<Runnable> each = waiting.iterator(); each.hasNext(); ) {
            Runnable reopened = each.next();
            each.remove();
            reopened.run();
        }
    }

    public int inside() {
        return inside.get();
    }

    public int limit() {
        return limit;
    }

    /** From now on so many may be inside; those who are stay. Any thread may call. */
    public void limit(int newLimit) {
        limit = newLimit;
        tellAll();
    }

    public boolean full() {
        return inside.get() >= limit;
    }
}
