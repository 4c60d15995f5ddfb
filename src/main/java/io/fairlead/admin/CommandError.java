package io.fairlead.admin;

/** What a command answers where it cannot do what it was asked, in HAProxy's words. */
final class CommandError extends Exception {
    private static final long serialVersionUID = 1;

    CommandError(String message) {
        super(message, null, false, false);
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
