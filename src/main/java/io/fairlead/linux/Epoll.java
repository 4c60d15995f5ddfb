package io.fairlead.linux;

import static io.fairlead.linux.Libc.INT;
import static io.fairlead.linux.Libc.LONG;

import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;

/**
 * An epoll(7) instance and the events of its last wait. {@code struct epoll_event} is packed on x86-64 only: 12 bytes
 * there with the data at 4, 16 bytes elsewhere with the data at 8.
 */
public final class Epoll implements AutoCloseable {
    public static final int IN = 0x1;
    public static final int OUT = 0x4;
    public static final int ERR = 0x8;
    public static final int HUP = 0x10;
    public static final int RDHUP = 0x2000;
    public static final int EDGE = 1 << 31;

    private static final int CLOEXEC = 0x80000;
    private static final int ADD = 1;
    private static final int DELETE = 2;
    private static final boolean PACKED = System.getProperty("os.arch").equals("amd64");
    private static final int SIZE = PACKED ? 12 : 16;
    private static final int DATA = PACKED ? 4 : 8;

    private static final MethodHandle CREATE = Libc.prompt("epoll_create1", INT, INT);
    private static final MethodHandle CONTROL = Libc.prompt("epoll_ctl", INT, INT, INT, INT, LONG);
    private static final MethodHandle WAIT = Libc.blocking("epoll_wait", INT, INT, LONG, INT, INT);
    private static final MethodHandle POLL = Libc.prompt("epoll_wait", INT, INT, LONG, INT, INT);

    private final int fd;
    private final int capacity;
    private final ByteBuffer events;
    private final long eventsPointer;
    private final ByteBuffer argument = Memory.allocate(16);
    private final long argumentPointer = Memory.addressOf(argument);

    /** @param capacity the most events one wait returns */
    public Epoll(int capacity) {
        this.capacity = capacity;
        this.events = Memory.allocate(capacity * SIZE);
        this.eventsPointer = Memory.addressOf(events);
        this.fd = create();
    }

    private static int create() {
        try {
            int created = Libc.answer((int) CREATE.invokeExact(Libc.state(), CLOEXEC));
            if (created < 0) {
                throw new IllegalStateException("epoll_create1: " + Errno.describe(created));
            }
            return created;
        } catch (Throwable e) {
            if (e instanceof IllegalStateException refused) {
                throw refused;
            }
            throw Libc.unexpected(e);
        }
    }

    /** Watches a descriptor; {@code data} comes back with its events. */
    public int add(int watched, int interest, long data) {
        argument.putInt(0, interest).putLong(DATA, data);
        return control(ADD, watched);
    }

    /** Stops watching a descriptor that stays open; closing one ends its watch by itself. */
    public int delete(int watched) {
        return control(DELETE, watched);
    }

    private int control(int operation, int watched) {
        try {
            return Libc.answer((int) CONTROL.invokeExact(Libc.state(), fd, operation, watched, argumentPointer));
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    /** Waits at most {@code timeoutMs} (-1: for ever) and returns how many events came. */
    public int await(int timeoutMs) {
        try {
            return Libc.answer(
                    timeoutMs == 0
                            ? (int) POLL.invokeExact(Libc.state(), fd, eventsPointer, capacity, 0)
                            : (int) WAIT.invokeExact(Libc.state(), fd, eventsPointer, capacity, timeoutMs));
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    public int events(int index) {
        return events.getInt(index * SIZE);
    }

    public long data(int index) {
        return events.getLong(index * SIZE + DATA);
    }

    @Override
    public void close() {
        Io.close(fd);
    }
}
