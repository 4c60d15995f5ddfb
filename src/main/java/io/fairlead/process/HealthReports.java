package io.fairlead.process;

import io.fairlead.balance.Backend;
import io.fairlead.balance.Server;
import io.fairlead.balance.Transition;
import io.fairlead.config.LogTarget.Level;
import io.fairlead.health.Listener;
import io.fairlead.log.SessionLog;

/** Says in the log, in HAProxy's words, that a server came up or went down. */
final class HealthReports implements Listener {
    private final SessionLog log;

    /** @param log that of the loop on which the checks run */
    HealthReports(SessionLog log) {
        this.log = log;
    }

    @Override
    public void up(Backend backend, Server server, Transition transition) {
        report(backend, server, Level.NOTICE, "UP", "", transition);
    }

    @Override
    public void down(Backend backend, Server server, String reason, Transition transition) {
        report(backend, server, Level.ALERT, "DOWN", ", reason: " + reason, transition);
        if (transition.serversUp() == 0) {
            log.event(backend.proxy().logs(), Level.EMERG, "Proxy " + backend.name() + " has no server available !");
        }
    }

    private void report(Backend backend, Server server, Level level, String state, String why, Transition transition) {
        String text =
                "Server %s/%s is %s%s. %d active and 0 backup servers left. %d sessions active, %d requeued, %d remaining in queue."
                        .formatted(
                                backend.name(),
                                server.name(),
                                state,
                                why,
                                transition.serversUp(),
                                transition.sessions(),
                                transition.requeued(),
                                transition.queued());
        log.event(backend.proxy().logs(), level, text);
    }
}
