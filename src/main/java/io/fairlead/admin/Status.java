package io.fairlead.admin;

/**
 * How a row of a proxy's table does.
 *
 * @param text HAProxy's words for it, with an arrow where it is on its way
 */
record Status(State state, String text) {
    /** The kinds of status, which the page tells apart by colour too. */
    enum State {
        GOOD,
        /** Up, and failing checks, or taking nobody new. */
        SINKING,
        /** Down, and passing checks. */
        RISING,
        BAD,
        /** Out of service because the operator says so. */
        ASIDE,
        UNKNOWN
    }

    /** Of a server: whether it takes traffic. */
    boolean isUp() {
        return state == State.GOOD || state == State.SINKING || state == State.UNKNOWN;
    }

    /** @param word as {@code show stat} has it, such as {@code UP 2/3} */
    static Status of(String word) {
        boolean onItsWay = word.indexOf('/') > 0;
        return switch (word.split(" ", 2)[0]) {
            case "UP" -> onItsWay ? new Status(State.SINKING, word + " \u2193") : new Status(State.GOOD, word);
            case "OPEN" -> new Status(State.GOOD, word);
            case "DOWN" -> onItsWay ? new Status(State.RISING, word + " \u2191") : new Status(State.BAD, word);
            case "FULL", "DRAIN", "NOLB" -> new Status(State.SINKING, word);
            case "STOP" -> new Status(State.BAD, word);
            case "MAINT", "PAUSED" -> new Status(State.ASIDE, word);
            default -> new Status(State.UNKNOWN, word);
        };
    }
}
