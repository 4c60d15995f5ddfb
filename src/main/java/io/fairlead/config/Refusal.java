package io.fairlead.config;

import io.fairlead.config.Message.Severity;
import io.fairlead.config.ProxyConfig.Origin;

/** A line cannot be accepted; the message says where, why and what was expected. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Message message;

    private Refusal(Message message) {
        super(message.text(), null, false, false);
        this.message = message;
    }

    static Refusal at(Origin origin, String what, String hint) {
        return new Refusal(Message.at(Severity.ALERT, origin, what, hint));
    }

    Message message() {
        return message;
    }
}
