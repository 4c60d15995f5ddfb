package io.fairlead.session;

import io.fairlead.http.BodyKind;
import io.fairlead.linux.SocketAddress;
import io.fairlead.session.Flow.Outcome;

/** {@code mode tcp}: connect to a server, then carry bytes both ways until both sides have ended. */
final class TcpSession extends Session {
    private final long acceptedAtMs;

    TcpSession(Worker worker, Frontend frontend, SocketAddress peer, int port) {
        super(worker, frontend, peer, port);
        this.acceptedAtMs = loop().nowMs();
    }

    @Override
    void accepted() {
        Route to = frontend.defaultRoute();
        route = to;
        if (to == null) {
            finish('s', 'C', true);
            return;
        }
        entry.backend = to.backend().name();
        to.backend().counters().sessions.increment();
        dialer.dial(to, null, false);
        advance();
    }

    @Override
    public void connected(Connection connection, boolean reused) {
        server = connection;
        connection.belongTo(this);
        noteServer(connection);
        entry.queueMs = (int) (dialer.assignedMs() - acceptedAtMs);
        entry.connectMs = (int) (loop().nowMs() - dialer.assignedMs());
        Route via = route;
        upstream.start(client, 0, BodyKind.TUNNEL, 0, via != null && via.splicesRequests(), false);
        downstream.start(connection, 0, BodyKind.TUNNEL, 0, via != null && via.splicesResponses(), false);
        client.touch();
        advance();
    }

    @Override
    public void unreachable(char cause, char state) {
        finish(cause, state, true);
    }

    @Override
    void advance() {
        if (isClosed()) {
            return;
        }
        Connection to = server;
        if (to == null) {
            if (client.broken()) {
                finish('C', dialer.queued() ? 'Q' : 'C', false);
            } else {
                expireAt(dialer.deadlineMs());
            }
            return;
        }
        boolean over = tunnel(to);
        account();
        if (over) {
            finish('-', '-', false);
        } else if (failed(Outcome.SOURCE_FAILED, Outcome.TARGET_FAILED)) {
            finish('C', 'D', true);
        } else if (failed(Outcome.TARGET_FAILED, Outcome.SOURCE_FAILED)) {
            finish('S', 'D', true);
        } else {
            carryOn(to);
        }
    }

    private boolean failed(Outcome up, Outcome down) {
        return upstream.outcome() == up || downstream.outcome() == down;
    }

    private void carryOn(Connection to) {
        if (yielded()) {
            advanceLater();
        }
        expireAt(Math.min(
                awaitsClient() ? clientDeadlineMs() : Dialer.NEVER,
                awaitsServer() ? serverDeadlineMs(to) : Dialer.NEVER));
    }

    @Override
    void expired() {
        Connection to = server;
        if (to == null) {
            dialer.expired();
            advance();
        } else {
            finish(awaitsClient() && clientDeadlineMs() <= loop().nowMs() ? 'c' : 's', 'D', false);
        }
    }

    private void finish(char cause, char state, boolean reset) {
        entry.cause = cause;
        entry.state = state;
        entry.totalMs = (int) (loop().nowMs() - acceptedAtMs);
        releaseServer();
        if ((frontend.logsTcp() || frontend.logsHttp()) && (frontend.logsNull() || bytesFromClient > 0)) {
            if (frontend.logsHttp()) {
                worker.log().http(frontend.proxy().logs(), entry);
            } else {
                worker.log().tcp(frontend.proxy().logs(), entry);
            }
        }
        close(reset);
    }
}
