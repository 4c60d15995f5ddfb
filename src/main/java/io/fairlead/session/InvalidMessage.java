package io.fairlead.session;

import io.fairlead.balance.Server;
import io.fairlead.http.Problem;
import io.fairlead.loop.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A request or response whose head could not be understood, kept for whoever asks why ({@code show errors}).
 *
 * @param atMs time of day
 * @param client as the log names it
 * @param backend where the request went; null for a request
 * @param server whose response it is; null for a request, or where there is none
 * @param position of the octet or line that is to blame, in {@code bytes}
 * @param bytes what had been received, a buffer full at most
 */
public record InvalidMessage(
        long atMs,
        String client,
        @Nullable String backend,
        @Nullable String server,
        Problem problem,
        int position,
        byte[] bytes) {

    static InvalidMessage of(Session session, Connection from, HeadReader reader, boolean request) {
        Buffer in = from.in();
        byte[] bytes = new byte[in.length()];
        in.bytes().get(in.start(), bytes);
        Route route = request ? null : session.route;
        Server server = request ? null : session.dialer.server();
        return new InvalidMessage(
                session.loop().clock().wallTimeMs(),
                session.entry.client,
                route == null ? null : route.backend().name(),
                server == null ? null : server.name(),
                reader.problem(),
                Math.clamp(reader.problemAt() - in.start(), 0, bytes.length),
                bytes);
    }
}
