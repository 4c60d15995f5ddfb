package io.fairlead.linux;

import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;

/** A socket's own sequence numbers, which it tells to root while it is being repaired (TCP_REPAIR, linux/tcp.h). */
public final class Repair {
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_REPAIR = 19;
    private static final int TCP_REPAIR_QUEUE = 20;
    private static final int TCP_QUEUE_SEQ = 21;
    private static final int RECEIVED = 1;
    private static final int WRITTEN = 2;
    private static final int OFF_WITHOUT_PROBE = -1;

    private static final MethodHandle GETSOCKOPT =
            Libc.prompt("getsockopt", Libc.INT, Libc.INT, Libc.INT, Libc.INT, Libc.LONG, Libc.LONG);
    private static final MethodHandle SETSOCKOPT =
            Libc.prompt("setsockopt", Libc.INT, Libc.INT, Libc.INT, Libc.INT, Libc.LONG, Libc.INT);

    private Repair() {}

    /** The sequence number that is acknowledged next. */
    public static int received(int socket) {
        return number(socket, RECEIVED);
    }

    /** The sequence number of the next byte that will be written. */
    public static int written(int socket) {
        return number(socket, WRITTEN);
    }

    private static int number(int socket, int queue) {
        set(socket, TCP_REPAIR, 1);
        set(socket, TCP_REPAIR_QUEUE, queue);
        ByteBuffer value = Memory.allocate(2 * Integer.BYTES).putInt(Integer.BYTES, Integer.BYTES);
        long pointer = Memory.addressOf(value);
        try {
            int answer = (int) GETSOCKOPT.invokeExact(
                    Libc.state(), socket, IPPROTO_TCP, TCP_QUEUE_SEQ, pointer, pointer + Integer.BYTES);
            require(answer);
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
        set(socket, TCP_REPAIR, OFF_WITHOUT_PROBE);
        return value.getInt(0);
    }

    private static void set(int socket, int option, int to) {
        ByteBuffer value = Memory.allocate(Integer.BYTES).putInt(0, to);
        try {
            int answer = (int) SETSOCKOPT.invokeExact(
                    Libc.state(), socket, IPPROTO_TCP, option, Memory.addressOf(value), Integer.BYTES);
            require(answer);
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    private static void require(int answer) {
        if (answer < 0) {
            throw new IllegalStateException("TCP_REPAIR needs root: " + Errno.describe(-Libc.errno()));
        }
    }
}
