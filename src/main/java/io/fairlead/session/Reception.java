package io.fairlead.session;

import io.fairlead.balance.Backend;
import io.fairlead.balance.Server;
import io.fairlead.http.CacheCheck;
import io.fairlead.http.Head;
import io.fairlead.http.Problem;
import io.fairlead.http.Verdict;
import io.fairlead.log.Entry;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a request once its head is there: it is answered, refused, held, or sent on to a backend. A part of
 * {@link HttpSession}, which carries out what is decided here. The order is HAProxy's: {@code monitor-uri}, the
 * frontend's rules, the choice of the backend, the backend's rules, its statistics page, persistence.
 */
final class Reception {
    private final HttpSession session;
    private final Frontend frontend;
    private final Exchange exchange;
    private final Router router;
    private final Entry entry;
    private final Consumer<Responder.Answer> answered;
    private @Nullable Lane lane;
    private @Nullable ClientLine clientLine;

    Reception(HttpSession session, Exchange exchange, Router router) {
        this.session = session;
        this.frontend = session.frontend;
        this.exchange = exchange;
        this.router = router;
        this.entry = session.entry;
        this.answered = session::answered;
    }

    /** Returns whether there is more to do at once. */
    boolean receive(Head head) {
        if (frontend.logsHttp()) {
            entry.requestLine(head.bytes(), head.start(), head.startLineEnd());
        }
        if (session.trace != null) {
            session.trace.request(session, head);
        }
        exchange.request(head);
        Capturer capturer = router.capturer();
        if (capturer != null) {
            capturer.request(head, entry);
        }
        if (frontend.stopping()) {
            exchange.leaveClient();
        }
        if (frontend.isMonitored(head)) {
            return session.refuse(200, 'P', 'R');
        }
        Verdict verdict = router.request(head);
        if (verdict != Verdict.ACCEPT) {
            return stop(verdict, head, frontend.tarpitMs());
        }
        Lane to = router.lane();
        return to == null ? session.refuse(503, 's', 'C') : enter(to, head);
    }

    private boolean enter(Lane to, Head head) {
        lane = to;
        Route route = to.route();
        Backend backend = route.backend();
        session.route = route;
        entry.backend = backend.name();
        backend.counters().requests.increment();
        backend.counters().sessions.increment();
        Verdict verdict = to.request(head);
        if (verdict != Verdict.ACCEPT) {
            if (verdict != Verdict.INVALID) {
                backend.counters().deniedRequests.increment();
            }
            return stop(verdict, head, route.config().tarpitTimeoutMs());
        }
        Responder responder = route.responder();
        boolean local = responder != null && responder.answer(head, frontend.name(), answered);
        return local ? session.awaitAnswer(route, head) : forward(to, head);
    }

    /** Rules do not let the request go on. */
    private boolean stop(Verdict verdict, Head head, long tarpitMs) {
        if (verdict == Verdict.INVALID) {
            return refuse(head.problem(), head.start(), head.problemAt());
        }
        frontend.counters().deniedRequests.increment();
        return verdict == Verdict.DENY ? session.refuse(403, 'P', 'R') : session.hold(head, tarpitMs);
    }

    private @Nullable ClientLine clientLine(Route to) {
        if (clientLine == null && to.forwarding() != null) {
            clientLine = new ClientLine(entry.client);
        }
        return clientLine;
    }

    private boolean refuse(Problem why, int start, int at) {
        session.report.invalidRequest(why, start, at);
        return session.refuseRequest(400, 'P', false);
    }

    private boolean forward(Lane lane, Head head) {
        Route to = lane.route();
        Rewriter rewriter = session.worker.rewriter();
        Server wanted = rewriter.request(
                head, lane, entry, clientLine(to), session.loop().nowMs());
        int start = rewriter.compose();
        if (start < 0) {
            frontend.counters().rewriteErrors.increment();
            to.backend().counters().rewriteErrors.increment();
            return refuse(Problem.TOO_LARGE, head.start(), head.end());
        }
        exchange.routed(to, wanted, head, start);
        return session.forward(to, head);
    }

    /** How the request went on that is under way. */
    Lane lane() {
        return Objects.requireNonNull(lane);
    }

    /** What becomes of the response to it, whose head is there: the rules of both proxies may edit or refuse it. */
    Verdict judge(Head response) {
        Capturer capturer = router.capturer();
        if (capturer != null) {
            capturer.response(response, entry);
        }
        if (lane().route().checksCache() && CacheCheck.exposesCookie(response)) {
            session.report.blocked(lane().route());
            return Verdict.DENY;
        }
        return lane().response(response);
    }
}
