package io.fairlead.admin;

import io.fairlead.balance.Durations;
import io.fairlead.balance.Durations.Part;

/** How long things took of late, on average; looked at once a second by one thread, read by any. */
final class Averages {
    /** Older ones count for less, as in HAProxy. */
    private static final int WINDOW_SAMPLES = 1024;

    /** Of one part of the time. */
    static final class Average {
        private final Part part;
        private long lastSumMs;
        private double exactMs;
        private volatile long ms;

        private Average(Part part) {
            this.part = part;
        }

        private void look(long samples, double weight, boolean cleared) {
            long sumMs = part.sumMs();
            long grownMs = cleared ? sumMs : sumMs - lastSumMs;
            lastSumMs = sumMs;
            if (samples > 0) {
                exactMs += weight * ((double) grownMs / samples - exactMs);
                ms = Math.round(exactMs);
            }
        }

        long ms() {
            return ms;
        }

        long highestMs() {
            return part.highestMs();
        }
    }

    private final Durations durations;
    final Average queue;
    final Average connect;
    final Average response;
    final Average total;
    private long lastSamples;

    Averages(Durations durations) {
        this.durations = durations;
        this.queue = new Average(durations.queue);
        this.connect = new Average(durations.connect);
        this.response = new Average(durations.response);
        this.total = new Average(durations.total);
    }

    void look() {
        long samples = durations.samples();
        boolean cleared = samples < lastSamples;
        long grown = cleared ? samples : samples - lastSamples;
        // at first all count alike
        double weight = Math.min((double) grown / Math.clamp(samples, 1, WINDOW_SAMPLES), 1);
        lastSamples = samples;
        queue.look(grown, weight, cleared);
        connect.look(grown, weight, cleared);
        response.look(grown, weight, cleared);
        total.look(grown, weight, cleared);
    }
}
