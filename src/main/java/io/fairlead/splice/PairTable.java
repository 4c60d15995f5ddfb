package io.fairlead.splice;

import io.fairlead.linux.Bpf;
import io.fairlead.linux.Memory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The pairs that the kernel has room for, and by which flows it finds them. Any thread may call. */
final class PairTable {
    private final int flows;
    private final List<PacketPair> pairs = new ArrayList<>();
    private final List<List<ByteBuffer>> flowsOf = new ArrayList<>();
    private final Deque<Integer> free = new ArrayDeque<>();
    private final SequencedSet<Integer> resting = new LinkedHashSet<>();
    private final Map<ByteBuffer, Integer> owners = new HashMap<>();
    private final ByteBuffer key = Memory.allocate(Layout.of("flow"));
    private final ByteBuffer value = Memory.allocate(Integer.BYTES);

    PairTable(PacketPrograms programs, int maxPairs) {
        this.flows = programs.map("flows");
        int bytes = Layout.of("pair");
        for (int number = 0; number < maxPairs; number++) {
            ByteBuffer slot = programs.pairs().slice(number * bytes, bytes).order(ByteOrder.nativeOrder());
            pairs.add(new PacketPair(slot, number));
            flowsOf.add(new ArrayList<>(2));
            free.add(number);
        }
    }

    /** An empty pair, or null where all are in use. One that only rests gives way: the longest rested first. */
    @Nullable
    synchronized PacketPair take() {
        if (free.isEmpty() && !resting.isEmpty()) {
            empty(resting.getFirst());
        }
        Integer number = free.poll();
        if (number == null) {
            return null;
        }
        PacketPair pair = pairs.get(number);
        pair.reset();
        return pair;
    }

    /** Has the packets of a flow judged by a pair; false where the kernel refuses. */
    synchronized boolean enter(PacketPair pair, int side, ByteBuffer flow) {
        owners.put(flow, pair.number());
        flowsOf.get(pair.number()).add(flow);
        value.putInt(0, pair.number() << 1 | side);
        return Bpf.update(flows, keyOf(flow), value) == 0;
    }

    private ByteBuffer keyOf(ByteBuffer flow) {
        return key.put(0, flow, 0, key.capacity());
    }

    /** The pair's connections are over, and late packets may still come. */
    synchronized void rest(PacketPair pair) {
        resting.add(pair.number());
    }

    /** The pair may be another's, unless it is already. */
    synchronized void release(PacketPair pair, int generation) {
        if (pair.generation() == generation) {
            empty(pair.number());
        }
    }

    private void empty(int number) {
        for (ByteBuffer flow : flowsOf.get(number)) {
            boolean own = owners.remove(flow, number); // a client that came back with its port has a new owner for it
            if (own) {
                Bpf.delete(flows, keyOf(flow));
            }
        }
        flowsOf.get(number).clear();
        pairs.get(number).state(PairState.UNUSED);
        resting.remove(number);
        free.add(number);
    }

    /** Those that are joined now, and those that rest; each as it is when it is asked. */
    List<SplicedPair> list(SpliceTunables tunables) {
        return pairs.stream()
                .flatMap(pair -> Stream.ofNullable(pair.describe(tunables)))
                .toList();
    }

    PacketPair get(int number) {
        return pairs.get(number);
    }
}
