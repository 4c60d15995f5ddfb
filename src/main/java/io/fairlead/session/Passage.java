package io.fairlead.session;

import io.fairlead.balance.Server;
import io.fairlead.http.BodyKind;
import io.fairlead.http.Head;
import io.fairlead.http.Problem;
import io.fairlead.http.Verdict;
import io.fairlead.session.Flow.Outcome;
import io.fairlead.splice.Means;
import java.util.Objects;

/**
 * One exchange between a client and the server found for it: the request goes there, the response comes back, or raw
 * bytes go both ways. A part of {@link HttpSession}, which hears how it ends.
 */
final class Passage {
    private enum Stage {
        /** The request passes, or has passed; the response's head has not come. */
        HEAD,
        /** The response's head has come and its body passes. */
        BODY,
        /** Raw bytes both ways, after 101 or CONNECT. */
        TUNNEL
    }

    private final HttpSession session;
    private final Exchange exchange;
    private final Reception reception;
    private final Connection client;
    private final Flow upstream;
    private final Flow downstream;
    private final HeadReader reader;
    private final Tunnel tunnel;
    private Stage stage = Stage.HEAD;
    private boolean serverReused;

    /** {@code option forceclose}, where the server has not been told yet that nothing more will come. */
    private boolean endsEarly;

    Passage(HttpSession session, Exchange exchange, Reception reception) {
        this.session = session;
        this.exchange = exchange;
        this.reception = reception;
        this.client = session.client;
        this.upstream = session.upstream;
        this.downstream = session.downstream;
        this.reader = new HeadReader(session.worker);
        this.tunnel = new Tunnel(session);
    }

    /** The server is connected. {@code reused}: it has served before, so it may just be closing. */
    void begin(boolean reused) {
        stage = Stage.HEAD;
        serverReused = reused;
        endsEarly = route().closesServerEarly();
    }

    private Connection server() {
        return Objects.requireNonNull(session.server);
    }

    private Route route() {
        return Objects.requireNonNull(session.route);
    }

    /** Moves what can be moved; returns whether there is more to do at once. */
    boolean advance() {
        return switch (stage) {
            case HEAD -> passRequest() ? readResponse() : !session.isClosed();
            case BODY -> passRequest() ? passResponse() : !session.isClosed();
            case TUNNEL -> passTunnel();
        };
    }

    /** Moves the request on; false where the exchange ended with it. */
    private boolean passRequest() {
        Outcome outcome = upstream.advance(client, server());
        session.account();
        switch (outcome) {
            case COMPLETE -> {
                exchange.requestPassed();
                if (endsEarly && stage == Stage.BODY) {
                    endsEarly = false;
                    server().shutdownWrite();
                }
            }
            case TRUNCATED, SOURCE_FAILED -> {
                return session.end('C', 'D', true);
            }
            case EXPIRED -> {
                return session.end('c', 'D', true);
            }
            case MALFORMED -> {
                if (stage == Stage.BODY) {
                    session.end('P', 'D', true);
                } else {
                    session.refuse(400, 'P', 'D');
                }
                return false;
            }
            case TARGET_FAILED -> {
                upstream.abandon(); // the server may have answered before it closed: the answer decides
                exchange.requestCut();
            }
            case YIELD -> session.advanceLater();
            default -> {
                // waiting
            }
        }
        return true;
    }

    private boolean readResponse() {
        if (interimUnderWay() && downstream.advance(server(), client) != Outcome.COMPLETE) {
            session.account();
            return downstream.outcome() == Outcome.TARGET_FAILED && session.end('C', 'H', true);
        }
        if (client.peerClosing() && (client.broken() || route().abortsOnClose())) {
            return clientLeft();
        }
        Connection from = server();
        return switch (reader.response(from, exchange.method())) {
            case HEAD -> beginResponse(from, session.worker.head());
            case INVALID -> refuse(from, reader.problem(), from.in().start(), reader.problemAt());
            case GONE -> noResponse(from);
            case WAIT -> false;
        };
    }

    /** The client does not wait for the answer: as HAProxy has it, a request that was none. */
    private boolean clientLeft() {
        if (!client.broken()) {
            return session.refuse(400, 'C', 'H');
        }
        session.entry.status = 400;
        return session.end('C', 'H', true);
    }

    /** A 1xx head is being passed on; the response proper comes after it. */
    private boolean interimUnderWay() {
        return downstream.outcome() != Outcome.COMPLETE;
    }

    /** The server closed or broke before a whole head came. */
    private boolean noResponse(Connection from) {
        boolean silent = from.waiting() == 0;
        session.closeServer();
        exchange.again();
        reader.restart();
        if (!silent || !serverReused || !exchange.repeatable()) {
            return session.refuseResponse(502, 'S');
        }
        // it was closing when the request went out: once more on a connection of its own (RFC 9112, 9.3.1)
        client.in().startAt(exchange.requestStart());
        upstream.start(client, exchange.requestBytes(), BodyKind.NONE, 0, Means.COPY, true);
        return session.dialAgain();
    }

    private boolean beginResponse(Connection from, Head head) {
        if (head.status() == 101 && !exchange.upgrades()) {
            // the client's next request would pass for its share of the tunnel
            return refuse(from, Problem.UNASKED_UPGRADE, head.start(), head.start());
        }
        boolean interim = head.status() < 200 && head.status() != 101;
        if (interim && exchange.oldClient()) {
            from.in().startAt(head.end()); // HTTP/1.0 knows no 1xx (RFC 9110, 15.2)
            from.letGo();
            session.advanceLater(); // a server that sends nothing else must not hold the loop
            return false;
        }
        return interim ? passInterim(from, head) : passHead(from, head);
    }

    private boolean passInterim(Connection from, Head head) {
        session.worker.rewriter().interim(head);
        if (startResponse(from, head) > 0) {
            session.advanceLater(); // a server that sends nothing else must not hold the loop
            return false;
        }
        return refuse(from, Problem.TOO_LARGE, head.start(), head.end());
    }

    private boolean passHead(Connection from, Head head) {
        session.noteResponse(head);
        if (session.trace != null) {
            session.trace.response(session, head);
        }
        exchange.response(head);
        Verdict verdict = reception.judge(head);
        if (verdict != Verdict.ACCEPT) {
            return verdict == Verdict.DENY
                    ? session.denyResponse()
                    : refuse(from, head.problem(), head.start(), head.problemAt());
        }
        if (head.closedByRule()) {
            exchange.leaveClient();
        }
        Server served = session.dialer.server();
        long nowMs = session.loop().nowMs();
        session.worker.rewriter().response(head, reception.lane(), session.entry, exchange, served, nowMs);
        int headBytes = startResponse(from, head);
        if (headBytes < 0) {
            return refuse(from, Problem.TOO_LARGE, head.start(), head.end());
        }
        if (session.frontend.logsEarly()) {
            session.logEarly(headBytes);
        }
        client.letGo(); // the request will not be sent again
        stage = head.bodyKind() == BodyKind.TUNNEL ? Stage.TUNNEL : Stage.BODY;
        if (stage == Stage.TUNNEL) {
            upstream.start(client, 0, BodyKind.TUNNEL, 0, route().requestsBy(), false);
        }
        return true;
    }

    /** The response cannot be passed on. */
    private boolean refuse(Connection from, Problem why, int start, int at) {
        session.report.invalidResponse(from, why, start, at);
        return session.refuseResponse(502, 'P');
    }

    /** Puts the edited head in front of its body; returns its length, or -1 where there is not enough room. */
    private int startResponse(Connection from, Head head) {
        int start = session.worker.rewriter().compose();
        if (start < 0) {
            return -1;
        }
        from.in().startAt(start);
        int bytes = head.end() - start;
        downstream.start(from, bytes, head.bodyKind(), head.contentLength(), route().responsesBy(), false);
        return bytes;
    }

    private boolean passResponse() {
        Outcome outcome = downstream.advance(server(), client);
        session.account();
        return switch (outcome) {
            case COMPLETE -> session.complete();
            case TRUNCATED, SOURCE_FAILED, MALFORMED -> session.end('S', 'D', !exchange.delimited());
            case TARGET_FAILED -> session.end('C', 'D', true);
            case EXPIRED -> session.end('s', 'D', true);
            case YIELD -> {
                session.advanceLater();
                yield false;
            }
            default -> client.broken() && session.end('C', 'D', true); // a server may stay silent for long
        };
    }

    private boolean passTunnel() {
        char cause = tunnel.carry(server());
        return cause != Tunnel.STILL_OPEN && session.end(cause, cause == '-' ? '-' : 'D', cause != '-');
    }

    private boolean stillWaits() {
        return session.isClosed()
                || session.server == null
                || deadlineMs() > session.loop().nowMs();
    }

    /** When whoever is waited for has been inactive for too long, in the loop's milliseconds. */
    long deadlineMs() {
        boolean awaitsHead = stage == Stage.HEAD && upstream.outcome() == Outcome.COMPLETE;
        return Math.min(
                session.awaitsClient() ? session.clientDeadlineMs() : Dialer.NEVER,
                session.awaitsServer() || awaitsHead ? session.serverDeadlineMs(server()) : Dialer.NEVER);
    }

    /** The deadline has come; it may have moved, for packets that the kernel carries wake nobody. */
    void expired() {
        if (stage != Stage.HEAD && (advance() || stillWaits())) {
            return;
        }
        boolean clientLate = session.awaitsClient()
                && session.clientDeadlineMs() <= session.loop().nowMs();
        if (stage != Stage.HEAD) {
            session.end(clientLate ? 'c' : 's', 'D', stage == Stage.BODY && !exchange.delimited());
        } else if (clientLate) {
            session.refuse(408, 'c', 'H');
        } else {
            session.refuseResponse(504, 's');
        }
    }
}
