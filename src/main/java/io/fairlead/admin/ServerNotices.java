package io.fairlead.admin;

import io.fairlead.admin.Targets.Target;
import io.fairlead.balance.AdminState;
import io.fairlead.balance.Backend;
import io.fairlead.balance.Server;
import io.fairlead.balance.ServerState;
import io.fairlead.balance.Transition;
import io.fairlead.config.LogTarget.Level;
import org.jspecify.annotations.Nullable;

/** Says in the log what an operator made of a server; states in HAProxy's words, which scripts wait for. */
final class ServerNotices {
    /** What is done to a server; null where that changed nothing. */
    interface Change {
        @Nullable
        Transition make(Backend backend, Server server);
    }

    private final Ledger ledger;

    ServerNotices(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Makes a change of state and tells of it. */
    void state(Target target, AdminState wanted, Change change) {
        ServerState before = target.server().state();
        Transition made = make(target, change);
        if (made != null) {
            boolean serving = before.isUp() && !before.isDraining();
            boolean lost = wanted == AdminState.MAINT && serving;
            note(target, lost ? Level.ALERT : Level.NOTICE, words(before, wanted, made));
            noteIfNoneLeft(target, made);
        }
    }

    private static String words(ServerState before, AdminState wanted, Transition made) {
        return switch (wanted) {
            case MAINT ->
                before.isUp()
                        ? "is going DOWN for maintenance. " + made.words()
                        : "was DOWN and now enters maintenance.";
            case DRAIN ->
                before.admin() == AdminState.MAINT
                        ? "is UP/DRAIN (leaving forced maintenance)."
                        : "enters drain state. " + made.words();
            case READY ->
                before.admin() == AdminState.MAINT
                        ? "is UP/READY (leaving forced maintenance)."
                        : "is " + (made.up() ? "UP" : "DOWN") + " (leaving forced drain).";
        };
    }

    /** Makes a change of health and tells of it. */
    void health(Target target, Change change) {
        Transition made = make(target, change);
        if (made != null) {
            String words = (made.up() ? "is UP" : "is DOWN") + ", changed from CLI. " + made.words();
            note(target, made.up() ? Level.NOTICE : Level.ALERT, words);
            noteIfNoneLeft(target, made);
        }
    }

    /** Tells of a figure that was changed, in words of our own: HAProxy does not. */
    void figure(Target target, String what, int before, int now) {
        if (before != now) {
            note(target, Level.NOTICE, "has " + what + " " + now + " now, changed from " + before + ".");
        }
    }

    void note(Target target, Level level, String words) {
        Server server = target.server();
        String kind = server.config().backup() ? "Backup Server " : "Server ";
        ledger.note(
                target.backend().proxy(), level, kind + target.backend().name() + "/" + server.name() + " " + words);
    }

    private static @Nullable Transition make(Target target, Change change) {
        return change.make(target.backend(), target.server());
    }

    private void noteIfNoneLeft(Target target, Transition made) {
        if (made.lostLast()) {
            Backend backend = target.backend();
            ledger.note(backend.proxy(), Level.EMERG, "Proxy " + backend.name() + " has no server available !");
        }
    }
}
