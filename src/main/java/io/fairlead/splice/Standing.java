package io.fairlead.splice;

import io.fairlead.linux.Errno;
import io.fairlead.linux.TcpInfo;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a TCP connection stands: its sequence numbers on the wire, its windows and options. Needs no privilege.
 * Reusable, one thread at a time.
 */
final class Standing {
    private static final int ATTEMPTS = 10;
    private static final int LOOPBACK_SEGMENT_BYTES = 32_000;
    private static final int COARSEST_SCALE = 11;
    private static final int ENOUGH_ROOM_BYTES = 8 * 1024;

    private final TcpInfo info = new TcpInfo();
    private @Nullable Opening opening;

    /** Looks where a connection stands, but for what lies in its queues; 0, or a negated errno. */
    int look(int socket, Opening how) {
        opening = how;
        int answer = info.read(socket);
        return answer == 0 && !info.maySend() ? -Errno.ENOTCONN : answer;
    }

    /** Looks again at the same, and into its queues; 0, or a negated errno. */
    int lookAgain(int socket) {
        for (int i = 0; i < ATTEMPTS; i++) { // packets may arrive and leave between the questions
            long segments = info.segments();
            int answer = info.readQueues(socket);
            answer = answer < 0 ? answer : info.read(socket);
            if (answer < 0 || segments == info.segments()) {
                return answer;
            }
        }
        return -Errno.EAGAIN;
    }

    /** How the connection was opened. */
    Opening opening() {
        return Objects.requireNonNull(opening);
    }

    TcpInfo info() {
        return info;
    }

    /** The sequence number that is acknowledged next, FIN included. */
    int received() {
        return opening().received(info);
    }

    /** The sequence number of the next byte that will be read. */
    int read() {
        return received() - info.waiting() - (info.peerFinished() ? 1 : 0); // the FIN has a number and does not wait
    }

    /** The sequence number of the next byte that leaves. */
    int sent() {
        return written() - info.notSent();
    }

    /** The sequence number of the next byte that will be written. */
    int written() {
        return acknowledged() + info.unacknowledged();
    }

    /** The sequence number that the peer acknowledges next. */
    int acknowledged() {
        return opening().acknowledged(info);
    }

    /** Whether what one end says can mean the same at the other. */
    boolean matches(Standing other) {
        return info.hasTimestamps() == other.info.hasTimestamps()
                && info.hasSack() == other.info.hasSack()
                && segmentBytes() == other.segmentBytes();
    }

    /** On loopback, where all fits, the kernel's figure is half the largest window that the peer has told so far. */
    private int segmentBytes() {
        return Math.min(info.segmentBytes(), LOOPBACK_SEGMENT_BYTES);
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
