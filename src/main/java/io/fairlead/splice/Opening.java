package io.fairlead.splice;

import io.fairlead.linux.TcpInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How a TCP connection was opened: who is at its ends, and where its numbers begin. Programs note it of every handshake
 * ({@code struct opening}); with what the socket counts, it tells where the connection stands at any time.
 */
final class Opening {
    /** Where {@code struct flow} has what: addresses of 16 bytes, IPv4 mapped, and ports, in network order. */
    static final int SOURCE = 0;

    static final int DESTINATION = Layout.of("flow.destination");
    static final int SOURCE_PORT = Layout.of("flow.source_port");
    static final int DESTINATION_PORT = Layout.of("flow.destination_port");

    private static final int DEVICE = Layout.of("opening.device");
    private static final int HEARD = Layout.of("opening.heard");
    private static final int SENT = Layout.of("opening.sent");
    private static final int RECEIVED = Layout.of("opening.received");
    private static final int ACTIVE = Layout.of("opening.active");
    private static final int CLOCK = Layout.of("opening.clock");
    private static final int CLOCK_ECHO = Layout.of("opening.clock_echo");
    private static final int NS = Layout.of("opening.ns");

    /** A SYN cookie's timestamp is set back by up to 63 (cookie_init_timestamp()), and two clocks tick at two times. */
    private static final int CLOCK_SLACK = 63 + 2;

    private final ByteBuffer flow;
    private final boolean isV6;
    private final int device;
    private final int firstReceived;
    private final int firstUnacknowledged;
    private final int clock;
    private final int clockEcho;
    private final long ns;

    /**
     * @param flow its packets as they arrive: the key that the programs find it by
     * @param noted what they noted, whole
     */
    Opening(ByteBuffer flow, boolean isV6, ByteBuffer noted) {
        this.flow = ByteBuffer.allocate(flow.capacity()).order(ByteOrder.nativeOrder());
        this.flow.put(0, flow, 0, flow.capacity());
        this.isV6 = isV6;
        this.device = noted.getInt(DEVICE);
        this.firstReceived = noted.getInt(RECEIVED) + 1;
        boolean countsSyn = noted.getInt(ACTIVE) != 0; // tcp_snd_una_update() meets the SYN of who connects only
        this.firstUnacknowledged = noted.getInt(SENT) + (countsSyn ? 0 : 1);
        this.clock = noted.getInt(CLOCK);
        this.clockEcho = noted.getInt(CLOCK_ECHO);
        this.ns = noted.getLong(NS);
    }

    /** Whether both halves of the handshake passed the programs. */
    static boolean isWhole(ByteBuffer noted) {
        return noted.getInt(DEVICE) != 0 && noted.getInt(HEARD) != 0;
    }

    ByteBuffer flow() {
        return flow;
    }

    boolean isV6() {
        return isV6;
    }

    /** By which device packets left. */
    int device() {
        return device;
    }

    /** A timestamp that is not before any which the stack has sent; it ticks once in a ms, or in a µs (RFC 7323). */
    int clock(TcpInfo info) {
        long elapsedNs = System.nanoTime() - ns;
        return clock + (int) (elapsedNs / (info.hasFineTimestamps() ? 1_000 : 1_000_000)) + CLOCK_SLACK;
    }

    /** The peer's timestamp at the beginning. */
    int clockEcho() {
        return clockEcho;
    }

    /** The sequence number that is acknowledged next, FIN included. */
    int received(TcpInfo info) {
        return firstReceived + (int) info.bytesReceived();
    }

    /** The sequence number that the peer acknowledges next. */
    int acknowledged(TcpInfo info) {
        return firstUnacknowledged + (int) info.bytesAcknowledged();
    }
}
