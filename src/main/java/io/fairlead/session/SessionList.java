package io.fairlead.session;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The sessions of one loop, linked through themselves: nothing is allocated for it. */
final class SessionList {
    private @Nullable Session first;

    void add(Session session) {
        session.after = first;
        if (first != null) {
            first.before = session;
        }
        first = session;
    }

    void remove(Session session) {
        Session before = session.before;
        Session after = session.after;
        if (before == null) {
            first = after;
        } else {
            before.after = after;
        }
        if (after != null) {
            after.before = before;
        }
        session.before = null;
        session.after = null;
    }

    /** Shows each, newest first; a visitor may end the one it is shown, and no other. */
    void forEach(Consumer<Session> visitor) {
        Session session = first;
        while (session != null) {
            Session next = session.after;
            visitor.accept(session);
            session = next;
        }
    }
}
