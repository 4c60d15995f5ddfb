package io.fairlead.linux;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Off-heap memory. A direct buffer keeps its memory alive; its address is valid as long as the buffer is reachable. */
public final class Memory {
    private Memory() {}

    /** Zeroed bytes in native order, released when the buffer becomes unreachable. */
    public static ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    /** Memory that is there anyway, in native order; it must outlive the buffer. */
    @SuppressWarnings("restricted") // this room is what the restriction is granted to
    static ByteBuffer at(long address, int bytes) {
        return MemorySegment.ofAddress(address)
                .reinterpret(bytes)
                .asByteBuffer()
                .order(ByteOrder.nativeOrder());
    }

    /** The address of index 0 of a direct buffer. */
    public static long addressOf(ByteBuffer direct) {
        return MemorySegment.ofBuffer(direct.duplicate().clear()).address();
    }
}
