package io.fairlead.linux;

import static io.fairlead.linux.Libc.INT;
import static io.fairlead.linux.Libc.LONG;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * bpf(2): maps, programs of traffic control, and what attaches these to devices. Each call returns the kernel's answer,
 * a descriptor where it makes something, or a negated errno. For a few calls at start and some per connection: nothing
 * here is reused between calls.
 */
public final class Bpf {
    /** The kinds of maps that are made here (linux/bpf.h, enum bpf_map_type). */
    public enum MapType {
        HASH(1),
        ARRAY(2),
        PER_CPU_ARRAY(6),
        /** A hash that forgets what was used least recently. */
        LRU_HASH(9),
        RING_BUFFER(27);

        private final int number;

        MapType(int number) {
            this.number = number;
        }
    }

    /** Where a device hands a packet to programs. */
    public enum Hook {
        INGRESS(46),
        EGRESS(47);

        private final int attachType;

        Hook(int attachType) {
            this.attachType = attachType;
        }
    }

    /** A map whose values the process may see through {@link #map}. */
    public static final int MAPPABLE = 1 << 10;

    /** What the kernel counts memory in where we run: x86-64, and aarch64 with its usual pages. */
    public static final int PAGE_BYTES = 4096;

    /** The bytes of one instruction. */
    public static final int INSTRUCTION_BYTES = 8;

    private static final int MAP_CREATE = 0;
    private static final int MAP_LOOKUP = 1;
    private static final int MAP_UPDATE = 2;
    private static final int MAP_DELETE = 3;
    private static final int PROGRAM_LOAD = 5;
    private static final int LINK_CREATE = 28;

    private static final int SCHED_CLS = 3;
    private static final int ATTRIBUTE_BYTES = 128;
    private static final byte[] NOTHING = new byte[ATTRIBUTE_BYTES];

    /** Connections are joined by the thousands, and direct memory for each call would wait for the collector. */
    private static final ThreadLocal<ByteBuffer> ATTRIBUTE =
            ThreadLocal.withInitial(() -> Memory.allocate(ATTRIBUTE_BYTES));

    private static final int NAME_BYTES = 15;
    private static final long NUMBER = System.getProperty("os.arch").equals("amd64") ? 321 : 280;
    private static final int READ = 1;
    private static final int WRITE = 2;
    private static final int SHARED = 1;

    private static final MethodHandle SYSCALL = Libc.variadic("syscall", 1, LONG, LONG, INT, LONG, INT);
    private static final MethodHandle MMAP = Libc.prompt("mmap", LONG, LONG, LONG, INT, INT, INT, LONG);

    private Bpf() {}

    static int call(int command, ByteBuffer attribute) {
        try {
            long pointer = Memory.addressOf(attribute);
            return Libc.answer(
                    (long) SYSCALL.invokeExact(Libc.state(), NUMBER, command, pointer, attribute.capacity()));
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    /** Zeroed, and good for one call. */
    static ByteBuffer attribute() {
        return ATTRIBUTE.get().clear().put(NOTHING).clear();
    }

    private static void name(ByteBuffer attribute, int at, String name) {
        byte[] letters = name.getBytes(US_ASCII);
        attribute.put(at, letters, 0, Math.min(letters.length, NAME_BYTES));
    }

    /**
     * Makes a map.
     *
     * @param entries the most it holds; of a ring buffer, its bytes, a power of two of pages
     * @param flags 0 or {@link #MAPPABLE}
     */
    public static int createMap(MapType type, String name, int keyBytes, int valueBytes, int entries, int flags) {
        ByteBuffer attribute = attribute();
        attribute
                .putInt(0, type.number)
                .putInt(4, keyBytes)
                .putInt(8, valueBytes)
                .putInt(12, entries);
        attribute.putInt(16, flags);
        name(attribute, 28, name);
        return call(MAP_CREATE, attribute);
    }

    /** Sets a key's value, whether it had one or not; -E2BIG where the map is full. */
    public static int update(int map, ByteBuffer key, ByteBuffer value) {
        return element(MAP_UPDATE, map, key, Memory.addressOf(value));
    }

    /** Removes a key; -ENOENT where it is not there. */
    public static int delete(int map, ByteBuffer key) {
        return element(MAP_DELETE, map, key, 0); // what a command does not use must be zero
    }

    /** Tells a key's value; -ENOENT where it is not there. */
    public static int lookup(int map, ByteBuffer key, ByteBuffer value) {
        return element(MAP_LOOKUP, map, key, Memory.addressOf(value));
    }

    private static int element(int command, int map, ByteBuffer key, long value) {
        ByteBuffer attribute = attribute();
        attribute.putInt(0, map).putLong(8, Memory.addressOf(key)).putLong(16, value);
        return call(command, attribute);
    }

    /** The values of a {@link #MAPPABLE} array, for as long as the process lives. */
    public static ByteBuffer map(int map, int bytes) {
        return map(map, 0, bytes, READ | WRITE);
    }

    /** The page of a ring buffer that the process writes: how far it has read. */
    public static ByteBuffer mapConsumer(int ring) {
        return map(ring, 0, PAGE_BYTES, READ | WRITE);
    }

    /** The page of a ring buffer that the kernel writes, then its data, twice, so that no record is ever torn. */
    public static ByteBuffer mapProducer(int ring, int dataBytes) {
        return map(ring, PAGE_BYTES, PAGE_BYTES + 2 * dataBytes, READ);
    }

    private static ByteBuffer map(int map, long offset, int bytes, int access) {
        long answer = mmap(map, offset, bytes, access);
        if (answer < 0) {
            throw new IllegalStateException("mmap: " + Errno.describe((int) answer));
        }
        return Memory.at(answer, bytes);
    }

    private static long mmap(int map, long offset, long bytes, int access) {
        try {
            long pointer = (long) MMAP.invokeExact(Libc.state(), 0L, bytes, access, SHARED, map, offset);
            return pointer == -1 ? -Libc.errno() : pointer;
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    /**
     * Loads a program of traffic control.
     *
     * @param instructions direct, references to maps filled in
     * @param log where the verifier explains itself, zero-terminated, the end of it where it is long; null: it does not,
     *     which is faster
     */
    public static int loadProgram(String name, ByteBuffer instructions, String license, @Nullable ByteBuffer log) {
        ByteBuffer text = Memory.allocate(license.length() + 1).put(0, license.getBytes(US_ASCII));
        ByteBuffer attribute = attribute();
        attribute.putInt(0, SCHED_CLS).putInt(4, instructions.limit() / INSTRUCTION_BYTES);
        attribute.putLong(8, Memory.addressOf(instructions)).putLong(16, Memory.addressOf(text));
        if (log != null) {
            attribute.putInt(24, 1).putInt(28, log.capacity()).putLong(32, Memory.addressOf(log));
        }
        name(attribute, 48, name);
        return call(PROGRAM_LOAD, attribute);
    }

    /** Attaches a program to a device as a tcx link (Linux 6.6), which ends with its descriptor. */
    public static int attach(int program, int device, Hook hook) {
        ByteBuffer attribute = attribute();
        attribute.putInt(0, program).putInt(4, device).putInt(8, hook.attachType);
        return call(LINK_CREATE, attribute);
    }
}
