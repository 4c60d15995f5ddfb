package io.fairlead.admin;

/**
 * How a row of a proxy's table does.
 *
 * @param text HAProxy's words for it
 */
record Status(State state, String text) {
    /** The kinds of status, which the page tells apart by colour too. */
    enum State {
        GOOD,
        /** Up, and failing checks. */
        SINKING,
        /** Down, and passing checks. */
        RISING,
        BAD,
        UNKNOWN
    }

    /** Of a server: whether it takes traffic. */
    boolean isUp() {
        return state != State.BAD && state != State.RISING;
    }

    static final Status OPEN = new Status(State.GOOD, "OPEN");
    static final Status FULL = new Status(State.SINKING, "FULL");
    static final Status STOP = new Status(State.BAD, "STOP");
    static final Status UP = new Status(State.GOOD, "UP");
    static final Status DOWN = new Status(State.BAD, "DOWN");
    static final Status UNCHECKED = new Status(State.UNKNOWN, "no check");

    /**
     * A checked server's.
     *
     * @param health 0 to {@code rise + fall - 1}; up from {@code rise} on
     */
    static Status ofHealth(int health, int rise, int fall) {
        if (health >= rise + fall - 1) {
            return UP;
        }
        if (health >= rise) {
            return new Status(State.SINKING, "UP " + (health - rise + 1) + "/" + fall + " \u2193");
        }
        return health > 0 ? new Status(State.RISING, "DN " + health + "/" + rise + " \u2191") : DOWN;
    }
}
