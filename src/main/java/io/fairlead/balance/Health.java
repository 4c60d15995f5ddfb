package io.fairlead.balance;

/**
 * What the checks say about a server; a server without checks keeps its first state and is up for ever. Immutable, so
 * that a reader on any thread sees figures that belong together.
 *
 * @param value 0 to rise + fall - 1; the server is up from {@code rise} on
 * @param rise {@code rise}: successes in a row that bring a server up
 * @param fall {@code fall}: failures in a row that take a server down
 * @param failedChecks failures met while the server was up and stayed so
 * @param downTransitions how often the server went down
 * @param changedAtMs time of day of the last change between up and down; 0 before the first
 */
public record Health(int value, int rise, int fall, long failedChecks, int downTransitions, long changedAtMs) {

    /** Up, but one failure takes it down: nothing is known yet. */
    static Health initial(int rise, int fall) {
        return new Health(rise, rise, fall, 0, 0, 0);
    }

    public boolean isUp() {
        return value >= rise;
    }

    /** After a passed check: what rises to {@code rise} has risen all the way. */
    Health passed(long nowMs) {
        int risen = value + 1 >= rise ? rise + fall - 1 : value + 1;
        boolean comesUp = !isUp() && risen >= rise;
        return new Health(risen, rise, fall, failedChecks, downTransitions, comesUp ? nowMs : changedAtMs);
    }

    /** After a failed check: a server that is down, or goes down now, starts from the bottom. */
    Health failed(long nowMs) {
        if (value > rise) {
            return new Health(value - 1, rise, fall, failedChecks + 1, downTransitions, changedAtMs);
        }
        return isUp()
                ? new Health(0, rise, fall, failedChecks, downTransitions + 1, nowMs)
                : new Health(0, rise, fall, failedChecks, downTransitions, changedAtMs);
    }
}
