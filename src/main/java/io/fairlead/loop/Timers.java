package io.fairlead.loop;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The timers of one loop: a binary heap by the deadline each timer was queued for. */
final class Timers {
    private @Nullable Timer[] heap = new Timer[64];
    private int size;

    /** Sets or moves a deadline. */
    void schedule(Timer timer, long deadlineMs) {
        timer.deadlineMs = deadlineMs;
        if (timer.position == Timer.NOT_QUEUED) {
            timer.queuedForMs = deadlineMs;
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, size * 2);
            }
            siftUp(timer, size++);
        } else if (deadlineMs < timer.queuedForMs) {
            timer.queuedForMs = deadlineMs;
            siftUp(timer, timer.position);
        }
    }

    void cancel(Timer timer) {
        int hole = timer.position;
        if (hole == Timer.NOT_QUEUED) {
            return;
        }
        timer.position = Timer.NOT_QUEUED;
        Timer last = at(--size);
        heap[size] = null;
        if (hole != size) {
            siftDown(last, hole);
            siftUp(last, last.position);
        }
    }

    /** Runs every timer whose deadline has come; returns how many ran. */
    int expire(long nowMs) {
        int ran = 0;
        while (size > 0 && at(0).queuedForMs <= nowMs) {
            Timer first = at(0);
            if (first.deadlineMs > first.queuedForMs) {
                first.queuedForMs = first.deadlineMs;
                siftDown(first, 0);
            } else {
                cancel(first);
                first.expired();
                ran++;
            }
        }
        return ran;
    }

    /** Milliseconds until the next look is due; -1 where no timer is queued. */
    int untilNextMs(long nowMs) {
        if (size == 0) {
            return -1;
        }
        return Math.clamp(at(0).queuedForMs - nowMs, 0, Integer.MAX_VALUE);
    }

    private Timer at(int index) {
        Timer timer = heap[index];
        if (timer == null) {
            throw new IllegalStateException("hole in the timer heap at " + index);
        }
        return timer;
    }

    private void siftUp(Timer timer, int from) {
        int index = from;
        while (index > 0) {
            int above = (index - 1) >>> 1;
            if (at(above).queuedForMs <= timer.queuedForMs) {
                break;
            }
            put(at(above), index);
            index = above;
        }
        put(timer, index);
    }

    private void siftDown(Timer timer, int from) {
        int index = from;
        while (2 * index + 1 < size) {
            int below = 2 * index + 1;
            if (below + 1 < size && at(below + 1).queuedForMs < at(below).queuedForMs) {
                below++;
            }
            if (timer.queuedForMs <= at(below).queuedForMs) {
                break;
            }
            put(at(below), index);
            index = below;
        }
        put(timer, index);
    }

    private void put(Timer timer, int index) {
        heap[index] = timer;
        timer.position = index;
    }
}
