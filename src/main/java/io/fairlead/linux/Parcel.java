package io.fairlead.linux;

import static io.fairlead.linux.Libc.INT;
import static io.fairlead.linux.Libc.LONG;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A text and open descriptors as one message of a UNIX socket (SCM_RIGHTS; unix(7), cmsg(3)): what arrives are further
 * descriptors of the same open files, close-on-exec. Reusable; not safe between threads.
 */
public final class Parcel {
    /** The most descriptors in one message (SCM_MAX_FD). */
    public static final int MAX_DESCRIPTORS = 253;

    /** The longest text, in bytes. */
    public static final int MAX_TEXT_BYTES = 256;

    private static final int SOL_SOCKET = 1;
    private static final int SCM_RIGHTS = 1;
    private static final int MSG_CTRUNC = 8;
    private static final int MSG_TRUNC = 0x20;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int MSG_CMSG_CLOEXEC = 0x40000000;

    // struct msghdr (recvmsg(2)) on 64-bit machines
    private static final int IOV = 16;
    private static final int IOV_COUNT = 24;
    private static final int CONTROL = 32;
    private static final int CONTROL_BYTES = 40;
    private static final int FLAGS = 48;
    private static final int HEADER_BYTES = 56;

    // struct cmsghdr (cmsg(3))
    private static final int RIGHTS_LEVEL = 8;
    private static final int RIGHTS_TYPE = 12;
    private static final int RIGHTS = 16;

    private static final MethodHandle SENDMSG = Libc.prompt("sendmsg", LONG, INT, LONG, INT);
    private static final MethodHandle RECVMSG = Libc.prompt("recvmsg", LONG, INT, LONG, INT);

    private final ByteBuffer text = Memory.allocate(MAX_TEXT_BYTES);
    private final ByteBuffer control = Memory.allocate(RIGHTS + (MAX_DESCRIPTORS + 1) * Integer.BYTES);
    private final ByteBuffer vector = Memory.allocate(2 * Long.BYTES);
    private final ByteBuffer header = Memory.allocate(HEADER_BYTES);
    private final List<Integer> descriptors = new ArrayList<>();
    private String words = "";

    /**
     * Sends both as one message. Returns 0 or more, or a negated errno; -EAGAIN: the receiver has to read first.
     *
     * @param words one character at least, {@link #MAX_TEXT_BYTES} at most
     * @param sent {@link #MAX_DESCRIPTORS} at most; they stay open here
     */
    public int send(int socket, String words, List<Integer> sent) {
        byte[] raw = words.getBytes(UTF_8);
        text.put(0, raw);
        int controlBytes = sent.isEmpty() ? 0 : RIGHTS + sent.size() * Integer.BYTES;
        if (controlBytes > 0) {
            control.putLong(0, controlBytes).putInt(RIGHTS_LEVEL, SOL_SOCKET).putInt(RIGHTS_TYPE, SCM_RIGHTS);
        }
        for (int i = 0; i < sent.size(); i++) {
            control.putInt(RIGHTS + i * Integer.BYTES, sent.get(i));
        }
        long message = message(raw.length, controlBytes);
        try {
            return Libc.answer((long) SENDMSG.invokeExact(Libc.state(), socket, message, MSG_NOSIGNAL));
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    /**
     * Receives one message. Returns the length of its text, 0 at the end of the stream, or a negated errno; -EMFILE
     * where its descriptors do not fit under this process's limit. Nothing of a message that failed stays open.
     */
    public int receive(int socket) {
        long message = message(MAX_TEXT_BYTES, control.capacity());
        int count;
        try {
            count = Libc.answer((long) RECVMSG.invokeExact(Libc.state(), socket, message, MSG_CMSG_CLOEXEC));
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
        descriptors.clear();
        if (count >= 0) {
            unpack();
            words = UTF_8.decode(text.slice(0, count)).toString();
        }
        int flags = header.getInt(FLAGS);
        if (count >= 0 && (flags & (MSG_CTRUNC | MSG_TRUNC)) != 0) {
            descriptors.forEach(Io::close);
            return (flags & MSG_CTRUNC) != 0 ? -Errno.EMFILE : -Errno.EINVAL;
        }
        return count;
    }

    private void unpack() {
        boolean carries = header.getLong(CONTROL_BYTES) >= RIGHTS
                && control.getInt(RIGHTS_LEVEL) == SOL_SOCKET
                && control.getInt(RIGHTS_TYPE) == SCM_RIGHTS;
        for (int at = RIGHTS; carries && at < control.getLong(0); at += Integer.BYTES) {
            descriptors.add(control.getInt(at));
        }
    }

    private long message(int textBytes, int controlBytes) {
        vector.putLong(0, Memory.addressOf(text)).putLong(Long.BYTES, textBytes);
        header.putLong(IOV, Memory.addressOf(vector)).putLong(IOV_COUNT, 1);
        header.putLong(CONTROL, Memory.addressOf(control)).putLong(CONTROL_BYTES, controlBytes);
        header.putInt(FLAGS, 0);
        return Memory.addressOf(header);
    }

    /** The text received last. */
    public String text() {
        return words;
    }

    /** The descriptors received last; they are the receiver's to close. */
    public List<Integer> descriptors() {
        return List.copyOf(descriptors);
    }
}
