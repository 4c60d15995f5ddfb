package io.fairlead.splice;

import io.fairlead.linux.Bpf;
import io.fairlead.linux.Errno;
import io.fairlead.linux.Memory;
import io.fairlead.linux.SocketAddress;
import io.fairlead.linux.Sockets;
import io.fairlead.linux.TcpInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Where a TCP connection stands: its sequence numbers on the wire, its windows and options. Asked of a packet program,
 * which looks at the socket, and of the socket itself; needs no privilege. Reusable, one thread at a time.
 */
final class Standing {
    private static final int ETHERNET_BYTES = 14;
    private static final int FLOW = ETHERNET_BYTES + Layout.of("question.flow");
    private static final int WATCHED = ETHERNET_BYTES + Layout.of("question.watched");
    private static final int DISORDERED = ETHERNET_BYTES + Layout.of("question.disordered");
    private static final int PROMISED = ETHERNET_BYTES + Layout.of("question.promised");
    private static final int FOUND = ETHERNET_BYTES + Layout.of("question.found");
    private static final int RECEIVE_NEXT = ETHERNET_BYTES + Layout.of("question.rcv_nxt");
    private static final int SEND_NEXT = ETHERNET_BYTES + Layout.of("question.snd_nxt");
    private static final int SEND_UNACKNOWLEDGED = ETHERNET_BYTES + Layout.of("question.snd_una");
    private static final int MSS = ETHERNET_BYTES + Layout.of("question.mss");
    private static final int CONTEXT_BYTES = 192; // struct __sk_buff
    private static final int PORT_AT = 32;
    private static final int ATTEMPTS = 10;
    private static final int LOOPBACK_SEGMENT_BYTES = 32_000;
    private static final int COARSEST_SCALE = 11;
    private static final int ENOUGH_ROOM_BYTES = 8 * 1024;

    private final int asking;
    private final TcpInfo info = new TcpInfo();
    private final SocketAddress local = new SocketAddress();
    private final SocketAddress peer = new SocketAddress();
    private final ByteBuffer question = Memory.allocate(ETHERNET_BYTES + Layout.of("question"));
    private final ByteBuffer answer = Memory.allocate(question.capacity());
    private int disorderedBefore;
    private final ByteBuffer context = Memory.allocate(CONTEXT_BYTES);

    /** @param asking the program */
    Standing(int asking) {
        this.asking = asking;
    }

    /** Which connection is asked about from now on; 0, or a negated errno. */
    int about(int socket) {
        int named = Sockets.localAddress(socket, local);
        named = named < 0 ? named : Sockets.peerAddress(socket, peer);
        if (named < 0) {
            return named;
        }
        if (local.isUnix() || peer.isUnix()) {
            return -Errno.EINVAL;
        }
        local.unmap(); // packets tell what they are, sockets need not
        peer.unmap();
        write(question, FLOW, local, peer);
        return 0;
    }

    /** Looks where it stands while nobody follows its packets; 0, or a negated errno. */
    int look(int socket) {
        int answer = look(socket, 0);
        disorderedBefore = info.disordered();
        return answer;
    }

    /** Looks where it stands while its packets are followed. */
    int look(int socket, PacketPair pair, int side) {
        disorderedBefore = -1;
        return lookAgain(socket, pair, side);
    }

    /**
     * Looks where it stands now that its packets are followed. The pair's own notes are brought up to it: what passed
     * since the first look was seen by nobody.
     */
    int lookAgain(int socket, PacketPair pair, int side) {
        return look(socket, (pair.number() << 1 | side) + 1);
    }

    private int look(int socket, int watched) {
        question.putInt(WATCHED, watched);
        ask();
        for (int i = 0; i < ATTEMPTS; i++) { // packets may arrive and leave between the questions
            int received = received();
            int sent = sent();
            int answered = info.read(socket);
            if (answered < 0) {
                return answered;
            }
            question.putInt(PROMISED, info.receiveWindow());
            boolean disordered = disorderedBefore >= 0 && info.disordered() != disorderedBefore;
            question.putInt(DISORDERED, disordered ? 1 : 0);
            ask();
            if (received == received() && sent == sent()) {
                return answer.getInt(FOUND) == 0 ? -Errno.ENOENT : 0;
            }
        }
        return -Errno.EAGAIN;
    }

    private void ask() {
        Bpf.testRun(asking, question, answer, context);
    }

    /** Writes a flow: the addresses in 16 bytes each, then the ports, all in network order. */
    private static void write(ByteBuffer into, int at, SocketAddress from, SocketAddress to) {
        into.put(at, PacketPair.mapped(from.ip())).put(at + 16, PacketPair.mapped(to.ip()));
        into.putShort(at + PORT_AT, Short.reverseBytes((short) from.port()));
        into.putShort(at + PORT_AT + 2, Short.reverseBytes((short) to.port()));
    }

    /** What the connection's packets are found by when they arrive. */
    ByteBuffer flow() {
        ByteBuffer flow = ByteBuffer.allocate(Layout.of("flow")).order(ByteOrder.nativeOrder());
        write(flow, 0, peer, local);
        return flow;
    }

    SocketAddress local() {
        return local;
    }

    SocketAddress peer() {
        return peer;
    }

    TcpInfo info() {
        return info;
    }

    /** The sequence number that is acknowledged next, FIN included. */
    int received() {
        return answer.getInt(RECEIVE_NEXT);
    }

    /** The sequence number of the next byte that will be read. */
    int read() {
        return received() - info.waiting() - (info.peerFinished() ? 1 : 0); // the FIN has a number and does not wait
    }

    /** The sequence number of the next byte that leaves. */
    int sent() {
        return answer.getInt(SEND_NEXT);
    }

    /** The sequence number of the next byte that will be written. */
    int written() {
        return sent() + info.notSent();
    }

    /** The sequence number that the peer acknowledges next. */
    int acknowledged() {
        return answer.getInt(SEND_UNACKNOWLEDGED);
    }

    /** The largest payload that is sent to the peer in a segment. */
    int mss() {
        return answer.getInt(MSS);
    }

    /** Whether what one end says can mean the same at the other. */
    boolean matches(Standing other) {
        return info.hasTimestamps() == other.info.hasTimestamps()
                && info.hasSack() == other.info.hasSack()
                && segmentBytes() == other.segmentBytes();
    }

    /** On loopback, where all fits, the kernel's figure is half the largest window that the peer has told so far. */
    private int segmentBytes() {
        return Math.min(mss(), LOOPBACK_SEGMENT_BYTES);
    }

    /** Whether the peer takes as much at a time as another sends: whoever may not send a segment waits for its timer. */
    boolean hasRoomFor(Standing sender) {
        return info.sendWindow() >= Math.max(ENOUGH_ROOM_BYTES, sender.info.toldSegmentBytes());
    }

    /** Whether our windows are told in units that hardly exceed a segment: more would be sent than fits. */
    boolean hasFineWindows() {
        return info.localScale() <= COARSEST_SCALE;
    }

    /** Some bytes have come before their turn, and may still wait in the stack for those before them. */
    boolean wasDisordered() {
        return info.disordered() > 0;
    }

    /** The farthest that the peer may ever have been told to send. */
    int promised() {
        return received() + info.receiveWindow();
    }
}
