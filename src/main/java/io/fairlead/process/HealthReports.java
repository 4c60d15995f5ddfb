package io.fairlead.process;

import io.fairlead.balance.Backend;
import io.fairlead.balance.CheckResult;
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
    public void changed(Backend backend, Server server, CheckResult result, Transition transition) {
        boolean up = transition.up();
        String text = "%sServer %s/%s is %s, %s. %s"
                .formatted(
                        server.config().backup() ? "Backup " : "",
                        backend.name(),
                        server.name(),
                        up ? "UP" : "DOWN",
                        reason(result),
                        transition.words());
        log.event(backend.proxy().logs(), up ? Level.NOTICE : Level.ALERT, text);
        if (transition.lostLast()) {
            log.event(backend.proxy().logs(), Level.EMERG, "Proxy " + backend.name() + " has no server available !");
        }
    }

    private static String reason(CheckResult result) {
        String code = result.code() == 0 ? "" : ", code: " + result.code();
        String info = result.info().isEmpty() ? "" : ", info: \"" + result.info() + '"';
        return "reason: %s%s%s, check duration: %dms"
                .formatted(result.status().description(), code, info, result.durationMs());
    }
}
