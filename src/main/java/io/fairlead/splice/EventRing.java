package io.fairlead.splice;

import io.fairlead.linux.Bpf;
import io.fairlead.loop.Channel;
import io.fairlead.loop.Loop;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What the packet programs tell: a ring buffer of the kernel's (BPF_MAP_TYPE_RINGBUF), read on one loop. */
final class EventRing extends Channel {
    /** Who is told. */
    @FunctionalInterface
    interface Listener {
        /**
         * Something happened to a pair.
         *
         * @param generation which of the pairs that had this number
         */
        void happened(int number, int generation);
    }

    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final VarHandle INTS = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

    // a record: its length and two flags, padding, then the data, all rounded up to eight bytes
    private static final int HEADER_BYTES = 8;
    private static final int BUSY = 1 << 31;
    private static final int DISCARDED = 1 << 30;

    private final ByteBuffer consumer;
    private final ByteBuffer producer;
    private final int dataBytes;
    private final Listener listener;

    EventRing(Loop loop, int ring, int dataBytes, Listener listener) {
        super(loop);
        this.consumer = Bpf.mapConsumer(ring);
        this.producer = Bpf.mapProducer(ring, dataBytes);
        this.dataBytes = dataBytes;
        this.listener = listener;
    }

    @Override
    protected void ready() {
        long read = (long) LONGS.getAcquire(consumer, 0);
        while (read < (long) LONGS.getVolatile(producer, 0)) {
            int at = Bpf.PAGE_BYTES + (int) (read & dataBytes - 1);
            int length = (int) INTS.getAcquire(producer, at);
            if ((length & BUSY) != 0) {
                return; // it is being written, and its end will wake us
            }
            if ((length & DISCARDED) == 0) {
                int data = at + HEADER_BYTES;
                listener.happened(producer.getInt(data), producer.getInt(data + 4));
            }
            read += (length & ~(BUSY | DISCARDED)) + HEADER_BYTES + 7 & ~7;
            LONGS.setVolatile(consumer, 0, read); // seen before we look again, or the kernel would not wake us
        }
    }
}
