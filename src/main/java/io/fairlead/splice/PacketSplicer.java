package io.fairlead.splice;

import io.fairlead.loop.Loop;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The third engine: joins two TCP connections in the kernel, packet by packet. One for the whole process; pairs are
 * joined on any loop and end on the one they were joined on. Made before privileges are dropped; afterwards none are
 * needed.
 *
 * <p>Its descriptors must be lower than every socket's: the kernel ends a dead process's descriptors from the highest,
 * and each socket's farewell still has to pass the programs.
 */
public final class PacketSplicer implements PacketView, AutoCloseable {
    private final SpliceTunables tunables = new SpliceTunables();
    private final PairJournal journal = new PairJournal(tunables);
    private final PacketPrograms programs;
    private final PairTable pairs;
    private final AtomicReferenceArray<@Nullable PacketJoin> joined;

    /**
     * Loads the programs and attaches them to every device, whether it is up yet or not.
     *
     * @param maxPairs how many pairs there may be at once
     */
    public PacketSplicer(int maxPairs) throws PacketSpliceException {
        this.programs = new PacketPrograms(maxPairs);
        this.pairs = new PairTable(programs, maxPairs);
        this.joined = new AtomicReferenceArray<>(maxPairs);
        attach();
    }

    private void attach() throws PacketSpliceException {
        try {
            for (NetworkInterface device : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                if (!device.isVirtual()) { // an alias of another
                    programs.attach(device.getIndex());
                }
            }
        } catch (SocketException e) {
            programs.close();
            throw new PacketSpliceException("network devices: " + e.getMessage());
        } catch (PacketSpliceException e) {
            programs.close();
            throw e;
        }
    }

    /** Has the kernel's news heard on a loop. */
    public void listen(Loop loop) {
        int ring = programs.map("events");
        EventRing events = new EventRing(loop, ring, PacketPrograms.EVENT_RING_BYTES, this::happened);
        events.open(ring);
    }

    /** Sockets have numbers from this on; below lie the programs, which must end after them. */
    public int lowestSocket() {
        return programs.highestDescriptor() + 1;
    }

    /** Has what {@code debug_level} asks for told to somebody who takes it on any thread. */
    public void report(Consumer<String> lines) {
        journal.writeTo(lines);
    }

    PairJournal journal() {
        return journal;
    }

    private void happened(int number, int generation) {
        PacketJoin join = joined.get(number);
        if (join != null && pairs.get(number).generation() == generation) {
            join.happened();
        }
    }

    /** What is known of handshakes; each loop has its own. */
    Openings openings() {
        return new Openings(programs.map("openings"));
    }

    /** An empty pair, or null where all are in use. */
    @Nullable
    PacketPair take() {
        return pairs.take();
    }

    /** Has a connection's packets judged by a pair, whose news a join hears; false where the kernel refuses. */
    boolean enter(PacketJoin join, int side) {
        joined.set(join.pair().number(), join);
        return pairs.enter(join.pair(), side, join.opening(side).flow());
    }

    @Override
    public List<SplicedPair> pairs() {
        return pairs.list(tunables);
    }

    @Override
    public SpliceTunables tunables() {
        return tunables;
    }

    /** The pair's connections are over; late packets are still answered for until it is released. */
    void rest(PacketPair pair) {
        pairs.rest(pair);
    }

    /** The pair may be another's, unless it is already. */
    void release(PacketPair pair, int generation, PacketJoin join) {
        joined.compareAndSet(pair.number(), join, null);
        pairs.release(pair, generation);
    }

    @Override
    public void close() {
        programs.close();
    }
}
