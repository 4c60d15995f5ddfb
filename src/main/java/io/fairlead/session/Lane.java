package io.fairlead.session;

import io.fairlead.http.Head;
import io.fairlead.http.SessionId;
import io.fairlead.http.Verdict;
import org.jspecify.annotations.Nullable;

/** A route as one listener's requests take it: with the rules of both its proxies, as this loop applies them. */
final class Lane {
    private final Route route;
    private final ProxyRules frontend;
    private final ProxyRules backend;
    private final @Nullable SessionId sessionId;

    /** @param backend none where both are one proxy: its rules are applied once */
    Lane(Route route, ProxyRules frontend, ProxyRules backend) {
        this.route = route;
        this.frontend = frontend;
        this.backend = backend;
        AppSessions sessions = route.appSessions();
        this.sessionId = sessions == null
                ? null
                : new SessionId(sessions.config().cookie(), sessions.config().lengthBytes());
    }

    Route route() {
        return route;
    }

    /** Finds the sessions of {@code appsession}; null where the backend has none. */
    @Nullable
    SessionId sessionId() {
        return sessionId;
    }

    /** Applies the backend's rules; the frontend's, which led here, have been. */
    Verdict request(Head head) {
        return backend.request(head);
    }

    /** Applies the rules of the backend, then those of the frontend. */
    Verdict response(Head head) {
        Verdict verdict = backend.response(head);
        return verdict == Verdict.ACCEPT ? frontend.response(head) : verdict;
    }
}
