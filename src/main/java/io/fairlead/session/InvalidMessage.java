package io.fairlead.session;

import io.fairlead.balance.Server;
import io.fairlead.http.Problem;
import io.fairlead.loop.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A request or response that could not be understood, or passed on as rules made it, kept for whoever asks why ({@code
 * show errors}).
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

    /**
     * @param start where it begins in the buffer of the connection it came from
     * @param at what is to blame, in that buffer
     */
    static InvalidMessage of(Session session, Connection from, Problem problem, int start, int at) {
        boolean request = from.equals(session.client);
        Buffer in = from.in();
        byte[] bytes = new byte[in.end() - start];
        in.bytes().get(start, bytes);
        Route route = request ? null : session.route;
        Server server = request ? null : session.dialer.server();
        return new InvalidMessage(
                session.loop().clock().wallTimeMs(),
                session.entry.client,
                route == null ? null : route.backend().name(),
                server == null ? null : server.name(),
                problem,
                Math.clamp(at - start, 0, bytes.length),
                bytes);
    }
}
