package io.fairlead.session;

import io.fairlead.session.Flow.Outcome;

/** Raw bytes both ways between the two connections of a session, until both sides have ended. */
final class Tunnel {
    /** What {@link #carry} answers while it goes on. */
    static final char STILL_OPEN = 0;

    private final Session session;
    private boolean serverToldOfEnd;
    private boolean clientToldOfEnd;
    private boolean requestCutShort;

    Tunnel(Session session) {
        this.session = session;
    }

    /**
     * Moves what can be moved and passes each side's end on to the other. Returns what ended it, as the log says it, or
     * {@link #STILL_OPEN}.
     */
    char carry(Connection server) {
        Connection client = session.client;
        Outcome up = upstream(client, server);
        Outcome down = session.downstream.advance(server, client);
        if (down == Outcome.COMPLETE && !clientToldOfEnd) {
            clientToldOfEnd = true;
            tellEnd(session.downstream, client);
        }
        session.account();
        if (up == Outcome.EXPIRED || down == Outcome.EXPIRED) {
            return up == Outcome.EXPIRED ? 'c' : 's'; // the client is waited for as long as it has not ended
        }
        boolean clientReset = down == Outcome.AWAIT_SOURCE && client.broken(); // nobody reads it or writes to it
        if (up == Outcome.SOURCE_FAILED || down == Outcome.TARGET_FAILED || clientReset) {
            return 'C';
        }
        boolean serverReset = up == Outcome.AWAIT_SOURCE && server.broken() && !serverToldOfEnd;
        if (serverReset && down == Outcome.COMPLETE) { // it had said all, and wants no more
            session.upstream.abandon();
            requestCutShort = true;
            return '-';
        }
        if (down == Outcome.SOURCE_FAILED || serverReset) {
            return 'S';
        }
        if (up == Outcome.YIELD || down == Outcome.YIELD) {
            session.advanceLater();
        }
        return up == Outcome.COMPLETE && down == Outcome.COMPLETE ? '-' : STILL_OPEN;
    }

    private Outcome upstream(Connection client, Connection server) {
        Outcome up = session.upstream.advance(client, server);
        if (up == Outcome.TARGET_FAILED) { // it takes no more, but what it sent before is still delivered
            session.upstream.abandon();
            serverToldOfEnd = true;
            requestCutShort = true;
            return Outcome.COMPLETE;
        }
        if (up == Outcome.COMPLETE && !serverToldOfEnd) {
            serverToldOfEnd = true;
            tellEnd(session.upstream, server);
        }
        return up;
    }

    private static void tellEnd(Flow ended, Connection target) {
        if (!ended.toldEnd()) {
            target.shutdownWrite();
        }
    }

    /** Whether the server took no more while the client may have gone on sending. */
    boolean requestCutShort() {
        return requestCutShort;
    }
}
