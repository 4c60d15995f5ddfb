package io.fairlead.config;

import io.fairlead.config.ProxyConfig.Origin;

/** A line cannot be accepted; the message says where, why and what was expected. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Origin origin;

    Refusal(Origin origin, String text) {
        super(text, null, false, false);
        this.origin = origin;
    }

    /** {@code what, column 7; hint}: the form of every message about a word. */
    static Refusal at(Origin origin, String what, String hint) {
        String end = hint.isEmpty() ? "" : "; " + hint;
        return new Refusal(origin, what + ", column " + origin.column() + end);
    }

    Message message() {
        return new Message(Message.Severity.ALERT, origin, text());
    }

    private String text() {
        String text = getMessage();
        return text == null ? "" : text;
    }
}
