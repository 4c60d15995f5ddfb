package io.fairlead.admin;

import io.fairlead.balance.Backend;
import io.fairlead.balance.Server;
import io.fairlead.session.Session;
import java.util.Locale;

/** A session in words, as {@code show sess} lists it; on the session's loop. */
final class SessionText {
    private SessionText() {}

    static String line(Session session) {
        return "0x%x: proto=%s src=%s fe=%s be=%s srv=%s age=%s idle=%s phase=%s in=%d out=%d exp=%s\n"
                .formatted(
                        session.id(),
                        protocol(session.client()),
                        session.client(),
                        session.frontend().name(),
                        backend(session),
                        server(session),
                        seconds(session.ageMs()),
                        seconds(session.idleMs()),
                        session.phase().replace(' ', '-'),
                        session.bytesIn(),
                        session.bytesOut(),
                        expiry(session));
    }

    static String details(Session session) {
        return """
                0x%x: proto=%s source=%s
                  frontend=%s mode=%s
                  backend=%s
                  server=%s
                  phase=%s age=%s idle=%s expires=%s
                  request bytes=%d response bytes=%d
                """.formatted(
                        session.id(),
                        protocol(session.client()),
                        session.client(),
                        session.frontend().name(),
                        session.frontend().proxy().mode().name().toLowerCase(Locale.ROOT),
                        backend(session),
                        server(session),
                        session.phase(),
                        seconds(session.ageMs()),
                        seconds(session.idleMs()),
                        expiry(session),
                        session.bytesIn(),
                        session.bytesOut());
    }

    private static String protocol(String client) {
        if (client.startsWith("unix:")) {
            return "unix_stream";
        }
        return client.indexOf(':') == client.lastIndexOf(':') ? "tcpv4" : "tcpv6";
    }

    private static String backend(Session session) {
        Backend backend = session.backend();
        return backend == null ? "<NONE>" : backend.name();
    }

    private static String server(Session session) {
        Server server = session.server();
        return server == null ? "<none>" : server.name();
    }

    private static String expiry(Session session) {
        return session.expiresInMs() < 0 ? "<NEVER>" : seconds(session.expiresInMs());
    }

    private static String seconds(long ms) {
        return Units.duration(ms / 1000).replace(" ", "");
    }
}
