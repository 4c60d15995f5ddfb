package io.fairlead.admin;

import io.fairlead.admin.Row.Role;
import io.fairlead.balance.Backend;
import io.fairlead.balance.Counters;
import io.fairlead.balance.Health;
import io.fairlead.balance.Server;
import io.fairlead.config.BackendConfig;
import io.fairlead.config.ProxyConfig.Mode;
import io.fairlead.session.Frontend;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Reads the rows of the tables off the objects that count. */
final class Rows {
    private Rows() {}

    static Row of(Frontend frontend, boolean stopping) {
        Counters counters = frontend.counters();
        Map<Column, Long> figures = traffic(counters);
        figures.put(Column.SESSIONS_CURRENT, (long) counters.current());
        figures.put(Column.SESSIONS_HIGHEST, (long) counters.highest());
        figures.put(Column.SESSIONS_LIMIT, (long) frontend.config().maxConnections());
        if (frontend.proxy().mode() == Mode.HTTP) {
            figures.put(Column.REQUESTS, counters.requests.sum());
        }
        figures.put(Column.DENIED_REQUESTS, counters.deniedRequests.sum());
        figures.put(Column.DENIED_RESPONSES, counters.deniedResponses.sum());
        figures.put(Column.REQUEST_ERRORS, counters.requestErrors.sum());
        Status open = frontend.full() ? Status.FULL : Status.OPEN;
        return new Row(Role.FRONTEND, "Frontend", stopping ? Status.STOP : open, figures);
    }

    static Row of(Server server) {
        Map<Column, Long> figures = traffic(server.counters());
        figures.put(Column.QUEUE_CURRENT, (long) server.queued());
        figures.put(Column.QUEUE_HIGHEST, (long) server.highestQueued());
        figures.put(Column.SESSIONS_CURRENT, (long) server.sessions());
        figures.put(Column.SESSIONS_HIGHEST, (long) server.highestSessions());
        figures.put(Column.SESSIONS_LIMIT, (long) server.maxConnections());
        putServing(figures, server.counters());
        figures.put(Column.WEIGHT, (long) server.weight());
        figures.put(Column.ACTIVE, server.config().backup() ? 0L : 1L);
        figures.put(Column.BACKUP, server.config().backup() ? 1L : 0L);
        if (server.config().checked()) {
            figures.put(Column.FAILED_CHECKS, server.health().failedChecks());
            figures.put(Column.DOWNS, (long) server.state().uptime().downs());
        }
        return new Row(Role.SERVER, server.name(), status(server), figures);
    }

    private static Status status(Server server) {
        Health health = server.health();
        return server.config().checked()
                ? Status.ofHealth(health.value(), health.rise(), health.fall())
                : Status.UNCHECKED;
    }

    static Row of(Backend backend) {
        BackendConfig config = Objects.requireNonNull(backend.proxy().backend());
        Map<Column, Long> figures = traffic(backend.counters());
        figures.put(Column.QUEUE_CURRENT, (long) backend.queued());
        figures.put(Column.QUEUE_HIGHEST, (long) backend.highestQueued());
        figures.put(Column.SESSIONS_CURRENT, (long) backend.sessions());
        figures.put(Column.SESSIONS_HIGHEST, (long) backend.highestSessions());
        figures.put(Column.SESSIONS_LIMIT, (long) config.fullConnections());
        figures.put(Column.DENIED_REQUESTS, backend.counters().deniedRequests.sum());
        putServing(figures, backend.counters());
        figures.put(
                Column.WEIGHT,
                backend.servers().stream().filter(Server::isUp).mapToLong(Server::weight).sum());
        figures.put(Column.ACTIVE, (long) backend.activeServers());
        figures.put(Column.BACKUP, (long) backend.backupServers());
        return new Row(Role.BACKEND, "Backend", backend.uptime().up() ? Status.UP : Status.DOWN, figures);
    }

    private static Map<Column, Long> traffic(Counters counters) {
        Map<Column, Long> figures = new EnumMap<>(Column.class);
        figures.put(Column.SESSIONS_TOTAL, counters.sessions.sum());
        figures.put(Column.BYTES_IN, counters.bytesIn.sum());
        figures.put(Column.BYTES_OUT, counters.bytesOut.sum());
        return figures;
    }

    /** What only those who pass requests on count. */
    private static void putServing(Map<Column, Long> figures, Counters counters) {
        figures.put(Column.DENIED_RESPONSES, counters.deniedResponses.sum());
        figures.put(Column.CONNECT_ERRORS, counters.connectErrors.sum());
        figures.put(Column.RESPONSE_ERRORS, counters.responseErrors.sum());
        figures.put(Column.RETRIES, counters.retries.sum());
        figures.put(Column.REDISPATCHES, counters.redispatches.sum());
    }
}
