package io.fairlead.session;

import io.fairlead.balance.Counters;
import io.fairlead.balance.Server;
import io.fairlead.config.ProxyConfig.Mode;
import io.fairlead.log.Entry;
import org.jspecify.annotations.Nullable;

/** Counts how a session or request ended, once, with all that it passed through. */
final class Tally {
    private Tally() {}

    /**
     * @param served the server that was reached, or null
     * @param cause why it ended, as the log has it
     * @param state where it was then, as the log has it
     */
    static void add(Session session, @Nullable Server served, char cause, char state, long totalMs) {
        Entry entry = session.entry;
        Counters front = session.frontend.counters();
        boolean http = session.frontend.proxy().mode() == Mode.HTTP;
        if (http) {
            front.responded(entry.status);
        }
        add(front, cause, state);
        Route via = session.route;
        if (via != null) {
            Counters back = via.backend().counters();
            if (http) {
                back.responded(entry.status);
            }
            add(back, cause, state);
            addTimes(back, entry, http, totalMs);
        }
        if (served != null) {
            add(served.counters(), cause, state);
            addTimes(served.counters(), entry, http, totalMs);
        }
    }

    private static void add(Counters counters, char cause, char state) {
        switch (cause) {
            case 'C', 'c' -> {
                if (state != 'R') {
                    counters.clientAborts.increment();
                }
            }
            case 'S', 's' -> {
                if (state == 'D') {
                    counters.serverAborts.increment();
                }
            }
            case 'R' -> counters.internalErrors.increment();
            default -> {
                // nobody broke it off
            }
        }
    }

    /** Only what went as far as a server's answer has all its times. */
    private static void addTimes(Counters counters, Entry entry, boolean http, long totalMs) {
        if (entry.connectMs >= 0 && (!http || entry.responseMs >= 0)) {
            counters.durations.add(Math.max(entry.queueMs, 0), entry.connectMs, Math.max(entry.responseMs, 0), totalMs);
        }
    }
}
