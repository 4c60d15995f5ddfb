package io.fairlead.splice;

import io.fairlead.linux.TcpInfo;
import io.fairlead.loop.Channel;
import io.fairlead.loop.Timer;
import io.fairlead.splice.SpliceCounters.Fallback;
import java.util.ArrayList;
import java.util.List;

/** The connections of one loop that the kernel is to join: brings the two directions of each pair together. */
final class PacketJoins {
    private static final long LOOK_MS = 1_000;

    private final PacketSplicer kernel;
    private final SpliceCounters counters;
    private final Standing client;
    private final Standing server;
    private final List<PacketJoin> halfOpen = new ArrayList<>();

    /** Those that the kernel carries, and those that rest after their end. */
    private final List<PacketJoin> watched = new ArrayList<>();

    private final TcpInfo info = new TcpInfo();
    private final Timer look = new Timer() {
        @Override
        protected void expired() {
            lookAtAll();
        }
    };

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
                } else {
                    watch(join);
                }
                return splice;
            }
        }
        PacketJoin join = new PacketJoin(this, kernel, source, target);
        halfOpen.add(join);
        return join.open(source, process);
    }

    private void watch(PacketJoin join) {
        if (watched.isEmpty()) {
            join.loop().schedule(look, LOOK_MS);
        }
        watched.add(join);
    }

    /** Packets wake nobody, and their absence does not either: once a second each pair is looked at. */
    private void lookAtAll() {
        for (int i = watched.size() - 1; i >= 0; i--) {
            if (!watched.get(i).look(info)) {
                PacketJoin last = watched.removeLast();
                if (i < watched.size()) {
                    watched.set(i, last);
                }
            }
        }
        if (!watched.isEmpty()) {
            watched.getFirst().loop().schedule(look, LOOK_MS);
        }
    }

    /** Only one direction was ever opened. */
    void forget(PacketJoin join) {
        halfOpen.remove(join);
    }

    SpliceCounters counters() {
        return counters;
    }
}
