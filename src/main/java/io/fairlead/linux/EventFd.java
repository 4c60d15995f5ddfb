package io.fairlead.linux;

import static io.fairlead.linux.Libc.INT;

import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;

/** An eventfd(2): one thread wakes another out of epoll. */
public final class EventFd implements AutoCloseable {
    private static final int NONBLOCK_CLOEXEC = 0x800 | 0x80000;
    private static final MethodHandle EVENTFD = Libc.prompt("eventfd", INT, INT, INT);

    private final int fd;
    private final ByteBuffer one = Memory.allocate(Long.BYTES).putLong(0, 1);
    private final long onePointer = Memory.addressOf(one);
    private final ByteBuffer count = Memory.allocate(Long.BYTES);
    private final long countPointer = Memory.addressOf(count);

    public EventFd() {
        try {
            fd = Libc.answer((int) EVENTFD.invokeExact(Libc.state(), 0, NONBLOCK_CLOEXEC));
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
        if (fd < 0) {
            throw new IllegalStateException("eventfd: " + Errno.describe(fd));
        }
    }

    public int fd() {
        return fd;
    }

    /** Makes the descriptor readable; any thread may call. */
    public void signal() {
        Io.write(fd, onePointer, Long.BYTES);
    }

    /** Takes the signals that came. */
    public void clear() {
        Io.read(fd, countPointer, Long.BYTES);
    }

    @Override
    public void close() {
        Io.close(fd);
    }
}
