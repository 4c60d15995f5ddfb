package io.fairlead.splice;

import static io.fairlead.splice.PacketPair.CLIENT;
import static io.fairlead.splice.PacketPair.SERVER;

import io.fairlead.linux.Bpf;
import io.fairlead.linux.Memory;
import io.fairlead.linux.SocketAddress;
import io.fairlead.loop.Loop;
import io.fairlead.splice.SpliceCounters.Fallback;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The third engine: joins two TCP connections in the kernel, packet by packet. One for the whole process; pairs are
 * joined on any loop and end on the one they were joined on. Made before privileges are dropped; afterwards only
 * CAP_NET_ADMIN is needed, to ask connections where they stand.
 *
 * <p>Its descriptors must be lower than every socket's: the kernel ends a dead process's descriptors from the highest,
 * and each socket's farewell still has to pass the programs.
 */
public final class PacketSplicer implements AutoCloseable {
    private final PacketPrograms programs;
    private final List<PacketPair> pairs = new ArrayList<>();
    private final Deque<Integer> free = new ArrayDeque<>();
    private final AtomicReferenceArray<@Nullable PacketJoin> joined;
    private final AtomicReferenceArray<Keys> keys;

    /** What the flows of a pair are found by. */
    private record Keys(ByteBuffer client, ByteBuffer server) {}

    /**
     * Loads the programs and attaches them to every device that is up.
     *
     * @param maxPairs how many pairs there may be at once
     */
    public PacketSplicer(int maxPairs) throws PacketSpliceException {
        this.programs = new PacketPrograms(maxPairs);
        this.joined = new AtomicReferenceArray<>(maxPairs);
        this.keys = new AtomicReferenceArray<>(maxPairs);
        int bytes = Layout.of("pair");
        for (int number = 0; number < maxPairs; number++) {
            ByteBuffer slot = programs.pairs().slice(number * bytes, bytes).order(ByteOrder.nativeOrder());
            pairs.add(new PacketPair(slot));
            free.add(number);
        }
        attach();
    }

    private void attach() throws PacketSpliceException {
        try {
            for (NetworkInterface device : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                if (device.isUp() && !device.isVirtual()) {
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

    private void happened(int number, int generation, EventRing.Event event) {
        PacketJoin join = joined.get(number);
        if (join != null && pairs.get(number).generation() == generation) {
            join.happened();
        }
    }

    /** Joins two connections; returns why they are left to the process, or null. */
    @Nullable
    Fallback join(PacketJoin join) {
        Integer number = take();
        if (number == null) {
            return Fallback.NO_PAIR;
        }
        PacketPair pair = pairs.get(number);
        pair.reset(number);
        Standing first = new Standing(programs.asking());
        Standing second = new Standing(programs.asking());
        boolean asked = first.take(join.fd(CLIENT)) == 0 && second.take(join.fd(SERVER)) == 0;
        if (!asked || !match(first, second)) {
            giveBack(number);
            return asked ? Fallback.OPTIONS_DIFFER : Fallback.NOT_ASKED;
        }
        keys.set(number, new Keys(enter(pair, CLIENT, first), enter(pair, SERVER, second)));
        joined.set(number, join);
        pair.state(PacketPair.State.WATCHED);
        put(keys.get(number).client(), number, CLIENT);
        put(keys.get(number).server(), number, SERVER);
        join.arm(pair, number, first, second);
        return null;
    }

    private @Nullable Integer take() {
        synchronized (free) {
            return free.poll();
        }
    }

    /** What one end says must be able to mean the same at the other. */
    private static boolean match(Standing first, Standing second) {
        return first.info().hasTimestamps() == second.info().hasTimestamps()
                && first.info().hasSack() == second.info().hasSack()
                && first.mss() == second.mss();
    }

    /** Notes a connection's addresses and numbers; what its packets are found by. */
    private static ByteBuffer enter(PacketPair pair, int side, Standing standing) {
        SocketAddress local = standing.local();
        SocketAddress peer = standing.peer();
        pair.address(side, local.ip(), local.port(), peer.ip(), peer.port());
        pair.begin(side, standing);
        return standing.flow();
    }

    private void put(ByteBuffer flow, int number, int side) {
        Bpf.update(programs.map("flows"), flow, Memory.allocate(Integer.BYTES).putInt(0, number << 1 | side));
    }

    /** The pair's number may be another's. */
    void release(int number) {
        Bpf.delete(programs.map("flows"), keys.get(number).client());
        Bpf.delete(programs.map("flows"), keys.get(number).server());
        joined.set(number, null);
        giveBack(number);
    }

    private void giveBack(int number) {
        pairs.get(number).state(PacketPair.State.UNUSED);
        synchronized (free) {
            free.add(number);
        }
    }

    @Override
    public void close() {
        programs.close();
    }
}
