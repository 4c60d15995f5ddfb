package io.fairlead.balance;

/**
 * What the checks say about a server; a server without checks keeps its first state. Immutable, so that a reader on any
 * thread sees figures that belong together.
 *
 * @param value 0 to rise + fall - 1; the server is up from {@code rise} on
 * @param rise {@code rise}: successes in a row that bring a server up
 * @param fall {@code fall}: failures in a row that take a server down
 * @param failedChecks failures met while the server was up and stayed so
 */
public record Health(int value, int rise, int fall, long failedChecks) {

    /** Up, but one failure takes it down: nothing is known yet. */
    static Health initial(int rise, int fall) {
        return new Health(rise, rise, fall, 0);
    }

    public boolean isUp() {
        return value >= rise;
    }

    /** Up, and as far from going down as can be. */
    public boolean isFull() {
        return value >= rise + fall - 1;
    }

    /** After a passed check: what rises to {@code rise} has risen all the way. */
    Health passed() {
        return value + 1 >= rise ? full() : at(value + 1);
    }

    /** After a failed check: a server that is down, or goes down now, starts from the bottom. */
    Health failed() {
        return value > rise ? new Health(value - 1, rise, fall, failedChecks + 1) : empty();
    }

    Health full() {
        return at(rise + fall - 1);
    }

    Health empty() {
        return at(0);
    }

    /** As at the beginning, but for what was counted. */
    Health unknown() {
        return at(rise);
    }

    Health cleared() {
        return new Health(value, rise, fall, 0);
    }

    private Health at(int newValue) {
        return new Health(newValue, rise, fall, failedChecks);
    }
}
