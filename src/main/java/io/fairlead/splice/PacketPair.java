package io.fairlead.splice;

import io.fairlead.splice.PairSlot.Field;
import io.fairlead.splice.SplicedPair.Phase;
import java.nio.ByteBuffer;
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

    // enum bound
    private static final int UNBOUNDED = 0;
    private static final int TO_FINISH = 1;
    private static final int TO_END = 2;

    // enum phase
    private static final int ESTABLISHED = 1;
    private static final int CLOSE = 6;

    /** Sequence numbers that lie farther apart cannot be compared. */
    private static final long COMPARABLE_BYTES = 1 << 30;

    private static final Phase[] PHASES = Phase.values();

    private final PairSlot slot;
    private final PairSide[] sides;
    private final int number;
    private volatile long joinedNs;

    /**
     * @param bytes the pair's in the mapped table
     * @param number which of them
     */
    PacketPair(ByteBuffer bytes, int number) {
        this.slot = new PairSlot(bytes);
        this.sides = new PairSide[] {new PairSide(slot, CLIENT), new PairSide(slot, SERVER)};
        this.number = number;
    }

    int number() {
        return number;
    }

    /** One of its connections. */
    PairSide side(int side) {
        return sides[side];
    }

    /** Empties the slot for a new pair. */
    void reset() {
        slot.empty(number);
        joinedNs = System.nanoTime();
        slot.phase(ESTABLISHED);
        slot.seenNs(joinedNs);
    }

    int generation() {
        return slot.generation();
    }

    /** Whether a stack does not know all that its peer has sent or was sent. */
    boolean hides() {
        int hidden = 0;
        for (PairSide side : sides) {
            hidden |= side.hiddenIn() | side.hiddenOut();
        }
        return hidden != 0;
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
        int end = known ? next + sides[side].hiddenIn() + (int) bodyBytes : 0;
        slot.put(side, Field.END, end);
        slot.putLong(side, Field.FAR, far ? bodyBytes : 0);
        slot.put(side, Field.HOLD, end);
        slot.put(side, Field.EXPECTS, known ? 1 : 0);
        arm(side, next, out, known && !far ? TO_END : TO_FINISH);
    }

    private void arm(int side, int next, int out, int bound) {
        int floor = next + sides[side].hiddenIn();
        slot.lock();
        slot.put(side, Field.SHIFT, out + sides[1 - side].hiddenOut() - floor);
        slot.put(side, Field.FLOOR, floor);
        slot.put(side, Field.FINISHED, 0);
        slot.put(side, Field.BOUNDED, bound);
        slot.put(side, Field.ARMED, 1);
        slot.unlock();
    }

    /** What the peer of a side sends next is the process's to carry: all the room that there is may be told. */
    void forgo(int side) {
        slot.put(side, Field.EXPECTS, 0);
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
        slot.lock();
        boolean free = slot.get(first, Field.HAS_BOUNDARY) == 0 && slot.get(last, Field.HAS_BOUNDARY) == 0;
        for (int side = first; free && side <= last; side++) {
            slot.put(side, Field.ARMED, 0);
            slot.put(side, Field.BOUNDED, UNBOUNDED);
        }
        slot.unlock();
        return free;
    }

    /** The process is about to close both connections; false where the kernel has seen both end. */
    boolean leave() {
        slot.lock();
        boolean open = state() != PairState.CLOSED;
        if (open) {
            gone(CLIENT);
            gone(SERVER);
        }
        slot.unlock();
        return open;
    }

    /** The connection of a side is being closed: its tuple may be another's next. */
    void gone(int side) {
        slot.put(side, Field.GONE, 1);
    }

    /** Both connections are over, whatever packets told of that. */
    void close() {
        if (phase() == Phase.ESTABLISHED) {
            slot.phase(CLOSE);
        }
    }

    void state(PairState state) {
        slot.state(state);
    }

    PairState state() {
        return slot.state();
    }

    /** Whether the kernel carries the direction that comes from a side. */
    boolean takenOver(int side) {
        return slot.acquire(side, Field.HAS_BOUNDARY) != 0;
    }

    /** How many bodies from a side were delivered by the kernel to their ends. */
    int completed(int side) {
        return slot.acquire(side, Field.COMPLETED);
    }

    /** The process knows how many bodies were delivered: what follows them may come to it. */
    void notice(int side) {
        slot.release(side, Field.NOTICED, completed(side));
    }

    /** Bytes of the direction from a side that the kernel delivered. */
    long bytes(int side) {
        return slot.getLong(side, Field.BYTES);
    }

    /** The end of the direction from a side has arrived. */
    boolean finished(int side) {
        return slot.get(side, Field.FINISH_ACKED) != 0;
    }

    /** The peer of a side has ended its direction. */
    boolean finishedBy(int side) {
        return slot.get(side, Field.FINISHED) != 0;
    }

    boolean resetBy(int side) {
        return slot.get(side, Field.RESET) != 0;
    }

    /** How long ago the kernel last carried bytes, either way, by CLOCK_MONOTONIC, which is System.nanoTime()'s. */
    long quietNs() {
        return System.nanoTime() - slot.movedNs();
    }

    /** For how long the kernel has translated no packet, bytes or not. */
    long silentMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - slot.seenNs());
    }

    /** A packet passed that the kernel did not translate. */
    void seen(long agoMs) {
        slot.seenNs(System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(agoMs));
    }

    /** What the pair as a whole is in. */
    Phase phase() {
        return state() == PairState.CLOSED ? Phase.CLOSE : PHASES[slot.phase() % PHASES.length];
    }

    /**
     * The pair as it is now, or null where it is nobody's.
     *
     * @param tunables how long it stays as it is
     */
    @Nullable
    SplicedPair describe(SpliceTunables tunables) {
        PairState now = state();
        if (now == PairState.UNUSED || now == PairState.WATCHED) {
            return null;
        }
        Phase phase = phase();
        return new SplicedPair(
                sides[CLIENT].peer(),
                sides[CLIENT].local(),
                sides[SERVER].local(),
                sides[SERVER].peer(),
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
                SplicedPair.name(sides[CLIENT].peer()),
                SplicedPair.name(sides[CLIENT].local()),
                SplicedPair.name(sides[SERVER].local()),
                SplicedPair.name(sides[SERVER].peer()));
    }
}
