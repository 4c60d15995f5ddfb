package io.fairlead.session;

import io.fairlead.balance.Server;
import io.fairlead.http.BodyKind;
import io.fairlead.http.Head;
import io.fairlead.http.HeadParser.Result;
import io.fairlead.http.Method;
import io.fairlead.http.Replies;
import io.fairlead.linux.Errno;
import io.fairlead.linux.SocketAddress;
import io.fairlead.loop.Buffer;
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
        /** Request and response pass; the response's head has not come. */
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

    private Phase phase = Phase.REQUEST;

    // of the request under way
    private Method method = Method.OTHER;
    private boolean oldClient;
    private boolean clientStays;
    private boolean serverStays;
    private boolean serverReused;
    private boolean repeatable;
    private boolean requestWhole;

    /** Whether the client can tell a response cut short from a whole one. */
    private boolean delimited;

    private @Nullable Server wanted;
    private int requestStart;
    private int requestBytes;
    private long startedMs;
    private long headMs;

    private int requests;
    private boolean partial;
    private boolean advancing;

    // of the reply under way
    private @Nullable ByteBuffer reply;
    private @Nullable Buffer replyBuffer;

    private long lingerUntilMs;

    HttpSession(Worker worker, Frontend frontend, SocketAddress peer, int port) {
        super(worker, frontend, peer, port);
        this.startedMs = loop().nowMs();
    }

    @Override
    void accepted() {
        advance();
    }

    @Override
    void advance() {
        if (advancing) {
            return; // a server was found at once, or none is to be had: the crank that turns already sees the new phase
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
        if (client.waiting() > 0 && !partial) {
            return parseRequest(client.in());
        }
        if (!client.readable()) {
            return false;
        }
        int count = client.fill();
        if (count <= 0) {
            return count != -Errno.EAGAIN && clientGone();
        }
        if (client.waiting() == count && requests > 0) {
            beginTiming();
        }
        // a client that sends byte by byte must not cost the square of the head's length
        partial = partial && !client.isFull() && !hasLineEnd(client.in(), count);
        return true;
    }

    private static boolean hasLineEnd(Buffer in, int lastBytes) {
        for (int i = in.end() - lastBytes; i < in.end(); i++) {
            if (in.bytes().get(i) == '\n') {
                return true;
            }
        }
        return false;
    }

    private void beginTiming() {
        startedMs = loop().nowMs();
        entry.acceptedMs = loop().clock().wallTimeMs();
    }

    private boolean parseRequest(Buffer in) {
        worker.parser().reset();
        Result result = worker.parser().request(in.bytes(), in.start(), in.end(), worker.head());
        if (result == Result.COMPLETE) {
            return begin(in, worker.head());
        }
        if (result == Result.INVALID || client.isFull()) {
            frontend.counters().requestErrors.increment();
            return refuse(400, 'P', 'R');
        }
        partial = true;
        return true;
    }

    /** A request's head is complete: where does it go? */
    private boolean begin(Buffer in, Head head) {
        requests++;
        frontend.counters().requests.increment();
        headMs = loop().nowMs();
        entry.requestMs = (int) (headMs - startedMs);
        if (frontend.logsHttp()) {
            entry.requestLine(head.bytes(), head.start(), head.startLineEnd());
        }
        method = head.method();
        oldClient = head.minorVersion() == 0;
        clientStays = head.keepAlive();
        requestWhole = head.bodyKind() == BodyKind.NONE;
        if (frontend.isMonitored(head)) {
            return answer(200, Replies.of(200));
        }
        Route to = frontend.route(head);
        route = to;
        if (to == null) {
            return refuse(503, 's', 'C');
        }
        entry.backend = to.backend().name();
        to.backend().counters().requests.increment();
        to.backend().counters().sessions.increment();
        Responder responder = to.responder();
        ByteBuffer local = responder == null ? null : responder.answer(head);
        return local != null ? answerLocally(local) : forward(to, in, head);
    }

    private boolean forward(Route to, Buffer in, Head head) {
        wanted = worker.rewriter().request(head, to, entry);
        clientStays &= !to.closes();
        int start = worker.rewriter().compose();
        if (start < 0) {
            return refuse(400, 'P', 'R');
        }
        in.startAt(start);
        requestStart = start;
        requestBytes = head.end() - start;
        // only a request that is wholly in hand, and that may be made twice, goes out on a connection that may be closing
        repeatable = requestWhole && method.idempotent() && !head.upgrade();
        upstream.start(client, requestBytes, head.bodyKind(), head.contentLength(), to.splicesRequests(), repeatable);
        phase = Phase.SERVER;
        dialer.dial(to, wanted, repeatable && !to.closes());
        return true;
    }

    // ---- server

    private boolean awaitServer() {
        if (client.broken()) {
            char state = dialer.queued() ? 'Q' : 'C';
            return end('C', state, true);
        }
        return false;
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
        Server last = dialer.server();
        if (last != null) {
            entry.server = last.name();
            entry.queueMs = (int) (dialer.assignedMs() - headMs);
        }
        refuse(503, cause, state);
        advance();
    }

    private Connection server() {
        return Objects.requireNonNull(server);
    }

    // ---- response

    /** Moves the request on; false where the exchange ended with it. */
    private boolean passRequest() {
        Outcome outcome = upstream.advance(client, server());
        account();
        switch (outcome) {
            case COMPLETE -> requestWhole = true;
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
            case TARGET_FAILED -> upstream.abandon(); // it may have answered before it closed: the answer decides
            case YIELD -> advanceLater();
            default -> {
                // waiting
            }
        }
        return true;
    }

    private boolean readResponse() {
        Connection from = server();
        if (client.broken() && !downstreamPending()) {
            return end('C', 'H', true);
        }
        if (downstreamPending()) { // a 1xx on its way
            Outcome outcome = downstream.advance(from, client);
            account();
            if (outcome != Outcome.COMPLETE) {
                return outcome == Outcome.TARGET_FAILED && end('C', 'H', true);
            }
        }
        if (from.waiting() > 0) {
            Result result = parseResponse(from.in());
            if (result != Result.INCOMPLETE) {
                return result == Result.COMPLETE ? beginResponse(from.in(), worker.head()) : badResponse();
            }
            if (from.isFull()) {
                return badResponse();
            }
        }
        if (!from.readable()) {
            return false;
        }
        int count = from.fill();
        if (count > 0) {
            return true;
        }
        return count != -Errno.EAGAIN && noResponse(from);
    }

    private boolean downstreamPending() {
        return downstream.outcome() != Outcome.COMPLETE;
    }

    private Result parseResponse(Buffer in) {
        worker.parser().reset();
        return worker.parser().response(in.bytes(), in.start(), in.end(), worker.head(), method);
    }

    private boolean badResponse() {
        countResponseError();
        return refuse(502, 'P', 'H');
    }

    /** The server closed or broke before a whole head came. */
    private boolean noResponse(Connection from) {
        boolean untouched = from.waiting() == 0;
        closeServer();
        if (serverReused && repeatable && untouched) {
            client.in().startAt(requestStart);
            upstream.start(client, requestBytes, BodyKind.NONE, 0, false, true);
            phase = Phase.SERVER;
            dialer.dialAgain();
            return true;
        }
        countResponseError();
        return refuse(502, 'S', 'H');
    }

    private void countResponseError() {
        Route to = route;
        Server from = dialer.server();
        if (to != null && from != null) {
            to.backend().counters().responseErrors.increment();
            from.counters().responseErrors.increment();
        }
    }

    /** A response's head is complete. */
    private boolean beginResponse(Buffer in, Head head) {
        Route to = Objects.requireNonNull(route);
        Connection from = server();
        int status = head.status();
        int end = head.end();
        BodyKind kind = head.bodyKind();
        if (status < 200 && status != 101) {
            downstream.start(from, end - head.start(), BodyKind.NONE, 0, false, false);
            return true;
        }
        entry.status = status;
        entry.responseMs = (int) (loop().nowMs() - headMs - entry.queueMs - entry.connectMs);
        delimited = kind != BodyKind.UNTIL_CLOSE && kind != BodyKind.TUNNEL;
        serverStays = !to.closes() && head.keepAlive() && delimited && requestWhole;
        clientStays &= delimited && requestWhole;
        Server answering = dialer.server();
        worker.rewriter().response(head, to, entry, answering, clientStays, oldClient, answering == wanted);
        int start = worker.rewriter().compose();
        if (start < 0) {
            return badResponse();
        }
        in.startAt(start);
        downstream.start(from, end - start, kind, head.contentLength(), to.splicesResponses(), false);
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
            case TRUNCATED, SOURCE_FAILED, MALFORMED -> end('S', 'D', !delimited);
            case TARGET_FAILED -> end('C', 'D', true);
            case YIELD -> {
                advanceLater();
                yield false;
            }
            default -> false;
        };
    }

    private boolean passTunnel() {
        boolean over = tunnel(server());
        account();
        if (over) {
            return end('-', '-', false);
        }
        if (upstream.outcome() == Outcome.SOURCE_FAILED || downstream.outcome() == Outcome.TARGET_FAILED) {
            return end('C', 'D', true);
        }
        if (upstream.outcome() == Outcome.TARGET_FAILED || downstream.outcome() == Outcome.SOURCE_FAILED) {
            return end('S', 'D', true);
        }
        if (yielded()) {
            advanceLater();
        }
        return false;
    }

    /** The response is delivered. */
    private boolean complete() {
        Connection from = server();
        server = null;
        releaseServer();
        log('-', '-');
        Server served = from.server();
        boolean clean = from.waiting() == 0 && !from.peerClosing();
        if (serverStays && clean && served != null) {
            worker.idle().keep(served, from);
        } else {
            from.close();
        }
        return clientStays ? nextRequest() : leaveClient();
    }

    private boolean nextRequest() {
        entry.clear();
        phase = Phase.REQUEST;
        route = null;
        partial = false;
        beginTiming();
        return true;
    }

    // ---- local answers

    private boolean answerLocally(ByteBuffer whole) {
        entry.server = "<STATS>";
        Route to = Objects.requireNonNull(route);
        clientStays &= requestWhole && !to.closes();
        client.in().startAt(worker.head().end());
        client.letGo();
        return startReply(200, Rewriter.withConnection(whole, clientStays), 'P', 'R');
    }

    private boolean answer(int status, ByteBuffer page) {
        clientStays = false;
        return startReply(status, page, 'P', 'R');
    }

    /** Ends the request with one of Fairlead's own pages. */
    private boolean refuse(int status, char cause, char state) {
        clientStays = false;
        return startReply(status, Replies.of(status), cause, state);
    }

    private boolean startReply(int status, ByteBuffer page, char cause, char state) {
        upstream.abandon();
        downstream.abandon();
        closeServer();
        entry.status = status;
        entry.cause = cause;
        entry.state = state;
        reply = method == Method.HEAD ? Rewriter.headOnly(page) : page.duplicate();
        replyBuffer = worker.buffers().borrow(0);
        releaseServer();
        client.touch();
        phase = Phase.REPLY;
        return true;
    }

    private boolean sendReply() {
        ByteBuffer rest = Objects.requireNonNull(reply);
        Buffer out = Objects.requireNonNull(replyBuffer);
        while (rest.hasRemaining() || !out.isEmpty()) {
            if (out.isEmpty()) {
                out.reset(0);
                out.append(rest);
            }
            if (!client.writable()) {
                return false;
            }
            int sent = client.send(out, out.length(), false);
            if (sent < 0) {
                return sent != -Errno.EAGAIN && end('C', entry.state, true);
            }
            client.touch();
            entry.bytes += sent;
            frontend.counters().bytesOut.add(sent);
        }
        endReply();
        boolean monitored = route == null && entry.status == 200;
        if (!monitored) {
            log(entry.cause, entry.state);
        }
        return clientStays ? nextRequest() : leaveClient();
    }

    private void endReply() {
        if (replyBuffer != null) {
            worker.buffers().giveBack(replyBuffer);
            replyBuffer = null;
            reply = null;
        }
    }

    // ---- the end

    /** Nothing more will be answered: closes, but not over bytes that the client may still be sending. */
    private boolean leaveClient() {
        upstream.abandon();
        boolean unread = client.readable() && !client.peerClosing();
        if (requestWhole && !unread) {
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
        if (count > 0) {
            return true;
        }
        if (count != -Errno.EAGAIN) {
            close(false);
        }
        return false;
    }

    /** The client closed or broke while a request was awaited. */
    private boolean clientGone() {
        boolean silent = client.waiting() == 0;
        if (silent && requests > 0) {
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
        entry.cause = cause;
        entry.state = state;
        entry.totalMs = (int) (loop().nowMs() - startedMs);
        boolean silent = bytesFromClient == 0 && client.waiting() == 0 && requests == 0;
        if (silent && !frontend.logsNull()) {
            return;
        }
        if (frontend.logsHttp()) {
            worker.log().http(frontend.proxy().logs(), entry);
        } else if (frontend.logsTcp()) {
            worker.log().tcp(frontend.proxy().logs(), entry);
        }
    }

    // ---- time

    private long deadlineMs() {
        return switch (phase) {
            case REQUEST -> requestDeadlineMs();
            case SERVER -> dialer.deadlineMs();
            case RESPONSE, BODY, TUNNEL -> exchangeDeadlineMs();
            case REPLY -> clientDeadlineMs();
            case LINGER -> lingerUntilMs;
        };
    }

    private long requestDeadlineMs() {
        long inactiveMs = clientDeadlineMs();
        long requestMs = frontend.config().httpRequestTimeoutMs();
        if (client.waiting() == 0 && requests > 0) {
            long keepAliveMs = frontend.config().keepAliveTimeoutMs();
            return Math.min(inactiveMs, deadlineMs(startedMs, keepAliveMs == 0 ? requestMs : keepAliveMs));
        }
        return Math.min(inactiveMs, deadlineMs(startedMs, requestMs));
    }

    private long exchangeDeadlineMs() {
        boolean awaitsHead = phase == Phase.RESPONSE && upstream.outcome() == Outcome.COMPLETE;
        return Math.min(
                awaitsClient() ? clientDeadlineMs() : Dialer.NEVER,
                awaitsServer() || awaitsHead ? serverDeadlineMs(server()) : Dialer.NEVER);
    }

    @Override
    void expired() {
        switch (phase) {
            case REQUEST -> requestLate();
            case SERVER -> dialer.expired();
            case RESPONSE -> {
                if (clientLate()) {
                    refuse(408, 'c', 'H');
                } else {
                    countResponseError();
                    refuse(504, 's', 'H');
                }
            }
            case BODY, TUNNEL -> end(clientLate() ? 'c' : 's', 'D', phase == Phase.BODY && !delimited);
            case REPLY -> end('c', entry.state, true);
            case LINGER -> close(false);
        }
        advance();
    }

    private boolean clientLate() {
        return awaitsClient() && clientDeadlineMs() <= loop().nowMs();
    }

    private void requestLate() {
        if (client.waiting() == 0 && requests > 0) {
            close(false); // an idle connection: nobody asked for anything
        } else {
            frontend.counters().requestErrors.increment();
            refuse(408, 'c', 'R');
        }
    }
}
