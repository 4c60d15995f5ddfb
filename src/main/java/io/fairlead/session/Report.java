package io.fairlead.session;

import io.fairlead.balance.Server;
import io.fairlead.config.LogTarget.Level;
import io.fairlead.config.ProxyConfig.Mode;
import io.fairlead.http.Problem;
import io.fairlead.linux.IpAddresses;
import io.fairlead.linux.SocketAddress;
import io.fairlead.linux.Sockets;
import io.fairlead.log.Entry;
import org.jspecify.annotations.Nullable;

/** What a session tells the log: fills in its entry, and has the line written once. */
final class Report {
    private final Session session;
    private final Frontend frontend;
    private final Worker worker;
    private final Dialer dialer;
    private final Entry entry;
    private @Nullable Server served;

    Report(Session session) {
        this.session = session;
        this.frontend = session.frontend;
        this.worker = session.worker;
        this.dialer = session.dialer;
        this.entry = session.entry;
    }

    /** The client is connected, which is told where nothing will be told of the session's end. */
    void connected(int fd) {
        if (!frontend.logsHttp() && !frontend.logsTcp()) {
            SocketAddress local = new SocketAddress();
            String to = Sockets.localAddress(fd, local) < 0 || local.isUnix() ? frontend.name() : describe(local);
            String kind = frontend.proxy().mode() == Mode.HTTP ? "HTTP" : "TCP";
            String text = "Connect from " + entry.client + " to " + to + " (" + frontend.name() + "/" + kind + ")";
            worker.log().event(frontend.proxy().logs(), Level.INFO, text);
        }
    }

    private static String describe(SocketAddress address) {
        return IpAddresses.text(address.ip()) + ":" + address.port();
    }

    /** A server is found, and has one session more. */
    void server(Connection to) {
        Server chosen = to.server();
        if (chosen != null) {
            entry.server = chosen.name();
            chosen.counters().sessions.increment();
        }
        served = chosen;
        queues();
    }

    /** No server was reached: tells of the one tried last, if any, and of the wait. */
    void unreached(long sinceMs, boolean inQueue) {
        Server last = dialer.server();
        if (last != null) {
            entry.server = last.name();
            entry.queueMs = (int) (dialer.assignedMs() - sinceMs);
        } else if (inQueue) {
            entry.queueMs = (int) (worker.loop().nowMs() - sinceMs);
        }
        queues();
    }

    private void queues() {
        entry.serverQueue = dialer.serverQueuePosition();
        entry.backendQueue = dialer.backendQueuePosition();
    }

    /** A request cannot be passed on; {@code show errors} and {@code debug} will tell why. */
    void invalidRequest(Problem why, int start, int at) {
        frontend.keepInvalidRequest(invalid(session.client, why, start, at));
    }

    /** A response cannot be passed on. */
    void invalidResponse(Connection from, Problem why, int start, int at) {
        frontend.keepInvalidResponse(invalid(from, why, start, at));
    }

    private InvalidMessage invalid(Connection from, Problem why, int start, int at) {
        if (session.trace != null) {
            session.trace.invalid(session, why);
        }
        return InvalidMessage.of(session, from, why, start, at);
    }

    /** {@code option checkcache} keeps a response from the client. */
    void blocked(Route route) {
        String text = "Blocking cacheable cookie in response from instance "
                + route.backend().name() + ", server " + entry.server + ".";
        worker.log().event(route.backend().proxy().logs(), Level.ALERT, text);
    }

    /** @param own 1 where this session is over and does not count any more */
    void load(@Nullable Server served, int own) {
        Route via = session.route;
        if (via != null) {
            entry.backendSessions = via.backend().sessions();
        }
        entry.serverSessions = served == null ? 0 : served.sessions();
        entry.processSessions = worker.process().inside() - own;
        entry.frontendSessions = frontend.counters().current() - own;
    }

    /**
     * Counts how this session or request ended, and writes its line, unless that was done early.
     *
     * @param silent whether the client sent nothing, which {@code option dontlognull} keeps out of the log
     */
    void write(char cause, char state, long totalMs, boolean silent) {
        boolean unheard = silent && !frontend.logsNull();
        if (!unheard || served != null) {
            Tally.add(session, served, cause, state, totalMs);
            served = null;
        }
        if (!unheard && !entry.written) {
            writeLine(cause, state, totalMs);
        }
    }

    private void writeLine(char cause, char state, long totalMs) {
        entry.cause = cause;
        entry.state = state;
        entry.totalMs = (int) totalMs;
        if (frontend.logsHttp()) {
            worker.log().http(frontend.proxy().logs(), entry);
        } else if (frontend.logsTcp()) {
            worker.log().tcp(frontend.proxy().logs(), entry);
        }
    }

    /** {@code option logasap}: writes the line while the session goes on. */
    void writeEarly(long totalMs) {
        load(dialer.server(), 0);
        writeLine('-', '-', totalMs);
        entry.written = true;
    }
}
