package io.fairlead.balance;

import org.jspecify.annotations.Nullable;

/** Demands in order of arrival, linked through themselves: nothing is allocated. Guarded by the backend's lock. */
final class WaitQueue {
    private @Nullable Demand first;
    private @Nullable Demand last;
    private int size;
    private int highest;

    /** Returns how many wait now, the new one included: its position. */
    int add(Demand demand) {
        demand.queue = this;
        demand.before = last;
        if (last == null) {
            first = demand;
        } else {
            last.after = demand;
        }
        last = demand;
        size++;
        highest = Math.max(highest, size);
        return size;
    }

    void remove(Demand demand) {
        Demand before = demand.before;
        Demand after = demand.after;
        if (before == null) {
            first = after;
        } else {
            before.after = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.before = before;
        }
        demand.before = null;
        demand.after = null;
        demand.queue = null;
        size--;
    }

    @Nullable
    Demand first() {
        return first;
    }

    int size() {
        return size;
    }

    /** The most that waited at once. */
    int highest() {
        return highest;
    }

    void clearHighest() {
        highest = size;
    }
}
