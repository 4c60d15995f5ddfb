package io.fairlead.splice;

import io.fairlead.linux.Sockets;
import io.fairlead.linux.TcpInfo;
import io.fairlead.loop.Channel;
import io.fairlead.loop.Loop;
import io.fairlead.loop.Timer;
import io.fairlead.splice.PacketPair.State;
import org.jspecify.annotations.Nullable;

/**
 * Two connections and the pair of the kernel's that joins them: made when the second direction is opened, over when
 * both are closed. Used on the loop of the connections; news of the kernel's arrives there.
 */
final class PacketJoin {
    /** Longer than between two looks: whatever was carried is counted. */
    private static final long RECENT_NS = 2_000_000_000;

    private final PacketJoins joins;
    private final PacketSplicer kernel;
    private final Channel[] ends;
    private final PacketSplice[] directions = new PacketSplice[2];
    private @Nullable PacketPair pair;
    private final Runnable nudge = this::nudge;
    private int generation;
    private int open;
    private boolean expired;

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
        }
        watched.state(State.SPLICED);
        pair = watched;
        generation = watched.generation();
    }

    private void armDirection(PacketPair watched, int side, Standing from, Standing to) {
        watched.arm(side, from.read(), to.written() + directions[side].held());
    }

    /** Something happened in the kernel: the owners look soon, and find it in {@link #state}. Any thread may call. */
    void happened() {
        loop().post(nudge);
    }

    private void nudge() {
        if (ends[0].isOpen()) {
            ends[0].nudge();
        }
    }

    /**
     * Looks whether packets still pass. Where they carried bytes lately the owners count them; where none passed for as
     * long as the phase allows, they find the splice expired, and what only rests is over. Returns whether there is
     * anything left to look at.
     *
     * @param info to ask the sockets with
     */
    boolean look(TcpInfo info) {
        PacketPair watched = pair;
        if (watched == null || watched.generation() != generation || watched.state() == State.UNUSED) {
            return false;
        }
        long ms = kernel.tunables().ms(watched.phase());
        if (watched.silentMs() < ms) {
            if (open > 0 && watched.quietNs() < RECENT_NS) {
                happened();
            }
            return true;
        }
        if (open == 0) {
            kernel.release(watched, generation, this);
            return false;
        }
        long stackSilentMs = Math.min(silentMs(info, PacketPair.CLIENT), silentMs(info, PacketPair.SERVER));
        if (stackSilentMs < ms) {
            watched.seen(stackSilentMs);
        } else {
            expired = true;
            happened();
        }
        return true;
    }

    /** What goes to the process is not seen by the pair. */
    private long silentMs(TcpInfo info, int side) {
        return info.read(fd(side)) < 0 ? Long.MAX_VALUE : info.silentMs();
    }

    boolean expired() {
        return expired;
    }

    Loop loop() {
        return ends[0].loop();
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
            kernel.journal().ended(over, "closed");
            rest(over); // the sockets reset, and the programs keep that to themselves
        } else if (expired) {
            kernel.journal().ended(over, "expired");
            releaseSoon(over);
        } else if (untouched) {
            kernel.journal().ended(over, "left to the process");
            over.state(State.UNUSED);
            finishOnClose();
            releaseSoon(over);
        } else if (directions[PacketPair.CLIENT].ended() && directions[PacketPair.SERVER].ended()) {
            kernel.journal().ended(over, "closed by the process");
            finishOnClose(); // what the process wrote last may still be on its way
            rest(over);
        } else {
            kernel.journal().ended(over, "cut");
            releaseSoon(over);
        }
    }

    /** Late packets are still answered for, until the phase's time is over: {@link #look} releases the pair. */
    private void rest(PacketPair over) {
        over.close();
        over.seen(0);
        kernel.rest(over);
    }

    private void finishOnClose() {
        for (Channel end : ends) {
            Sockets.finishOnClose(end.fd());
        }
    }

    /** The resets of the sockets, which close now, still have to pass. */
    private void releaseSoon(PacketPair over) {
        Timer timer = new Timer() {
            @Override
            protected void expired() {
                kernel.release(over, generation, PacketJoin.this);
            }
        };
        loop().schedule(timer, 1);
    }
}
