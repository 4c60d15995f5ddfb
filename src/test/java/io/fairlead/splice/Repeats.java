package io.fairlead.splice;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Hears what passes over loopback, and has segments pass once more, as if their senders repeated them (packet(7)). */
@SuppressWarnings("restricted") // tests are granted native access
final class Repeats implements AutoCloseable {
    private static final int AF_PACKET = 17;
    private static final int RAW_NON_BLOCKING = 3 | 2048;
    private static final short IPV4 = 0x0800;
    private static final int LOOPBACK = 1;
    private static final int ADDRESS_BYTES = 20; // struct sockaddr_ll
    private static final int LARGEST_BYTES = 1 << 17;
    private static final int PORT_AT = 34; // behind the headers of Ethernet and IPv4
    private static final int HEADERS_BYTES = 66; // with timestamps

    private static final MethodHandle SOCKET = link("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle BIND = link("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle RECEIVE = link("recv", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle SEND = link("send", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle CLOSE = link("close", JAVA_INT, JAVA_INT);

    private final Arena arena = Arena.ofShared();
    private final MemorySegment buffer = arena.allocate(LARGEST_BYTES);
    private final Map<Integer, ByteBuffer> latest = new HashMap<>();
    private final int socket;

    Repeats() {
        MemorySegment address = arena.allocate(ADDRESS_BYTES, Integer.BYTES);
        short protocol = Short.reverseBytes(IPV4);
        address.set(JAVA_SHORT, 0, (short) AF_PACKET);
        address.set(JAVA_SHORT, 2, protocol);
        address.set(JAVA_INT, 4, LOOPBACK);
        try {
            socket = (int) SOCKET.invokeExact(AF_PACKET, RAW_NON_BLOCKING, (int) protocol);
            int bound = (int) BIND.invokeExact(socket, address, ADDRESS_BYTES);
            assertThat(bound).isZero();
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static MethodHandle link(String name, MemoryLayout result, MemoryLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        FunctionDescriptor types = FunctionDescriptor.of(result, arguments);
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), types);
    }

    /** The last segment with bytes that left this port comes once more. */
    void repeat(int port) {
        try {
            hear();
            ByteBuffer frame = Objects.requireNonNull(latest.get(port), "a segment from " + port);
            int bytes =
                    Segment.seal(frame.duplicate().order(ByteOrder.BIG_ENDIAN)).limit();
            buffer.asSlice(0, bytes).copyFrom(MemorySegment.ofBuffer(frame));
            long sent = (long) SEND.invokeExact(socket, buffer, (long) bytes, 0);
            assertThat(sent).isEqualTo(bytes);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Takes what has passed since the last time. */
    void hear() {
        int bytes = receive();
        while (bytes > 0) {
            if (bytes > HEADERS_BYTES) {
                byte[] frame = buffer.asSlice(0, bytes).toArray(JAVA_BYTE);
                ByteBuffer copy = ByteBuffer.allocateDirect(frame.length).put(0, frame);
                latest.put(Short.toUnsignedInt(copy.getShort(PORT_AT)), copy);
            }
            bytes = receive();
        }
    }

    private int receive() {
        try {
            return (int) (long) RECEIVE.invokeExact(socket, buffer, (long) LARGEST_BYTES, 0);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        try {
            int closed = (int) CLOSE.invokeExact(socket);
            assertThat(closed).isZero();
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
        arena.close();
    }
}
