package io.fairlead.admin;

/**
 * How fast a total grows, looked at once a second: where things happen nothing need be done for it. Written by one
 * thread, read by any.
 */
final class Meter {
    private long lastTotal;
    private volatile long perSecond;
    private volatile long highest; // cleared by another thread, which may lose a peak
    private volatile long grewAtMs = -1;

    /** @param elapsedMs since the last look */
    void look(long total, long elapsedMs, long nowMs) {
        long grown = total < lastTotal ? total : total - lastTotal; // totals may be cleared
        lastTotal = total;
        if (grown > 0) {
            grewAtMs = nowMs;
        }
        perSecond = Math.round(grown * 1000.0 / Math.max(elapsedMs, 1));
        highest = Math.max(highest, perSecond);
    }

    long perSecond() {
        return perSecond;
    }

    long highest() {
        return highest;
    }

    /** Time of day at which the total was last seen to have grown; -1: never. */
    long grewAtMs() {
        return grewAtMs;
    }

    /** Any thread may ask for it; a look in progress may survive it. */
    void clearHighest() {
        highest = 0;
    }
}
