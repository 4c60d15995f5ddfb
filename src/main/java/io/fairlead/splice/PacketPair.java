package io.fairlead.splice;

import io.fairlead.linux.TcpInfo;
import io.fairlead.splice.SplicedPair.Phase;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One pair of connections as the kernel sees it: a slot of the shared table. The process writes all of it while the slot
 * is unused; later only what it arms, takes back or has noticed, under the pair's lock where programs write it too.
 */
final class PacketPair {
    /** The pair's sides: the connection with the client, the connection with the server. */
    static final int CLIENT = 0;

    static final int SERVER = 1;

    /** {@code enum pair_state}. */
    enum State {
        UNUSED(0),
        WATCHED(1),
        SPLICED(2),
        CLOSED(3);

        private final int number;

        State(int number) {
            this.number = number;
        }
    }

    /** What the process reads and writes of {@code struct side}. */
    private enum Field {
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

    // enum bound
    private static final int UNBOUNDED = 0;
    private static final int TO_FINISH = 1;
    private static final int TO_END = 2;

    /** Sequence numbers that lie farther apart cannot be compared. */
    private static final long COMPARABLE_BYTES = 1 << 30;

    /** What stands in the numbers that a connection's peer sees of what it sent, and of what it is sent. */
    private static final List<Field> IN = List.of(Field.ACKED, Field.TOLD_ACK);

    private static final List<Field> OUT = List.of(Field.SENT_END, Field.TOLD_SEQ, Field.SHOWN_ACK, Field.RIGHT_EDGE);

    /** What the pair before noted as it stands on the wire: it saw all that came, and all that was said. */
    private static final List<Field> KEPT = List.of(
            Field.HIDDEN_IN,
            Field.HIDDEN_OUT,
            Field.TWICE,
            Field.STACK_END,
            Field.PROMISED,
            Field.TOLD_EDGE,
            Field.EXPECTS,
            Field.HOLD,
            Field.DEVICE,
            Field.CLOCK,
            Field.CLOCK_ECHO,
            Field.TOLD_CLOCK);

    private static final State[] STATES = State.values();
    private static final VarHandle INTS = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final int STATE = Layout.of("pair.state");
    private static final int LOCK = Layout.of("pair.lock");
    private static final int NUMBER = Layout.of("pair.number");
    private static final int GENERATION = Layout.of("pair.generation");
    private static final int ESTABLISHED = 1; // enum phase
    private static final int CLOSE = 6;
    private static final Phase[] PHASES = Phase.values();
    private static final int PHASE = Layout.of("pair.phase");
    private static final int SEEN_NS = Layout.of("pair.seen_ns");
    private static final int MOVED_NS = Layout.of("pair.moved_ns");
    private static final int SIDES = Layout.of("pair.sides");
    private static final int SIDE_BYTES = Layout.of("side");
    private static final int ADDRESS_BYTES = 16;
    private static final int MAX_WINDOW = 0xffff;
    private static final byte[] NOTHING = new byte[Layout.of("pair")];

    private final ByteBuffer slot;
    private final int number;
    private volatile long joinedNs;

    /**
     * @param slot the pair's bytes in the mapped table
     * @param number which of them
     */
    PacketPair(ByteBuffer slot, int number) {
        this.slot = slot;
        this.number = number;
    }

    int number() {
        return number;
    }

    private static int at(int side, Field field) {
        return SIDES + side * SIDE_BYTES + field.offset;
    }

    /** Empties the slot for a new pair. */
    void reset() {
        int generation = slot.getInt(GENERATION) + 1;
        slot.put(0, NOTHING);
        joinedNs = System.nanoTime();
        slot.putInt(NUMBER, number).putInt(GENERATION, generation);
        slot.putInt(PHASE, ESTABLISHED).putLong(SEEN_NS, joinedNs);
    }

    int generation() {
        return slot.getInt(GENERATION);
    }

    /** Notes who is at the ends of one connection, how it was opened, and where it stands as far as that is known. */
    void begin(int side, Standing standing) {
        Opening opening = standing.opening();
        ByteBuffer flow = opening.flow();
        slot.put(at(side, Field.PEER), flow, Opening.SOURCE, ADDRESS_BYTES);
        slot.put(at(side, Field.LOCAL), flow, Opening.DESTINATION, ADDRESS_BYTES);
        slot.put(at(side, Field.PEER_PORT), flow, Opening.SOURCE_PORT, Short.BYTES);
        slot.put(at(side, Field.LOCAL_PORT), flow, Opening.DESTINATION_PORT, Short.BYTES);
        slot.put(at(side, Field.V6), (byte) (opening.isV6() ? 1 : 0));
        put(side, Field.DEVICE, opening.device());
        TcpInfo info = standing.info();
        slot.put(at(side, Field.PEER_SCALE), (byte) info.peerScale());
        slot.put(at(side, Field.LOCAL_SCALE), (byte) info.localScale());
        slot.put(at(side, Field.TIMESTAMPS), (byte) (info.hasTimestamps() ? 1 : 0));
        slot.put(at(side, Field.SACK), (byte) (info.hasSack() ? 1 : 0));
        slot.put(at(side, Field.ECN), (byte) (info.hasEcn() ? 1 : 0));
        if (info.hasTimestamps()) {
            int clock = opening.clock(info);
            put(side, Field.CLOCK, clock);
            put(side, Field.TOLD_CLOCK, clock);
            put(side, Field.CLOCK_ECHO, opening.clockEcho());
        }
        put(side, Field.SEGMENT, info.toldSegmentBytes());
        put(side, Field.SENT_END, standing.acknowledged()); // at least: catchUp() knows more
        put(side, Field.TOLD_SEQ, standing.acknowledged());
        put(side, Field.SHOWN_ACK, standing.acknowledged());
        put(side, Field.ACKED, standing.received());
        put(side, Field.TOLD_ACK, standing.received());
        put(side, Field.STACK_END, standing.wasDisordered() ? standing.promised() : standing.received());
        put(side, Field.SHOWN_WINDOW, info.sendWindow() >> info.peerScale());
        int window = Math.min(MAX_WINDOW, info.receiveWindow() >> info.localScale());
        put(side, Field.WINDOW, window);
        put(side, Field.TOLD_WINDOW, window);
        put(side, Field.RIGHT_EDGE, standing.acknowledged() + info.sendWindow());
        put(side, Field.PROMISED, standing.promised());
        put(side, Field.TOLD_EDGE, standing.promised());
    }

    /**
     * What passed after a side's numbers were taken and before its packets were followed is made up for.
     *
     * @param disordered some came before their turn meanwhile
     */
    void catchUp(int side, Standing now, boolean disordered) {
        lock();
        if (state() == State.WATCHED) {
            int sent = now.sent() + hiddenOut(side);
            int received = now.received() + hiddenIn(side);
            int promised = now.promised() + hiddenIn(side);
            advance(side, Field.SENT_END, sent);
            advance(side, Field.TOLD_SEQ, sent);
            advance(side, Field.SHOWN_ACK, now.acknowledged() + hiddenOut(side));
            advance(side, Field.ACKED, received);
            advance(side, Field.TOLD_ACK, received);
            advance(side, Field.STACK_END, disordered ? promised : received); // the stack may hold what it had room for
            if (get(side, Field.EXPECTS) == 0) { // or no more was told than is noted
                advance(side, Field.PROMISED, promised);
            }
        }
        unlock();
    }

    private void advance(int side, Field field, int to) {
        if (to - get(side, field) > 0) {
            put(side, field, to);
        }
    }

    /** This connection was followed by another pair: what its stack has never seen stays hidden from it. */
    void inherit(int side, PacketPair from, int fromSide) {
        KEPT.forEach(field -> put(side, field, from.get(fromSide, field)));
        IN.forEach(field -> put(side, field, get(side, field) + hiddenIn(side)));
        OUT.forEach(field -> put(side, field, get(side, field) + hiddenOut(side)));
    }

    /** Bytes that the peer of a side has sent and the local stack has never seen. */
    private int hiddenIn(int side) {
        return get(side, Field.HIDDEN_IN);
    }

    /** Bytes that the peer of a side was sent and the local stack has never seen. */
    private int hiddenOut(int side) {
        return get(side, Field.HIDDEN_OUT);
    }

    boolean hides() {
        return (hiddenIn(CLIENT) | hiddenOut(CLIENT) | hiddenIn(SERVER) | hiddenOut(SERVER)) != 0;
    }

    /**
     * Has the kernel take over the direction that comes from a side as soon as it can, until both connections end.
     *
     * @param next the number that the next byte which the process reads has in its own stack
     * @param out the number that the process's own stack gives this byte when it is written
     */
    void arm(int side, int next, int out) {
        arm(side, next, out, UNBOUNDED);
    }

    /**
     * The same, for a body: once it is delivered, both connections are the process's again.
     *
     * @param bodyBytes from {@code next} on; Long.MAX_VALUE: until the source ends
     */
    void arm(int side, int next, int out, long bodyBytes) {
        boolean known = bodyBytes != Long.MAX_VALUE;
        boolean far = known && bodyBytes >= COMPARABLE_BYTES;
        put(side, Field.END, known ? next + hiddenIn(side) + (int) bodyBytes : 0);
        slot.putLong(at(side, Field.FAR), far ? bodyBytes : 0);
        put(side, Field.HOLD, get(side, Field.END));
        put(side, Field.EXPECTS, known ? 1 : 0);
        arm(side, next, out, known && !far ? TO_END : TO_FINISH);
    }

    private void arm(int side, int next, int out, int bound) {
        int floor = next + hiddenIn(side);
        lock();
        put(side, Field.SHIFT, out + hiddenOut(1 - side) - floor);
        put(side, Field.FLOOR, floor);
        put(side, Field.FINISHED, 0);
        put(side, Field.BOUNDED, bound);
        put(side, Field.ARMED, 1);
        unlock();
    }

    /** What the peer of a side sends next is the process's to carry: all the room that there is may be told. */
    void forgo(int side) {
        put(side, Field.EXPECTS, 0);
    }

    /** The process carries the direction from a side itself again; false where the kernel carries it already. */
    boolean disarm(int side) {
        return disarm(side, side);
    }

    /** The process carries both directions itself again; false where the kernel carries one already. */
    boolean disarm() {
        return disarm(CLIENT, SERVER);
    }

    private boolean disarm(int first, int last) {
        lock();
        boolean free = get(first, Field.HAS_BOUNDARY) == 0 && get(last, Field.HAS_BOUNDARY) == 0;
        for (int side = first; free && side <= last; side++) {
            put(side, Field.ARMED, 0);
            put(side, Field.BOUNDED, UNBOUNDED);
        }
        unlock();
        return free;
    }

    /** The process is about to close both connections; false where the kernel has seen both end. */
    boolean leave() {
        lock();
        boolean open = state() != State.CLOSED;
        if (open) {
            gone(CLIENT);
            gone(SERVER);
        }
        unlock();
        return open;
    }

    private void lock() {
        while (!INTS.compareAndSet(slot, LOCK, 0, 1)) {
            Thread.onSpinWait(); // a packet program holds it for a few hundred instructions
        }
    }

    private void unlock() {
        INTS.setRelease(slot, LOCK, 0);
    }

    /** Whether the kernel carries the direction that comes from a side. */
    boolean takenOver(int side) {
        return (int) INTS.getAcquire(slot, at(side, Field.HAS_BOUNDARY)) != 0;
    }

    /** The connection of a side is being closed: its tuple may be another's next. */
    void gone(int side) {
        put(side, Field.GONE, 1);
    }

    /** The process knows how many bodies were delivered: what follows them may come to it. */
    void notice(int side) {
        INTS.setRelease(slot, at(side, Field.NOTICED), completed(side));
    }

    /** How many bodies from a side were delivered by the kernel to their ends. */
    int completed(int side) {
        return (int) INTS.getAcquire(slot, at(side, Field.COMPLETED));
    }

    void state(State state) {
        INTS.setRelease(slot, STATE, state.number);
    }

    State state() {
        return STATES[(int) INTS.getAcquire(slot, STATE)];
    }

    private void put(int side, Field field, int value) {
        slot.putInt(at(side, field), value);
    }

    private int get(int side, Field field) {
        return slot.getInt(at(side, field));
    }

    /** How long ago the kernel last carried bytes, either way, by CLOCK_MONOTONIC, which is System.nanoTime()'s. */
    long quietNs() {
        return System.nanoTime() - slot.getLong(MOVED_NS);
    }

    /** For how long the kernel has translated no packet, bytes or not. */
    long silentMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - slot.getLong(SEEN_NS));
    }

    /** A packet passed that the kernel did not translate. */
    void seen(long agoMs) {
        slot.putLong(SEEN_NS, System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(agoMs));
    }

    /** What the pair as a whole is in. */
    Phase phase() {
        return state() == State.CLOSED ? Phase.CLOSE : PHASES[slot.getInt(PHASE) % PHASES.length];
    }

    /** Both connections are over, whatever packets told of that. */
    void close() {
        if (phase() == Phase.ESTABLISHED) {
            slot.putInt(PHASE, CLOSE);
        }
    }

    /** Bytes of the direction from a side that the kernel delivered. */
    long bytes(int side) {
        return slot.getLong(at(side, Field.BYTES));
    }

    /** The end of the direction from a side has arrived. */
    boolean finished(int side) {
        return get(side, Field.FINISH_ACKED) != 0;
    }

    /** The peer of a side has ended its direction. */
    boolean finishedBy(int side) {
        return get(side, Field.FINISHED) != 0;
    }

    boolean resetBy(int side) {
        return get(side, Field.RESET) != 0;
    }

    /**
     * The pair as it is now, or null where it is nobody's.
     *
     * @param tunables how long it stays as it is
     */
    @Nullable
    SplicedPair describe(SpliceTunables tunables) {
        State now = state();
        if (now == State.UNUSED || now == State.WATCHED) {
            return null;
        }
        Phase phase = phase();
        return new SplicedPair(
                end(CLIENT, Field.PEER, Field.PEER_PORT),
                end(CLIENT, Field.LOCAL, Field.LOCAL_PORT),
                end(SERVER, Field.LOCAL, Field.LOCAL_PORT),
                end(SERVER, Field.PEER, Field.PEER_PORT),
                phase,
                Math.max(0, tunables.ms(phase) - silentMs()),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - joinedNs),
                bytes(CLIENT),
                bytes(SERVER));
    }

    /** Who it joins, as operators read it. */
    String ends() {
        return String.join(
                " ",
                SplicedPair.name(end(CLIENT, Field.PEER, Field.PEER_PORT)),
                SplicedPair.name(end(CLIENT, Field.LOCAL, Field.LOCAL_PORT)),
                SplicedPair.name(end(SERVER, Field.LOCAL, Field.LOCAL_PORT)),
                SplicedPair.name(end(SERVER, Field.PEER, Field.PEER_PORT)));
    }

    private InetSocketAddress end(int side, Field ip, Field port) {
        byte[] address = new byte[16];
        slot.get(at(side, ip), address);
        try {
            int number = Short.reverseBytes(slot.getShort(at(side, port))) & 0xffff;
            return new InetSocketAddress(InetAddress.getByAddress(address), number); // a mapped one becomes IPv4
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // 16 bytes are an address
        }
    }
}
