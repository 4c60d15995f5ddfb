package io.fairlead.balance;

/** What a check found, with HAProxy's code, number and words for it (management guide, {@code check_status}). */
public enum CheckStatus {
    /** No check has ended yet. */
    INI(1, "Initializing"),
    /** The check could not be made: no socket, no descriptor, no such source. */
    SOCKERR(5, "Socket error"),
    L4OK(6, "Layer4 check passed"),
    L4TOUT(7, "Layer4 timeout"),
    L4CON(8, "Layer4 connection problem"),
    L6OK(9, "Layer6 check passed"),
    L6TOUT(10, "Layer6 timeout"),
    L6RSP(11, "Layer6 invalid response"),
    L7TOUT(12, "Layer7 timeout"),
    L7RSP(13, "Layer7 invalid response"),
    L7OK(15, "Layer7 check passed"),
    L7STS(17, "Layer7 wrong status");

    private final int number;
    private final String description;

    CheckStatus(int number, String description) {
        this.number = number;
        this.description = description;
    }

    /** As in {@code show servers state}. */
    public int number() {
        return number;
    }

    /** As in the log and {@code check_desc}. */
    public String description() {
        return description;
    }

    public boolean passed() {
        return this == L4OK || this == L6OK || this == L7OK;
    }
}
