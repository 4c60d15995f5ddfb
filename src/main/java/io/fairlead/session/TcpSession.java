package io.fairlead.session;

import io.fairlead.http.BodyKind;
import java.util.Objects;

/** {@code mode tcp}: connect to a server, then carry bytes both ways until both sides have ended. */
final class TcpSession extends Session {
    private final long acceptedAtMs;
    private final Tunnel tunnel = new Tunnel(this);
    private final Farewell farewell = new Farewell(this);
    private boolean leaving;

    TcpSession(Worker worker, Frontend frontend, Listener listener) {
        super(worker, frontend, listener);
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
        report.server(connection);
        entry.queueMs = (int) (dialer.assignedMs() - acceptedAtMs);
        entry.connectMs = (int) (loop().nowMs() - dialer.assignedMs());
        Route via = Objects.requireNonNull(route);
        upstream.start(client, 0, BodyKind.TUNNEL, 0, via.requestsBy(), false);
        downstream.start(connection, 0, BodyKind.TUNNEL, 0, via.responsesBy(), false);
        upstream.prepare(client, connection);
        downstream.prepare(connection, client);
        client.touch();
        if (frontend.logsEarly()) {
            report.writeEarly(loop().nowMs() - acceptedAtMs);
        }
        advance();
    }

    @Override
    public void unreachable(char cause, char state) {
        report.unreached(acceptedAtMs, state == 'Q');
        finish(cause, state, false);
    }

    @Override
    void proceed() {
        if (isClosed()) {
            return;
        }
        Connection to = server;
        if (leaving) {
            leave();
        } else if (to == null) {
            awaitServer();
        } else {
            carry(to);
        }
    }

    private void awaitServer() {
        // one that said what it wants, and then no more, has not gone
        if (clientGaveUp(client.peerClosing() && !client.hasUnread())) {
            boolean queued = dialer.queued();
            report.unreached(acceptedAtMs, queued);
            finish('C', queued ? 'Q' : 'C', false);
        } else {
            expireAt(dialer.deadlineMs());
        }
    }

    private void carry(Connection to) {
        char cause = tunnel.carry(to);
        if (cause == '-') {
            depart();
        } else if (cause != Tunnel.STILL_OPEN) {
            finish(cause, 'D', true);
        } else {
            expireAt(tunnelDeadlineMs(to));
        }
    }

    private long tunnelDeadlineMs(Connection to) {
        return Math.min(
                awaitsClient() ? clientDeadlineMs() : Dialer.NEVER,
                awaitsServer() ? serverDeadlineMs(to) : Dialer.NEVER);
    }

    /** Both sides have ended. What the client may still be sending, to a server that has closed, must not reset it. */
    private void depart() {
        if (!tunnel.requestCutShort()) {
            finish('-', '-', false);
            return;
        }
        releaseServer();
        closeServer();
        report.write('-', '-', loop().nowMs() - acceptedAtMs, bytesFromClient == 0);
        farewell.begin();
        leaving = true;
        leave();
    }

    private void leave() {
        if (farewell.over()) {
            close(false);
        } else {
            expireAt(farewell.deadlineMs());
        }
    }

    @Override
    void expired() {
        Connection to = server;
        if (leaving) {
            close(false);
        } else if (to == null) {
            dialer.expired();
            advance();
        } else {
            tunnelExpired(to);
        }
    }

    /** Packets that the kernel carries wake nobody: what they moved is seen now, and may have moved the deadline. */
    private void tunnelExpired(Connection to) {
        carry(to);
        boolean over = isClosed() || leaving;
        if (!over && tunnelDeadlineMs(to) <= loop().nowMs()) {
            finish(awaitsClient() && clientDeadlineMs() <= loop().nowMs() ? 'c' : 's', 'D', false);
        }
    }

    @Override
    void cut(char cause) {
        if (leaving) {
            close(true);
        } else {
            finish(cause, server != null ? 'D' : dialer.queued() ? 'Q' : 'C', true);
        }
    }

    @Override
    public String phase() {
        return leaving ? "leaving" : server != null ? "tunnel" : dialer.phase();
    }

    private void finish(char cause, char state, boolean reset) {
        releaseServer();
        report.write(cause, state, loop().nowMs() - acceptedAtMs, bytesFromClient == 0);
        close(reset);
    }
}
