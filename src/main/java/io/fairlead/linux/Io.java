package io.fairlead.linux;

import static io.fairlead.linux.Libc.INT;
import static io.fairlead.linux.Libc.LONG;

import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;

/**
 * Bytes in and out of non-blocking descriptors. Each call returns the kernel's answer or a negated errno; none blocks,
 * and none raises SIGPIPE (send(2): MSG_NOSIGNAL; splice(2) cannot ask for that, so the process ignores the signal).
 */
public final class Io {
    private static final int SPLICE_MOVE_NONBLOCK = 1 | 2;
    private static final int MSG_PEEK = 2;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int F_SETFL = 4;
    private static final int O_NONBLOCK = 0x800;
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int F_SETPIPE_SZ = 1031;
    private static final int O_NONBLOCK_CLOEXEC = 0x800 | 0x80000;

    private static final MethodHandle READ = Libc.prompt("read", LONG, INT, LONG, LONG);
    private static final MethodHandle WRITE = Libc.prompt("write", LONG, INT, LONG, LONG);
    private static final MethodHandle RECV = Libc.prompt("recv", LONG, INT, LONG, LONG, INT);
    private static final MethodHandle SEND = Libc.prompt("send", LONG, INT, LONG, LONG, INT);
    private static final MethodHandle SPLICE = Libc.prompt("splice", LONG, INT, LONG, INT, LONG, LONG, INT);
    private static final MethodHandle PIPE2 = Libc.prompt("pipe2", INT, LONG, INT);
    private static final MethodHandle FCNTL = Libc.variadic("fcntl", 2, INT, INT, INT, INT);
    private static final MethodHandle CLOSE = Libc.prompt("close", INT, INT);

    /** Where peeked bytes go, never to be looked at. */
    private static final ByteBuffer PEEKED = Memory.allocate(1);

    private static final long PEEKED_POINTER = Memory.addressOf(PEEKED);

    private Io() {}

    public static int read(int fd, long address, int bytes) {
        try {
            return Libc.answer((long) READ.invokeExact(Libc.state(), fd, address, (long) bytes));
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    public static int write(int fd, long address, int bytes) {
        try {
            return Libc.answer((long) WRITE.invokeExact(Libc.state(), fd, address, (long) bytes));
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    /** recv(2) on a socket; 0 is the peer's end of stream. */
    public static int receive(int socket, long address, int bytes) {
        try {
            return Libc.answer((long) RECV.invokeExact(Libc.state(), socket, address, (long) bytes, 0));
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    /** Whether a byte waits at a socket (1), or the end of its stream (0); it stays there. */
    public static int peek(int socket) {
        try {
            return Libc.answer((long) RECV.invokeExact(Libc.state(), socket, PEEKED_POINTER, 1L, MSG_PEEK));
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    /** send(2) on a socket. */
    public static int send(int socket, long address, int bytes) {
        try {
            return Libc.answer((long) SEND.invokeExact(Libc.state(), socket, address, (long) bytes, MSG_NOSIGNAL));
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    /** splice(2) between a socket and a pipe, moving pages, never blocking. */
    public static int splice(int from, int to, int bytes) {
        try {
            return Libc.answer(
                    (long) SPLICE.invokeExact(Libc.state(), from, 0L, to, 0L, (long) bytes, SPLICE_MOVE_NONBLOCK));
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    /** pipe2(2), non-blocking and close-on-exec: two ints, read end first, at {@code address}. */
    public static int pipe(long address) {
        try {
            return Libc.answer((int) PIPE2.invokeExact(Libc.state(), address, O_NONBLOCK_CLOEXEC));
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    /** Another descriptor of the same open file (F_DUPFD_CLOEXEC of fcntl(2)), or a negated errno. */
    public static int duplicate(int fd) {
        return duplicate(fd, 0);
    }

    /** The same, with the first free number from {@code lowest} on. */
    public static int duplicate(int fd, int lowest) {
        try {
            return Libc.answer((int) FCNTL.invokeExact(Libc.state(), fd, F_DUPFD_CLOEXEC, lowest));
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    /** F_SETPIPE_SZ (fcntl(2)): the pipe's new capacity in bytes, or a negated errno. */
    public static int resizePipe(int fd, int bytes) {
        try {
            return Libc.answer((int) FCNTL.invokeExact(Libc.state(), fd, F_SETPIPE_SZ, bytes));
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    /** Makes somebody else's socket non-blocking, in every process that has it (F_SETFL of fcntl(2)). */
    public static int neverBlock(int socket) {
        try {
            return Libc.answer((int) FCNTL.invokeExact(Libc.state(), socket, F_SETFL, O_NONBLOCK));
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    /** Closes; EINTR too leaves the descriptor closed on Linux, so it is never retried. */
    public static void close(int fd) {
        try {
            int ignored = (int) CLOSE.invokeExact(Libc.state(), fd);
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }
}
