package io.fairlead.admin;

import io.fairlead.admin.Averages.Average;
import io.fairlead.admin.Row.Role;
import io.fairlead.balance.Backend;
import io.fairlead.balance.CheckResult;
import io.fairlead.balance.CheckStatus;
import io.fairlead.balance.Counters;
import io.fairlead.balance.Health;
import io.fairlead.balance.Server;
import io.fairlead.balance.Uptime;
import io.fairlead.config.Address;
import io.fairlead.config.BackendConfig;
import io.fairlead.config.BackendConfig.Algorithm;
import io.fairlead.config.Endpoint;
import io.fairlead.config.InheritedSocket;
import io.fairlead.config.ProxyConfig;
import io.fairlead.config.ProxyConfig.Mode;
import io.fairlead.config.UnixAddress;
import io.fairlead.linux.IpAddresses;
import io.fairlead.session.Frontend;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/**
 * Reads the rows of the tables off the objects that count.
 *
 * @param nowMs time of day
 */
record Rows(Meters meters, long nowMs) {
    /** By the first digit of the status. */
    private static final List<Column> RESPONSES = List.of(
            Column.HRSP_OTHER, Column.HRSP_1XX, Column.HRSP_2XX, Column.HRSP_3XX, Column.HRSP_4XX, Column.HRSP_5XX);

    Row of(Frontend frontend, int iid, boolean stopping) {
        Row row = new Row(Role.FRONTEND, frontend.name(), iid, "FRONTEND", 0);
        Counters counters = frontend.counters();
        row.put(Column.SCUR, counters.current());
        row.put(Column.SMAX, counters.highest());
        row.put(Column.SLIM, frontend.maxConnections());
        putTraffic(row, frontend.proxy(), counters);
        putRate(row, counters.sessions, Column.CONN_RATE, Column.CONN_RATE_MAX);
        row.put(Column.CONN_TOT, counters.sessions.sum());
        row.put(Column.DREQ, counters.deniedRequests.sum());
        row.put(Column.DRESP, counters.deniedResponses.sum());
        row.put(Column.EREQ, counters.requestErrors.sum());
        if (frontend.proxy().mode() == Mode.HTTP) {
            putRate(row, counters.requests, Column.REQ_RATE, Column.REQ_RATE_MAX);
            row.put(Column.INTERCEPTED, counters.intercepted.sum());
        }
        row.put(Column.STATUS, stopping ? "STOP" : word(frontend));
        return row;
    }

    private static String word(Frontend frontend) {
        return switch (frontend.state()) {
            case OPEN -> frontend.full() ? "FULL" : "OPEN";
            case PAUSED -> "PAUSED";
            case STOPPED -> "STOP";
        };
    }

    Row of(Backend backend, int iid, Server server, int sid) {
        Row row = new Row(Role.SERVER, backend.name(), iid, server.name(), sid);
        row.put(Column.QCUR, server.queued());
        row.put(Column.QMAX, server.highestQueued());
        row.put(Column.SCUR, server.sessions());
        row.put(Column.SMAX, server.highestSessions());
        if (server.maxConnections() > 0) {
            row.put(Column.SLIM, server.maxConnections());
        }
        if (server.config().maxQueue() > 0) {
            row.put(Column.QLIMIT, server.config().maxQueue());
        }
        putTraffic(row, backend.proxy(), server.counters());
        putServing(row, server.counters());
        row.put(Column.STATUS, server.state().word(server.config().checked() && server.checks()));
        row.put(Column.WEIGHT, server.weight());
        row.put(Column.UWEIGHT, server.weight());
        row.put(Column.ACT, server.config().backup() ? 0 : 1);
        row.put(Column.BCK, server.config().backup() ? 1 : 0);
        putUptime(row, server.state().uptime());
        row.put(Column.ADDR, describe(server.config().endpoint()));
        if (server.config().cookie() != null) {
            row.put(Column.COOKIE, server.config().cookie());
        }
        if (server.config().checked()) {
            putChecks(row, server);
        }
        int idle = server.idleConnections();
        row.put(Column.SRV_ICUR, idle);
        row.put(Column.SAFE_CONN_CUR, idle);
        row.put(Column.USED_CONN_CUR, Math.max(server.connections() - idle, 0));
        return row;
    }

    private static void putChecks(Row row, Server server) {
        Health health = server.health();
        row.put(Column.CHKFAIL, health.failedChecks());
        row.put(Column.CHKDOWN, server.state().uptime().downs());
        row.put(Column.CHECK_RISE, health.rise());
        row.put(Column.CHECK_FALL, health.fall());
        row.put(Column.CHECK_HEALTH, health.value());
        CheckResult last = server.state().lastCheck();
        row.put(Column.CHECK_STATUS, last.status().name());
        row.put(Column.CHECK_DESC, last.status().description());
        if (last.status() != CheckStatus.INI) {
            row.put(Column.CHECK_DURATION, last.durationMs());
            row.put(Column.LAST_CHK, last.info());
        }
        if (last.code() != 0) {
            row.put(Column.CHECK_CODE, last.code());
        }
    }

    Row of(Backend backend, int iid) {
        BackendConfig config = Objects.requireNonNull(backend.proxy().backend());
        Row row = new Row(Role.BACKEND, backend.name(), iid, "BACKEND", 0);
        row.put(Column.QCUR, backend.queued());
        row.put(Column.QMAX, backend.highestQueued());
        row.put(Column.SCUR, backend.sessions());
        row.put(Column.SMAX, backend.highestSessions());
        row.put(Column.SLIM, config.fullConnections());
        putTraffic(row, backend.proxy(), backend.counters());
        putServing(row, backend.counters());
        row.put(Column.DREQ, backend.counters().deniedRequests.sum());
        row.put(Column.ACT, backend.activeServers());
        row.put(Column.BCK, backend.backupServers());
        int weight = backend.weight();
        row.put(Column.WEIGHT, weight);
        row.put(Column.UWEIGHT, weight);
        row.put(Column.STATUS, backend.uptime().up() ? "UP" : "DOWN");
        row.put(Column.CHKDOWN, backend.uptime().downs());
        putUptime(row, backend.uptime());
        if (config.cookie() != null) {
            row.put(Column.COOKIE, config.cookie().name());
        }
        if (config.algorithm() != null) {
            row.put(Column.ALGO, config.algorithm() == Algorithm.SOURCE ? "source" : "roundrobin");
        }
        return row;
    }

    private void putTraffic(Row row, ProxyConfig proxy, Counters counters) {
        row.put(Column.MODE, proxy.mode().name().toLowerCase(Locale.ROOT));
        row.put(Column.STOT, counters.sessions.sum());
        row.put(Column.BIN, counters.bytesIn.sum());
        row.put(Column.BOUT, counters.bytesOut.sum());
        putRate(row, counters.sessions, Column.RATE, Column.RATE_MAX);
        row.put(Column.EINT, counters.internalErrors.sum());
        if (proxy.mode() == Mode.HTTP) {
            boolean server = row.role() == Role.SERVER; // whose sessions are single requests
            row.put(Column.REQ_TOT, (server ? counters.sessions : counters.requests).sum());
            row.put(Column.WREW, counters.rewriteErrors.sum());
            for (int statusClass = 0; statusClass < RESPONSES.size(); statusClass++) {
                row.put(RESPONSES.get(statusClass), counters.responses(statusClass));
            }
        }
    }

    private void putRate(Row row, LongAdder total, Column current, Column highest) {
        row.put(current, meters.of(total).perSecond());
        row.put(highest, meters.of(total).highest());
    }

    /** What only those who pass requests on count. */
    private void putServing(Row row, Counters counters) {
        row.put(Column.DRESP, counters.deniedResponses.sum());
        row.put(Column.ECON, counters.connectErrors.sum());
        row.put(Column.ERESP, counters.responseErrors.sum());
        row.put(Column.WRETR, counters.retries.sum());
        row.put(Column.WREDIS, counters.redispatches.sum());
        row.put(Column.CLI_ABRT, counters.clientAborts.sum());
        row.put(Column.SRV_ABRT, counters.serverAborts.sum());
        row.put(Column.CONNECT, counters.connects.sum());
        row.put(Column.REUSE, counters.reuses.sum());
        putTimes(row, meters.averagesOf(counters));
        row.put(Column.LBTOT, counters.sessions.sum());
        long lastMs = meters.of(counters.sessions).grewAtMs();
        row.put(Column.LASTSESS, lastMs < 0 ? -1 : (nowMs - lastMs) / 1000);
    }

    private static void putTimes(Row row, Averages averages) {
        putTime(row, averages.queue, Column.QTIME, Column.QTIME_MAX);
        putTime(row, averages.connect, Column.CTIME, Column.CTIME_MAX);
        putTime(row, averages.response, Column.RTIME, Column.RTIME_MAX);
        putTime(row, averages.total, Column.TTIME, Column.TTIME_MAX);
    }

    private static void putTime(Row row, Average average, Column lately, Column highest) {
        row.put(lately, average.ms());
        row.put(highest, average.highestMs());
    }

    private void putUptime(Row row, Uptime uptime) {
        row.put(Column.LASTCHG, Math.max(nowMs - uptime.changedAtMs(), 0) / 1000);
        row.put(Column.DOWNTIME, uptime.downtimeMs(nowMs) / 1000);
    }

    /** As in {@code addr}: IPv6 in brackets, so that the port can be told from it. */
    static String describe(Endpoint endpoint) {
        return switch (endpoint) {
            case Address(var ip, int port) -> IpAddresses.text(ip, port);
            case UnixAddress(String path, boolean isAbstract) -> (isAbstract ? "abns@" : "unix@") + path;
            case InheritedSocket(int fd) -> "fd@" + fd;
        };
    }
}
