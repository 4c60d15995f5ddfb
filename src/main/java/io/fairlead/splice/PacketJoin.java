package io.fairlead.splice;

import io.fairlead.linux.Sockets;
import io.fairlead.loop.Channel;
import io.fairlead.loop.Timer;
import io.fairlead.splice.PacketPair.State;
import org.jspecify.annotations.Nullable;

/**
 * Two connections and the pair of the kernel's that joins them: made when the second direction is opened, over when
 * both are closed. Used on the loop of the connections; news of the kernel's arrives there.
 */
final class PacketJoin {
    /** How long late packets of a pair that is over are still answered for: as long as a FIN may be repeated. */
    private static final long AFTERLIFE_MS = 10_000;

    private final PacketJoins joins;
    private final PacketSplicer kernel;
    private final Channel[] ends;
    private final PacketSplice[] directions = new PacketSplice[2];
    private @Nullable PacketPair pair;
    private int open;

    PacketJoin(PacketJoins joins, PacketSplicer kernel, Channel first, Channel second) {
        this.joins = joins;
        this.kernel = kernel;
        this.ends = new Channel[] {first, second};
    }

    boolean joins(Channel source, Channel target) {
        return ends[0].equals(target) && ends[1].equals(source);
    }

    /** The direction that comes from an end. */
    PacketSplice open(Channel source, Relay process) {
        int side = ends[0].equals(source) ? PacketPair.CLIENT : PacketPair.SERVER;
        PacketSplice splice = new PacketSplice(this, side, process);
        directions[side] = splice;
        open++;
        return splice;
    }

    int fd(int side) {
        return ends[side].fd();
    }

    /** The kernel watches the pair: both directions are armed. */
    void arm(PacketPair watched, Standing first, Standing second) {
        armDirection(watched, PacketPair.CLIENT, first, second);
        armDirection(watched, PacketPair.SERVER, second, first);
        for (Channel end : ends) {
            Sockets.resetOnClose(end.fd()); // so that both peers learn of it when the process dies
            Sockets.keepAlive(end.fd(), false); // the answers would be the other end's
        }
        watched.state(State.SPLICED);
        pair = watched;
    }

    private void armDirection(PacketPair watched, int side, Standing from, Standing to) {
        watched.arm(side, from.read(), to.written() + directions[side].held());
    }

    /** Something happened in the kernel: the owners look, and find it in {@link #state}. */
    void happened() {
        ends[0].loop().post(() -> {
            if (ends[0].isOpen()) {
                ends[0].nudge();
            }
        });
    }

    State state() {
        return pair == null ? State.UNUSED : pair.state();
    }

    boolean finished(int side) {
        return pair != null && pair.finished(side);
    }

    boolean resetBy(int side) {
        return pair != null && pair.resetBy(side);
    }

    SpliceCounters counters() {
        return joins.counters();
    }

    /** How long ago the kernel last carried bytes. */
    long quietNs() {
        return pair == null ? 0 : pair.quietNs();
    }

    long bytes(int side) {
        return pair == null ? 0 : pair.bytes(side);
    }

    /** One of the directions is closed; with the last, the connections are about to be. */
    void close() {
        open--;
        PacketPair over = pair;
        if (over == null) {
            joins.forget(this);
        }
        if (open > 0 || over == null) {
            return;
        }
        boolean untouched = !over.takenOver(PacketPair.CLIENT) && !over.takenOver(PacketPair.SERVER);
        if (over.state() == State.CLOSED) {
            release(over, AFTERLIFE_MS); // the sockets reset, and the programs keep that to themselves
        } else if (untouched) {
            over.state(State.UNUSED);
            finishOnClose();
            release(over, 0);
        } else if (directions[PacketPair.CLIENT].ended() && directions[PacketPair.SERVER].ended()) {
            finishOnClose(); // what the process wrote last may still be on its way
            release(over, AFTERLIFE_MS);
        } else {
            release(over, 1); // the resets of the sockets, which close now, still have to pass
        }
    }

    private void finishOnClose() {
        for (Channel end : ends) {
            Sockets.finishOnClose(end.fd());
        }
    }

    private void release(PacketPair over, long delayMs) {
        int generation = over.generation();
        Timer timer = new Timer() {
            @Override
            protected void expired() {
                kernel.release(over, generation, PacketJoin.this);
            }
        };
        if (delayMs == AFTERLIFE_MS) {
            kernel.rest(over);
        }
        ends[0].loop().schedule(timer, delayMs);
    }
}
