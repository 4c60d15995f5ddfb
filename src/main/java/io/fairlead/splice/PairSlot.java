package io.fairlead.splice;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;

/**
 * The bytes of one pair in the table that the process shares with the kernel ({@code struct pair}), field by field. Plain
 * access is enough under the pair's lock, or where nobody else writes.
 */
final class PairSlot {
    /** What the process reads and writes of {@code struct side}. */
    enum Field {
        LOCAL,
        PEER,
        LOCAL_PORT,
        PEER_PORT,
        V6,
        PEER_SCALE,
        LOCAL_SCALE,
        TIMESTAMPS,
        SACK,
        ECN,
        SEGMENT,
        SENT_END,
        TOLD_SEQ,
        SHOWN_ACK,
        ACKED,
        TOLD_ACK,
        STACK_END,
        SHOWN_WINDOW,
        WINDOW,
        TOLD_WINDOW,
        RIGHT_EDGE,
        PROMISED,
        TOLD_EDGE,
        SHIFT,
        FLOOR,
        BOUNDED,
        END,
        GONE,
        FAR,
        ARMED,
        HAS_BOUNDARY,
        FINISHED,
        FINISH_ACKED,
        RESET,
        DEVICE,
        CLOCK,
        CLOCK_ECHO,
        TOLD_CLOCK,
        HIDDEN_IN,
        HIDDEN_OUT,
        TWICE,
        COMPLETED,
        NOTICED,
        EXPECTS,
        HOLD,
        BYTES;

        private final int offset = Layout.of("side." + name().toLowerCase(Locale.ROOT));
    }

    private static final VarHandle INTS = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final int STATE = Layout.of("pair.state");
    private static final int LOCK = Layout.of("pair.lock");
    private static final int NUMBER = Layout.of("pair.number");
    private static final int GENERATION = Layout.of("pair.generation");
    private static final int PHASE = Layout.of("pair.phase");
    private static final int SEEN_NS = Layout.of("pair.seen_ns");
    private static final int MOVED_NS = Layout.of("pair.moved_ns");
    private static final int SIDES = Layout.of("pair.sides");
    private static final int SIDE_BYTES = Layout.of("side");
    private static final int ADDRESS_BYTES = 16;
    private static final byte[] NOTHING = new byte[Layout.of("pair")];

    private final ByteBuffer bytes;

    /** @param bytes in native order */
    PairSlot(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    private static int at(int side, Field field) {
        return SIDES + side * SIDE_BYTES + field.offset;
    }

    /** All is 0 but the pair's number, and a generation that is another than before. */
    void empty(int number) {
        int generation = generation() + 1;
        bytes.put(0, NOTHING);
        bytes.putInt(NUMBER, number).putInt(GENERATION, generation);
    }

    int generation() {
        return bytes.getInt(GENERATION);
    }

    PairState state() {
        return PairState.of((int) INTS.getAcquire(bytes, STATE));
    }

    /** What was written before is there for whoever sees the state. */
    void state(PairState state) {
        INTS.setRelease(bytes, STATE, state.number());
    }

    /** {@code enum phase}, as the programs number it. */
    int phase() {
        return bytes.getInt(PHASE);
    }

    void phase(int phase) {
        bytes.putInt(PHASE, phase);
    }

    /** When a packet with payload was last translated, by System.nanoTime()'s clock. */
    long movedNs() {
        return bytes.getLong(MOVED_NS);
    }

    /** When a packet was. */
    long seenNs() {
        return bytes.getLong(SEEN_NS);
    }

    void seenNs(long ns) {
        bytes.putLong(SEEN_NS, ns);
    }

    int get(int side, Field field) {
        return bytes.getInt(at(side, field));
    }

    void put(int side, Field field, int value) {
        bytes.putInt(at(side, field), value);
    }

    /** What was written by whoever wrote this value is seen, too. */
    int acquire(int side, Field field) {
        return (int) INTS.getAcquire(bytes, at(side, field));
    }

    /** What was written before is there for whoever sees this value. */
    void release(int side, Field field, int value) {
        INTS.setRelease(bytes, at(side, field), value);
    }

    void putByte(int side, Field field, int value) {
        bytes.put(at(side, field), (byte) value);
    }

    void putFlag(int side, Field field, boolean value) {
        putByte(side, field, value ? 1 : 0);
    }

    long getLong(int side, Field field) {
        return bytes.getLong(at(side, field));
    }

    void putLong(int side, Field field, long value) {
        bytes.putLong(at(side, field), value);
    }

    /** Notes an end of a connection, as it stands in a flow: an address of 16 bytes and a port, in network order. */
    void putEnd(int side, Field ip, Field port, ByteBuffer flow, int ipAt, int portAt) {
        bytes.put(at(side, ip), flow, ipAt, ADDRESS_BYTES);
        bytes.put(at(side, port), flow, portAt, Short.BYTES);
    }

    InetSocketAddress end(int side, Field ip, Field port) {
        byte[] address = new byte[ADDRESS_BYTES];
        bytes.get(at(side, ip), address);
        try {
            int number = Short.reverseBytes(bytes.getShort(at(side, port))) & 0xffff;
            return new InetSocketAddress(InetAddress.getByAddress(address), number); // a mapped one becomes IPv4
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // 16 bytes are an address
        }
    }

    void lock() {
        while (!INTS.compareAndSet(bytes, LOCK, 0, 1)) {
            Thread.onSpinWait(); // a packet program holds it for a few hundred instructions
        }
    }

    void unlock() {
        INTS.setRelease(bytes, LOCK, 0);
    }
}
