package io.fairlead.splice;

import io.fairlead.linux.Sockets;
import io.fairlead.linux.TcpInfo;

/**
 * Has a second connection agree in its handshake on what a first one has agreed on, as far as a socket may ask for it, so
 * that packets of one fit the other. Reusable, one thread at a time.
 */
public final class Handshake {
    private static final int TIMESTAMP_BYTES = 12; // the option and its padding, in every segment (RFC 7323)
    private static final int LARGEST_SEGMENT_BYTES = 32_767; // the kernel takes no more; only loopback has larger ones

    private final TcpInfo info = new TcpInfo();

    /**
     * Limits the segments of a socket that is not connected yet to those of a connection. Where that cannot be done the
     * socket stays as it is: whether the two fit is seen when they are joined.
     *
     * @param established a connected socket
     * @param connecting a socket before connect
     */
    public void match(int established, int connecting) {
        if (info.read(established) < 0) {
            return; // no TCP socket, or not one any more
        }
        int segmentBytes = info.segmentBytes() + (info.hasTimestamps() ? TIMESTAMP_BYTES : 0);
        if (segmentBytes <= LARGEST_SEGMENT_BYTES) {
            Sockets.limitSegments(connecting, segmentBytes);
        }
    }
}
