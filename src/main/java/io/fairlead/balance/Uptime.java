package io.fairlead.balance;

/**
 * Since when something is up or down, and for how long it has been down altogether. Immutable. All times are of the
 * same clock, in milliseconds.
 *
 * @param changedAtMs when it went up or down, or began
 * @param earlierDowntimeMs what downtimes that are over add up to
 * @param downs how often it went down
 */
public record Uptime(boolean up, long changedAtMs, long earlierDowntimeMs, int downs) {

    static Uptime since(long nowMs, boolean up) {
        return new Uptime(up, nowMs, 0, 0);
    }

    /** The same where nothing changed. */
    Uptime next(boolean nowUp, long nowMs) {
        return nowUp == up ? this : new Uptime(nowUp, nowMs, downtimeMs(nowMs), nowUp ? downs : downs + 1);
    }

    /** A change to be shown that is neither up nor down. */
    Uptime touched(long nowMs) {
        return new Uptime(up, nowMs, downtimeMs(nowMs), downs);
    }

    Uptime cleared() {
        return new Uptime(up, changedAtMs, earlierDowntimeMs, 0);
    }

    /** The time spent down, the present downtime included. */
    public long downtimeMs(long nowMs) {
        return up ? earlierDowntimeMs : earlierDowntimeMs + Math.max(nowMs - changedAtMs, 0);
    }
}
