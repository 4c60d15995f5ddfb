package io.fairlead.config;

import io.fairlead.config.Message.Severity;
import io.fairlead.config.ProxyConfig.Origin;
import java.util.ArrayList;
import java.util.List;

/** Collects messages, up to {@link Limits#MAX_ALERTS} alerts and {@link Limits#MAX_WARNINGS} warnings. */
final class Messages {
    private final List<Message> list = new ArrayList<>();
    private int alerts;
    private int warnings;

    /** About no word in particular. */
    void alert(String text) {
        add(new Message(Severity.ALERT, null, text));
    }

    void alert(Origin origin, String what) {
        alert(origin, what, "");
    }

    /** The hint, which may be empty, says what to do instead. */
    void alert(Origin origin, String what, String hint) {
        add(Message.at(Severity.ALERT, origin, what, hint));
    }

    void alert(Refusal refusal) {
        add(refusal.message());
    }

    void warning(Origin origin, String what) {
        warning(origin, what, "");
    }

    void warning(Origin origin, String what, String hint) {
        add(Message.at(Severity.WARNING, origin, what, hint));
    }

    boolean hasAlerts() {
        return alerts > 0;
    }

    /** True once there are so many errors that reading on would help nobody. */
    boolean full() {
        return alerts >= Limits.MAX_ALERTS;
    }

    List<Message> list() {
        return List.copyOf(list);
    }

    private void add(Message message) {
        if (message.severity() == Severity.ALERT) {
            add(message, ++alerts, Limits.MAX_ALERTS);
        } else {
            add(message, ++warnings, Limits.MAX_WARNINGS);
        }
    }

    private void add(Message message, int count, int max) {
        if (count < max) {
            list.add(message);
        } else if (count == max) {
            list.add(new Message(message.severity(), null, "too many messages of this kind, no more are shown"));
        }
    }
}
