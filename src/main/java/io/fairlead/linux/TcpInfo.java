package io.fairlead.linux;

import static io.fairlead.linux.Libc.INT;
import static io.fairlead.linux.Libc.LONG;

import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;

/** What a TCP socket tells anybody who has it: TCP_INFO (tcp(7)) and what its queues hold. Reusable, one thread at a time. */
public final class TcpInfo {
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_INFO = 11;
    private static final long SIOCINQ = 0x541b;
    private static final long SIOCOUTQ = 0x5411;

    // struct tcp_info of Linux 6.2
    private static final int BYTES = 248;
    private static final int STATE = 0;
    private static final int OPTIONS = 5;
    private static final int SCALES = 6;
    private static final int SEGMENT = 16;
    private static final int DATA_RECEIVED_MS = 52;
    private static final int ACK_RECEIVED_MS = 56;
    private static final int UNACKNOWLEDGED = 24;
    private static final int TOLD_SEGMENT = 84;
    private static final int BYTES_ACKNOWLEDGED = 120;
    private static final int BYTES_RECEIVED = 128;
    private static final int SEGMENTS_OUT = 136;
    private static final int SEGMENTS_IN = 140;
    private static final int NOT_SENT = 144;
    private static final int DISORDERED = 224;
    private static final int SEND_WINDOW = 228;
    private static final int RECEIVE_WINDOW = 232;

    // states (net/tcp_states.h)
    private static final int ESTABLISHED = 1;
    private static final int CLOSE_WAIT = 8;
    private static final int LAST_ACK = 9;
    private static final int CLOSING = 11;

    // options
    private static final int TIMESTAMPS = 1;
    private static final int SACK = 2;
    private static final int SCALED = 4;
    private static final int ECN = 8;
    private static final int FINE_TIMESTAMPS = 64; // since Linux 6.7

    private static final MethodHandle GETSOCKOPT = Libc.prompt("getsockopt", INT, INT, INT, INT, LONG, LONG);
    private static final MethodHandle IOCTL = Libc.variadic("ioctl", 2, INT, INT, LONG, LONG);

    private final ByteBuffer info = Memory.allocate(BYTES);
    private final long pointer = Memory.addressOf(info);
    private final ByteBuffer length = Memory.allocate(Integer.BYTES);
    private final long lengthPointer = Memory.addressOf(length);
    private final ByteBuffer queued = Memory.allocate(Integer.BYTES);
    private final long queuedPointer = Memory.addressOf(queued);
    private int waiting;
    private int unacknowledged;

    /** Asks a connected socket; 0 or a negated errno. -ENOSYS: the kernel is older than what is asked for. */
    public int read(int socket) {
        try {
            length.putInt(0, BYTES);
            int answer = Libc.answer(
                    (int) GETSOCKOPT.invokeExact(Libc.state(), socket, IPPROTO_TCP, TCP_INFO, pointer, lengthPointer));
            return answer == 0 && length.getInt(0) < RECEIVE_WINDOW + Integer.BYTES ? -Errno.ENOSYS : answer;
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    /** Asks what lies in its queues, which is no part of the rest: 0 or a negated errno. */
    public int readQueues(int socket) {
        int inside = queued(socket, SIOCINQ);
        waiting = inside;
        boolean empty = info.getInt(UNACKNOWLEDGED) == 0 && notSent() == 0;
        unacknowledged = empty ? 0 : queued(socket, SIOCOUTQ);
        return Math.min(0, Math.min(inside, unacknowledged));
    }

    private int queued(int socket, long request) {
        try {
            int answer = Libc.answer((int) IOCTL.invokeExact(Libc.state(), socket, request, queuedPointer));
            return answer < 0 ? answer : queued.getInt(0);
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    /** Bytes that were received and not yet read; a FIN does not count. */
    public int waiting() {
        return waiting;
    }

    /** Bytes that were written and not yet acknowledged, sent or not. */
    public int unacknowledged() {
        return unacknowledged;
    }

    /** Neither side has ended, or the peer only. */
    public boolean maySend() {
        int state = info.get(STATE);
        return state == ESTABLISHED || state == CLOSE_WAIT;
    }

    /** What the peer has acknowledged so far; of a socket that connected, its SYN too. */
    public long bytesAcknowledged() {
        return info.getLong(BYTES_ACKNOWLEDGED);
    }

    /** What the peer has sent so far, in order; its FIN too. */
    public long bytesReceived() {
        return info.getLong(BYTES_RECEIVED);
    }

    /** Segments that arrived or left so far, with bytes or without: where none did, nothing else has changed. */
    public long segments() {
        return (long) info.getInt(SEGMENTS_IN) << Integer.SIZE | Integer.toUnsignedLong(info.getInt(SEGMENTS_OUT));
    }

    /** The peer's FIN has arrived: CLOSE_WAIT, LAST_ACK, CLOSING. */
    public boolean peerFinished() {
        int state = info.get(STATE);
        return state == CLOSE_WAIT || state == LAST_ACK || state == CLOSING;
    }

    /** The largest payload that is sent to the peer in a segment. */
    public int segmentBytes() {
        return info.getInt(SEGMENT);
    }

    /** The largest payload that the peer was told to send in a segment. */
    public int toldSegmentBytes() {
        return info.getInt(TOLD_SEGMENT);
    }

    /** For how long the peer has sent neither bytes nor an acknowledgement that this socket was given, in ms. */
    public long silentMs() {
        long sinceData = Integer.toUnsignedLong(info.getInt(DATA_RECEIVED_MS));
        long sinceAck = Integer.toUnsignedLong(info.getInt(ACK_RECEIVED_MS));
        return Math.min(sinceData, sinceAck);
    }

    /** Bytes that were written and have not left. */
    public int notSent() {
        return info.getInt(NOT_SENT);
    }

    /** Segments that came before their turn, so far. */
    public int disordered() {
        return info.getInt(DISORDERED);
    }

    /** What the peer has room for, in bytes from the first unacknowledged. */
    public int sendWindow() {
        return info.getInt(SEND_WINDOW);
    }

    /** What was told to the peer last, in bytes from the last acknowledged then. */
    public int receiveWindow() {
        return info.getInt(RECEIVE_WINDOW);
    }

    public boolean hasTimestamps() {
        return (info.get(OPTIONS) & TIMESTAMPS) != 0;
    }

    /** The stack's timestamps count microseconds, not milliseconds. */
    public boolean hasFineTimestamps() {
        return (info.get(OPTIONS) & FINE_TIMESTAMPS) != 0;
    }

    public boolean hasSack() {
        return (info.get(OPTIONS) & SACK) != 0;
    }

    public boolean hasEcn() {
        return (info.get(OPTIONS) & ECN) != 0;
    }

    /** By how many bits the windows that the peer tells are to be shifted. */
    public int peerScale() {
        return (info.get(OPTIONS) & SCALED) != 0 ? info.get(SCALES) & 0xf : 0;
    }

    /** By how many bits the windows told to the peer are. */
    public int localScale() {
        return (info.get(OPTIONS) & SCALED) != 0 ? info.get(SCALES) >> 4 & 0xf : 0;
    }
}
