package io.fairlead.session;

import io.fairlead.linux.Errno;

/**
 * The end of a client's connection that must not destroy what was sent last: a close over bytes that the client is
 * still sending would reset the connection. So they are thrown away until the client ends it too, for a while.
 */
final class Farewell {
    private static final long LONGEST_MS = 2_000;

    private final Session session;
    private final Connection client;
    private long untilMs;

    Farewell(Session session) {
        this.session = session;
        this.client = session.client;
    }

    /** Says that nothing more will come. */
    void begin() {
        client.shutdownWrite();
        untilMs = session.loop().nowMs() + LONGEST_MS;
    }

    /** Throws away what came; true when the client has ended its side. */
    boolean over() {
        client.discard();
        if (!client.readable()) {
            return false;
        }
        int count = client.fill();
        if (count > 0) {
            session.advanceLater(); // a client that never stops sending must not hold the loop
        }
        return count <= 0 && count != -Errno.EAGAIN;
    }

    long deadlineMs() {
        return untilMs;
    }
}
