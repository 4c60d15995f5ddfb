package io.fairlead.session;

import io.fairlead.balance.Server;
import io.fairlead.config.ProxyConfig.Option;
import io.fairlead.http.Cookies;
import io.fairlead.http.Head;
import io.fairlead.http.HeadEditor;
import io.fairlead.http.SessionId;
import io.fairlead.log.Entry;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Clients that stay with their server: what heads say of it ({@code cookie}, {@code appsession}), and what they are made
 * to say. One per loop.
 */
final class Persistence {
    private final Cookies cookies = new Cookies();

    /** The server that a request asks for, where it can be used; null: none. */
    @Nullable
    Server request(Head head, Lane lane, Entry entry, HeadEditor editor, long nowMs) {
        Server home = lane.sessionId() == null ? null : find(head, lane, nowMs);
        StickyCookie sticky = lane.route().cookie();
        if (sticky == null) {
            return home;
        }
        char found = sticky.find(head, cookies);
        Server named = found == 'V' ? sticky.named(head, cookies) : home;
        if (found != 'N') {
            sticky.hideFrom(head, cookies, editor);
        }
        if (sticky.isLogged()) {
            entry.requestCookie = found;
        }
        return named;
    }

    /**
     * Notes and writes what a response says.
     *
     * @param direct whether the client itself asked for the server
     */
    void response(Head head, Lane lane, Entry entry, HeadEditor editor, Server from, boolean direct, long nowMs) {
        if (lane.sessionId() != null) {
            learn(head, lane, from, nowMs);
        }
        StickyCookie sticky = lane.route().cookie();
        if (sticky != null) {
            char written = sticky.write(head, cookies, editor, from, direct);
            if (sticky.isLogged()) {
                entry.responseCookie = written;
            }
        }
    }

    private static @Nullable Server find(Head request, Lane lane, long nowMs) {
        SessionId id = Objects.requireNonNull(lane.sessionId());
        AppSessions sessions = Objects.requireNonNull(lane.route().appSessions());
        Server home = id.find(request) ? sessions.find(request.bytes(), id.start(), id.end(), nowMs) : null;
        boolean usable =
                home != null && (home.isUp() || lane.route().backend().proxy().has(Option.PERSIST));
        return usable ? home : null;
    }

    private static void learn(Head response, Lane lane, Server from, long nowMs) {
        SessionId id = Objects.requireNonNull(lane.sessionId());
        AppSessions sessions = Objects.requireNonNull(lane.route().appSessions());
        if (id.find(response)) {
            sessions.learn(response.bytes(), id.start(), id.end(), from, nowMs);
        }
    }
}
