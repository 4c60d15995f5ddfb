package io.fairlead.session;

import io.fairlead.balance.Server;
import io.fairlead.http.Head;
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
        /** The client of a request that is not passed on waits for its answer. */
        TARPIT,
        /** An answer of Fairlead's own is being written, elsewhere. */
        ANSWER,
        /** Request and response pass. */
        EXCHANGE,
        /** Fairlead itself answers. */
        REPLY,
        /** Everything is sent; what the client still sends is thrown away. */
        LINGER
    }

    /** A responder that has not answered by then never will. */
    private static final long LONGEST_ANSWER_MS = 60_000;

    private final HeadReader requestReader;
    private final Reception reception;
    private final Exchange exchange = new Exchange();
    private final Passage passage;
    private final Farewell farewell = new Farewell(this);
    private Phase phase = Phase.REQUEST;
    private boolean advancing;
    private int requests;
    private long startedMs;
    private long headMs;
    private long tarpitUntilMs;
    private @Nullable Reply reply;

    HttpSession(Worker worker, Frontend frontend, Router router, Listener listener) {
        super(worker, frontend, listener);
        this.requestReader = new HeadReader(worker);
        this.startedMs = loop().nowMs();
        this.reception = new Reception(this, exchange, router);
        this.passage = new Passage(this, exchange, reception);
    }

    @Override
    void accepted() {
        advance();
    }

    @Override
    void proceed() {
        if (advancing) {
            return; // a server was found at once, or none is to be had: the crank that turns sees the new phase
        }
        advancing = true;
        try {
            turn();
        } finally {
            advancing = false;
        }
    }

    private void turn() {
        boolean more = !isClosed();
        while (more) {
            more = switch (phase) {
                case REQUEST -> readRequest();
                case SERVER -> awaitServer();
                case TARPIT -> client.peerClosing() && endHold();
                case ANSWER -> client.broken() && end('C', 'H', true);
                case EXCHANGE -> passage.advance();
                case REPLY -> sendReply();
                case LINGER -> linger();
            };
        }
        if (!isClosed()) {
            expireAt(deadlineMs());
        }
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
            case INVALID -> {
                report.invalidRequest(requestReader.problem(), client.in().start(), requestReader.problemAt());
                yield refuseRequest(400, 'P', true);
            }
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
        return reception.receive(head);
    }

    /** Its client waits for the answer. */
    boolean hold(Head head, long tarpitMs) {
        exchange.leaveClient();
        client.in().startAt(head.end()); // the wait may be long: it need not hold a buffer
        client.letGo();
        tarpitUntilMs = loop().nowMs() + tarpitMs;
        phase = Phase.TARPIT;
        return true;
    }

    private boolean endHold() {
        noteHold();
        return end('C', 'T', true);
    }

    /** The time it was held is the time it waited. */
    private void noteHold() {
        entry.queueMs = (int) (loop().nowMs() - headMs);
    }

    /** It goes to a server. */
    boolean forward(Route to, Head head) {
        client.in().startAt(exchange.requestStart());
        upstream.start(
                client,
                exchange.requestBytes(),
                head.bodyKind(),
                head.contentLength(),
                to.requestsBy(),
                exchange.repeatable());
        phase = Phase.SERVER;
        dialer.dial(to, exchange.wanted(), exchange.repeatable() && !exchange.serverLeaves());
        return true;
    }

    // ---- server

    private boolean awaitServer() {
        if (!clientGaveUp(false)) {
            return false;
        }
        boolean queued = dialer.queued();
        report.unreached(headMs, queued);
        return end('C', queued ? 'Q' : 'C', client.broken());
    }

    @Override
    public void connected(Connection connection, boolean reused) {
        server = connection;
        connection.belongTo(this);
        connection.serve(client);
        report.server(connection);
        entry.queueMs = (int) (dialer.assignedMs() - headMs);
        entry.connectMs = (int) (loop().nowMs() - dialer.assignedMs());
        client.touch();
        passage.begin(reused);
        phase = Phase.EXCHANGE;
        advance();
    }

    @Override
    public void unreachable(char cause, char state) {
        report.unreached(headMs, state == 'Q');
        refuse(503, cause, state);
        advance();
    }

    /** The request goes out once more, on a connection of its own. */
    boolean dialAgain() {
        phase = Phase.SERVER;
        dialer.dialAgain();
        return true;
    }

    // ---- response

    /** The response's head is complete. */
    void noteResponse(Head head) {
        entry.status = head.status();
        entry.responseMs = (int) (loop().nowMs() - headMs - entry.queueMs - entry.connectMs);
        Server from = dialer.server();
        if (from != null) {
            from.counters().responded(head.status());
        }
    }

    /** The response is delivered. */
    boolean complete() {
        Connection from = Objects.requireNonNull(server);
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

    /** A responder writes the answer. */
    boolean awaitAnswer(Route to, Head head) {
        entry.server = "<STATS>";
        frontend.counters().intercepted.increment();
        if (!exchange.requestWhole() || to.closes()) {
            exchange.leaveClient();
        }
        client.in().startAt(head.end());
        client.letGo();
        phase = Phase.ANSWER;
        return false;
    }

    /** A responder has written the answer; any thread may call. */
    void answered(Responder.Answer local) {
        ByteBuffer open = local.whole();
        ByteBuffer last = Rewriter.withConnection(open, false); // long ones are not for the loop to copy
        loop().post(() -> {
            if (phase == Phase.ANSWER && !isClosed()) { // or else nobody waits for it any more
                startReply(local.status(), exchange.clientStays() ? open : last, 'P', 'R');
                advance();
            }
        });
    }

    /** @param unread whether no whole request came that could be read */
    boolean refuseRequest(int status, char cause, boolean unread) {
        entry.badRequest = unread;
        frontend.counters().requestErrors.increment();
        return refuse(status, cause, 'R');
    }

    boolean refuseResponse(int status, char cause) {
        Server from = dialer.server();
        if (from != null) {
            from.counters().responseErrors.increment();
            Objects.requireNonNull(route).backend().counters().responseErrors.increment();
        }
        return refuse(status, cause, 'H');
    }

    /** The response must not reach the client. */
    boolean denyResponse() {
        frontend.counters().deniedResponses.increment();
        Objects.requireNonNull(route).backend().counters().deniedResponses.increment();
        Server from = dialer.server();
        if (from != null) {
            from.counters().deniedResponses.increment();
        }
        return refuse(502, 'P', 'H');
    }

    /** Answers with one of Fairlead's own pages, the last thing this client hears. */
    boolean refuse(int status, char cause, char state) {
        exchange.leaveClient();
        Route to = route;
        ErrorAnswers answers = to == null ? frontend.errors() : to.errors();
        return startReply(status, answers.of(status), cause, state);
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
        farewell.begin();
        phase = Phase.LINGER;
        return true;
    }

    private boolean linger() {
        if (farewell.over()) {
            close(false);
        }
        return false;
    }

    /** The client closed or broke while a request was awaited. */
    private boolean clientGone() {
        if (client.waiting() == 0 && requests > 0) {
            close(false);
            return false;
        }
        if (client.waiting() > 0 || frontend.logsNull()) {
            frontend.counters().requestErrors.increment();
        }
        entry.badRequest = true;
        entry.status = 400; // what it would have been told, as HAProxy's logs have it
        return end('C', 'R', false);
    }

    /** Ends session and exchange here, with a line in the log. */
    boolean end(char cause, char state, boolean reset) {
        closeServer();
        releaseServer();
        log(cause, state);
        endReply();
        close(reset);
        return false;
    }

    @Override
    void cut(char cause) {
        switch (phase) {
            case REQUEST -> {
                entry.badRequest = cause == 'R';
                end(cause, 'R', true);
            }
            case SERVER -> end(cause, dialer.queued() ? 'Q' : 'C', true);
            case TARPIT -> end(cause, 'T', true);
            case ANSWER -> end(cause, 'H', true);
            case EXCHANGE -> end(cause, 'D', true);
            case REPLY -> end(cause, entry.state, true);
            case LINGER -> close(true);
        }
    }

    @Override
    public String phase() {
        return switch (phase) {
            case REQUEST -> client.waiting() == 0 && requests > 0 ? "idle" : "request";
            case SERVER -> dialer.phase();
            case TARPIT -> "tarpit";
            case ANSWER -> "answering";
            case EXCHANGE -> "exchange";
            case REPLY -> "reply";
            case LINGER -> "leaving";
        };
    }

    private void log(char cause, char state) {
        boolean silent = requests == 0 && bytesFromClient == 0 && client.waiting() == 0;
        report.write(cause, state, loop().nowMs() - startedMs, silent);
    }

    /** {@code option logasap}: the response begins, with a head of so many bytes. */
    void logEarly(int headBytes) {
        entry.bytes += headBytes;
        report.writeEarly(loop().nowMs() - startedMs);
    }

    // ---- time

    private long deadlineMs() {
        return switch (phase) {
            case REQUEST -> deadlineMs(startedMs, frontend.headTimeoutMs(client.waiting() == 0 && requests > 0));
            case SERVER -> dialer.deadlineMs();
            case TARPIT -> tarpitUntilMs;
            case ANSWER -> headMs + LONGEST_ANSWER_MS;
            case EXCHANGE -> passage.deadlineMs();
            case REPLY -> clientDeadlineMs();
            case LINGER -> farewell.deadlineMs();
        };
    }

    @Override
    void expired() {
        switch (phase) {
            case REQUEST -> requestLate();
            case SERVER -> dialer.expired();
            case TARPIT -> {
                noteHold();
                refuse(500, 'P', 'T');
            }
            case ANSWER -> refuse(504, 's', 'H');
            case EXCHANGE -> passage.expired();
            case REPLY -> end('c', entry.state, true);
            case LINGER -> close(false);
        }
        advance();
    }

    private void requestLate() {
        if (client.waiting() == 0 && requests > 0) {
            close(false); // an idle connection: nobody asked for anything
        } else {
            refuseRequest(408, 'c', true);
        }
    }
}
