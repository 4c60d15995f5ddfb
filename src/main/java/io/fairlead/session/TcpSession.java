package io.fairlead.session;

import io.fairlead.http.BodyKind;
import io.fairlead.linux.SocketAddress;

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
        noteUnreached(acceptedAtMs);
        finish(cause, state, false);
    }

    @Override
    public void advance() {
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
        char cause = tunnel(to);
        if (cause != STILL_OPEN) {
            finish(cause, cause == '-' ? '-' : 'D', cause != '-');
            return;
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
        releaseServer();
        log(cause, state, loop().nowMs() - acceptedAtMs, bytesFromClient == 0);
        close(reset);
    }
}
