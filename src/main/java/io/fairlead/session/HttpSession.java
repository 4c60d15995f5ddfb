package io.fairlead.session;

import io.fairlead.balance.Server;
import io.fairlead.http.BodyKind;
import io.fairlead.http.Head;
import io.fairlead.http.Replies;
import io.fairlead.linux.Errno;
import io.fairlead.linux.SocketAddress;
import io.fairlead.session.Flow.Outcome;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code mode http}: requests of one client, one after the other. {@link #advance} turns the crank of the phases; each
 * phase's method returns whether there is more to do at once.
 */
final class HttpSession extends Session {
    private enum Phase {
        /** Waiting for a request, or receiving its head. */
        REQUEST,
        /** The dialer looks for a server. */
        SERVER,
        /** The request passes, or has passed; the response's head has not come. */
        RESPONSE,
        /** The response's head has come and its body passes. */
        BODY,
        /** Raw bytes both ways, after 101 or CONNECT. */
        TUNNEL,
        /** Fairlead itself answers. */
        REPLY,
        /** Everything is sent; what the client still sends is thrown away, for a close now would reset it. */
        LINGER
    }

    private static final long LINGER_MS = 2_000;

    private final Router router;
    private final HeadReader requestReader;
    private final HeadReader responseReader;
    private final Exchange exchange = new Exchange();
    private Phase phase = Phase.REQUEST;
    private boolean advancing;
    private int requests;
    private long startedMs;
    private long headMs;
    private boolean serverReused;
    private @Nullable Reply reply;
    private long lingerUntilMs;

    HttpSession(Worker worker, Frontend frontend, Router router, SocketAddress peer, int port) {
        super(worker, frontend, peer, port);
        this.router = router;
        this.requestReader = new HeadReader(worker);
        this.responseReader = new HeadReader(worker);
        this.startedMs = loop().nowMs();
    }

    @Override
    void accepted() {
        advance();
    }

    @Override
    public void advance() {
        if (advancing) {
            return; // a server was found at once, or none is to be had: the crank that turns sees the new phase
        }
        advancing = true;
        boolean more = !isClosed();
        while (more) {
            more = switch (phase) {
                case REQUEST -> readRequest();
                case SERVER -> awaitServer();
                case RESPONSE -> passRequest() ? readResponse() : !isClosed();
                case BODY -> passRequest() ? passResponse() : !isClosed();
                case TUNNEL -> passTunnel();
                case REPLY -> sendReply();
                case LINGER -> linger();
            };
        }
        if (!isClosed()) {
            expireAt(deadlineMs());
        }
        advancing = false;
    }

    // ---- request

    private boolean readRequest() {
        boolean idle = client.waiting() == 0;
        HeadReader.Step step = requestReader.request(client);
        if (idle && client.waiting() > 0 && requests > 0) {
            beginTiming();
        }
        return switch (step) {
            case HEAD -> begin(worker.head());
            case INVALID -> refuseRequest(400, 'P');
            case GONE -> clientGone();
            case WAIT -> false;
        };
    }

    private void beginTiming() {
        startedMs = loop().nowMs();
        entry.acceptedMs = loop().clock().wallTimeMs();
    }

    /** A request's head is complete: where does it go? */
    private boolean begin(Head head) {
        requests++;
        frontend.counters().requests.increment();
        headMs = loop().nowMs();
        entry.requestMs = (int) (headMs - startedMs);
        if (frontend.logsHttp()) {
            entry.requestLine(head.bytes(), head.start(), head.startLineEnd());
        }
        exchange.request(head);
        if (frontend.stopping()) {
            exchange.leaveClient();
        }
        if (frontend.isMonitored(head)) {
            return refuse(200, 'P', 'R');
        }
        Route to = router.route(head);
        route = to;
        if (to == null) {
            return refuse(503, 's', 'C');
        }
        entry.backend = to.backend().name();
        to.backend().counters().requests.increment();
        to.backend().counters().sessions.increment();
        Responder responder = to.responder();
        ByteBuffer local = responder == null ? null : responder.answer(head);
        return local != null ? answer(local, to, head) : forward(to, head);
    }

    private boolean forward(Route to, Head head) {
        Server wanted = worker.rewriter().request(head, to, entry);
        int start = worker.rewriter().compose();
        if (start < 0) {
            return refuseRequest(400, 'P');
        }
        int bytes = head.end() - start;
        client.in().startAt(start);
        exchange.routed(to, wanted, start, bytes);
        upstream.start(
                client, bytes, head.bodyKind(), head.contentLength(), to.splicesRequests(), exchange.repeatable());
        phase = Phase.SERVER;
        dialer.dial(to, wanted, exchange.repeatable() && !to.closes());
        return true;
    }

    // ---- server

    private boolean awaitServer() {
        return client.broken() && end('C', dialer.queued() ? 'Q' : 'C', true);
    }

    @Override
    public void connected(Connection connection, boolean reused) {
        server = connection;
        serverReused = reused;
        connection.belongTo(this);
        noteServer(connection);
        entry.queueMs = (int) (dialer.assignedMs() - headMs);
        entry.connectMs = (int) (loop().nowMs() - dialer.assignedMs());
        client.touch();
        phase = Phase.RESPONSE;
        advance();
    }

    @Override
    public void unreachable(char cause, char state) {
        noteUnreached(headMs);
        refuse(503, cause, state);
        advance();
    }

    private Connection server() {
        return Objects.requireNonNull(server);
    }

    // ---- request and response

    /** Moves the request on; false where the exchange ended with it. */
    private boolean passRequest() {
        Outcome outcome = upstream.advance(client, server());
        account();
        switch (outcome) {
            case COMPLETE -> exchange.requestPassed();
            case TRUNCATED, SOURCE_FAILED -> {
                return end('C', phase == Phase.BODY ? 'D' : 'H', true);
            }
            case MALFORMED -> {
                if (phase == Phase.BODY) {
                    end('P', 'D', true);
                } else {
                    refuse(400, 'P', 'D');
                }
                return false;
            }
            case TARGET_FAILED -> {
                upstream.abandon(); // the server may have answered before it closed: the answer decides
                exchange.requestCut();
            }
            case YIELD -> advanceLater();
            default -> {
                // waiting
            }
        }
        return true;
    }

    private boolean readResponse() {
        if (interimUnderWay() && downstream.advance(server(), client) != Outcome.COMPLETE) {
            account();
            return downstream.outcome() == Outcome.TARGET_FAILED && end('C', 'H', true);
        }
        if (client.broken()) {
            return end('C', 'H', true);
        }
        Connection from = server();
        return switch (responseReader.response(from, exchange.method())) {
            case HEAD -> beginResponse(from, worker.head());
            case INVALID -> refuseResponse(502, 'P');
            case GONE -> noResponse(from);
            case WAIT -> false;
        };
    }

    /** A 1xx head is being passed on; the response proper comes after it. */
    private boolean interimUnderWay() {
        return downstream.outcome() != Outcome.COMPLETE;
    }

    /** The server closed or broke before a whole head came. */
    private boolean noResponse(Connection from) {
        boolean silent = from.waiting() == 0;
        closeServer();
        exchange.again();
        responseReader.restart();
        if (!silent || !serverReused || !exchange.repeatable()) {
            return refuseResponse(502, 'S');
        }
        // it was closing when the request went out: once more on a connection of its own (RFC 9112, 9.3.1)
        client.in().startAt(exchange.requestStart());
        upstream.start(client, exchange.requestBytes(), BodyKind.NONE, 0, false, true);
        phase = Phase.SERVER;
        dialer.dialAgain();
        return true;
    }

    private boolean beginResponse(Connection from, Head head) {
        Route to = Objects.requireNonNull(route);
        if (head.status() == 101 && !exchange.upgrades()) {
            return refuseResponse(502, 'P'); // the client's next request would pass for its share of the tunnel
        }
        boolean interim = head.status() < 200 && head.status() != 101;
        if (interim && exchange.oldClient()) {
            from.in().startAt(head.end()); // HTTP/1.0 knows no 1xx (RFC 9110, 15.2)
            from.letGo();
            return true;
        }
        if (interim) {
            worker.rewriter().interim(head);
        } else {
            entry.status = head.status();
            entry.responseMs = (int) (loop().nowMs() - headMs - entry.queueMs - entry.connectMs);
            exchange.response(head, to);
            worker.rewriter().response(head, to, entry, exchange, dialer.server());
        }
        int start = worker.rewriter().compose();
        if (start < 0) {
            return refuseResponse(502, 'P');
        }
        from.in().startAt(start);
        BodyKind kind = head.bodyKind();
        downstream.start(from, head.end() - start, kind, head.contentLength(), to.splicesResponses(), false);
        if (interim) {
            advanceLater(); // a server that sends nothing else must not hold the loop
            return false;
        }
        client.letGo(); // the request will not be sent again
        phase = kind == BodyKind.TUNNEL ? Phase.TUNNEL : Phase.BODY;
        if (phase == Phase.TUNNEL) {
            upstream.start(client, 0, BodyKind.TUNNEL, 0, to.splicesRequests(), false);
        }
        return true;
    }

    private boolean passResponse() {
        Outcome outcome = downstream.advance(server(), client);
        account();
        return switch (outcome) {
            case COMPLETE -> complete();
            case TRUNCATED, SOURCE_FAILED, MALFORMED -> end('S', 'D', !exchange.delimited());
            case TARGET_FAILED -> end('C', 'D', true);
            case YIELD -> {
                advanceLater();
                yield false;
            }
            default -> client.broken() && end('C', 'D', true); // a server may stay silent for long
        };
    }

    private boolean passTunnel() {
        char cause = tunnel(server());
        return cause != STILL_OPEN && end(cause, cause == '-' ? '-' : 'D', cause != '-');
    }

    /** The response is delivered. */
    private boolean complete() {
        Connection from = server();
        server = null;
        releaseServer();
        log('-', '-');
        Server served = from.server();
        boolean clean = from.waiting() == 0 && !from.peerClosing();
        if (exchange.serverStays() && clean && served != null && Dialer.isReusable(served)) {
            worker.idle().keep(served, from);
        } else {
            from.close();
        }
        return exchange.clientStays() ? nextRequest() : leaveClient();
    }

    private boolean nextRequest() {
        entry.clear();
        exchange.clear();
        route = null;
        beginTiming();
        phase = Phase.REQUEST;
        return true;
    }

    // ---- local answers

    private boolean answer(ByteBuffer whole, Route to, Head head) {
        entry.server = "<STATS>";
        if (!exchange.requestWhole() || to.closes()) {
            exchange.leaveClient();
        }
        client.in().startAt(head.end());
        client.letGo();
        return startReply(200, Rewriter.withConnection(whole, exchange.clientStays()), 'P', 'R');
    }

    private boolean refuseRequest(int status, char cause) {
        frontend.counters().requestErrors.increment();
        return refuse(status, cause, 'R');
    }

    private boolean refuseResponse(int status, char cause) {
        Server from = dialer.server();
        if (from != null) {
            from.counters().responseErrors.increment();
            Objects.requireNonNull(route).backend().counters().responseErrors.increment();
        }
        return refuse(status, cause, 'H');
    }

    /** Answers with one of Fairlead's own pages, the last thing this client hears. */
    private boolean refuse(int status, char cause, char state) {
        exchange.leaveClient();
        return startReply(status, Replies.of(status), cause, state);
    }

    private boolean startReply(int status, ByteBuffer whole, char cause, char state) {
        upstream.abandon();
        downstream.abandon();
        closeServer();
        releaseServer();
        entry.status = status;
        entry.cause = cause;
        entry.state = state;
        reply = new Reply(worker.buffers(), whole, exchange.method());
        client.touch();
        phase = Phase.REPLY;
        return true;
    }

    private boolean sendReply() {
        Outcome outcome = Objects.requireNonNull(reply).send(client, this);
        if (outcome == Outcome.AWAIT_TARGET) {
            return false;
        }
        if (outcome == Outcome.TARGET_FAILED) {
            return end('C', entry.state, true);
        }
        endReply();
        boolean monitored = route == null && entry.status == 200;
        if (!monitored) {
            log(entry.cause, entry.state);
        }
        return exchange.clientStays() ? nextRequest() : leaveClient();
    }

    private void endReply() {
        if (reply != null) {
            reply.close();
            reply = null;
        }
    }

    // ---- the end

    /** Nothing more will be answered: closes, but not over bytes that the client may still be sending. */
    private boolean leaveClient() {
        upstream.abandon();
        boolean unread = client.hasUnread();
        if (exchange.requestWhole() && !unread) {
            close(false);
            return false;
        }
        client.shutdownWrite();
        lingerUntilMs = loop().nowMs() + LINGER_MS;
        phase = Phase.LINGER;
        return true;
    }

    private boolean linger() {
        client.discard();
        if (!client.readable()) {
            return false;
        }
        int count = client.fill();
        if (count <= 0 && count != -Errno.EAGAIN) {
            close(false);
        } else if (count > 0) {
            advanceLater(); // a client that never stops sending must not hold the loop
        }
        return false;
    }

    /** The client closed or broke while a request was awaited. */
    private boolean clientGone() {
        if (client.waiting() == 0 && requests > 0) {
            close(false);
            return false;
        }
        return end('C', 'R', false);
    }

    /** Ends session and exchange here, with a line in the log. */
    private boolean end(char cause, char state, boolean reset) {
        closeServer();
        releaseServer();
        log(cause, state);
        endReply();
        close(reset);
        return false;
    }

    private void log(char cause, char state) {
        boolean silent = requests == 0 && bytesFromClient == 0 && client.waiting() == 0;
        log(cause, state, loop().nowMs() - startedMs, silent);
    }

    // ---- time

    private long deadlineMs() {
        return switch (phase) {
            case REQUEST -> deadlineMs(startedMs, frontend.headTimeoutMs(client.waiting() == 0 && requests > 0));
            case SERVER -> dialer.deadlineMs();
            case RESPONSE, BODY, TUNNEL -> exchangeDeadlineMs();
            case REPLY -> clientDeadlineMs();
            case LINGER -> lingerUntilMs;
        };
    }

    private long exchangeDeadlineMs() {
        boolean awaitsHead = phase == Phase.RESPONSE && upstream.outcome() == Outcome.COMPLETE;
        return Math.min(
                awaitsClient() ? clientDeadlineMs() : Dialer.NEVER,
                awaitsServer() || awaitsHead ? serverDeadlineMs(server()) : Dialer.NEVER);
    }

    @Override
    void expired() {
        boolean clientLate = awaitsClient() && clientDeadlineMs() <= loop().nowMs();
        switch (phase) {
            case REQUEST -> requestLate();
            case SERVER -> dialer.expired();
            case RESPONSE -> {
                if (clientLate) {
                    refuse(408, 'c', 'H');
                } else {
                    refuseResponse(504, 's');
                }
            }
            case BODY, TUNNEL -> end(clientLate ? 'c' : 's', 'D', phase == Phase.BODY && !exchange.delimited());
            case REPLY -> end('c', entry.state, true);
            case LINGER -> close(false);
        }
        advance();
    }

    private void requestLate() {
        if (client.waiting() == 0 && requests > 0) {
            close(false); // an idle connection: nobody asked for anything
        } else {
            refuseRequest(408, 'c');
        }
    }
}
