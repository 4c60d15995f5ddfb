package io.fairlead.balance;

import java.util.concurrent.atomic.LongAdder;

/** How long the sessions or requests took that reached a server. Any thread may add. */
public final class Durations {
    /** One part of that time. */
    public static final class Part {
        private final LongAdder sumMs = new LongAdder();
        private volatile long highestMs;

        private void add(long ms) {
            if (ms > 0) {
                sumMs.add(ms);
            }
            if (ms > highestMs) {
                highestMs = ms; // a race may lose a peak: it is a figure for people
            }
        }

        private void clear(boolean all) {
            highestMs = 0;
            if (all) {
                sumMs.reset();
            }
        }

        public long sumMs() {
            return sumMs.sum();
        }

        public long highestMs() {
            return highestMs;
        }
    }

    /** In queues. */
    public final Part queue = new Part();
    /** Until the server's connection stood. */
    public final Part connect = new Part();
    /** Until the response's head was complete; none in TCP mode. */
    public final Part response = new Part();
    /** From the accept, or the request's first byte, to the end. */
    public final Part total = new Part();

    private final LongAdder samples = new LongAdder();

    /** One more came to its end. */
    public void add(long queueMs, long connectMs, long responseMs, long totalMs) {
        samples.increment();
        queue.add(queueMs);
        connect.add(connectMs);
        response.add(responseMs);
        total.add(totalMs);
    }

    void clear(boolean all) {
        queue.clear(all);
        connect.clear(all);
        response.clear(all);
        total.clear(all);
        if (all) {
            samples.reset();
        }
    }

    /** How many were added. */
    public long samples() {
        return samples.sum();
    }
}
