package io.fairlead.splice;

import io.fairlead.loop.Channel;
import io.fairlead.splice.SpliceCounters.Fallback;
import java.util.ArrayList;
import java.util.List;

/** The connections of one loop that the kernel is to join: brings the two directions of each pair together. */
final class PacketJoins {
    private final PacketSplicer kernel;
    private final SpliceCounters counters;
    private final Standing client;
    private final Standing server;
    private final List<PacketJoin> halfOpen = new ArrayList<>();

    PacketJoins(PacketSplicer kernel, SpliceCounters counters) {
        this.kernel = kernel;
        this.counters = counters;
        this.client = kernel.standing();
        this.server = kernel.standing();
    }

    /** One direction; with the second of a pair the kernel takes over where it can. */
    PacketSplice open(Channel source, Channel target, Relay process) {
        for (int i = 0; i < halfOpen.size(); i++) {
            PacketJoin join = halfOpen.get(i);
            if (join.joins(source, target)) {
                halfOpen.remove(i);
                PacketSplice splice = join.open(source, process);
                Fallback why = kernel.join(join, client, server);
                if (why != null) {
                    counters.fellBack(why);
                }
                return splice;
            }
        }
        PacketJoin join = new PacketJoin(this, kernel, source, target);
        halfOpen.add(join);
        return join.open(source, process);
    }

    /** Only one direction was ever opened. */
    void forget(PacketJoin join) {
        halfOpen.remove(join);
    }

    SpliceCounters counters() {
        return counters;
    }
}
