package io.fairlead.splice;

import static io.fairlead.splice.PacketPair.CLIENT;
import static io.fairlead.splice.PacketPair.SERVER;

import io.fairlead.linux.Sockets;
import io.fairlead.linux.TcpInfo;
import io.fairlead.loop.Channel;
import io.fairlead.loop.Loop;
import io.fairlead.loop.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Two connections whose packets the kernel follows as a pair, and between which it may carry. Lasts until both
 * connections are closed or followed elsewhere: what the kernel carried of a body between heads is hidden from the
 * local stack for as long. Used on the loop of the connections.
 */
final class PacketJoin {
    /** Longer than between two looks: whatever was carried is counted. */
    private static final long RECENT_NS = 2_000_000_000;

    /** A program may still be at a packet when its flow leads elsewhere already. */
    private static final long SHORT_AFTERLIFE_MS = 1;

    private final PacketSplicer kernel;
    private final PacketPair pair;
    private final Loop loop;
    private final @Nullable Channel[] ends;
    private final Opening[] openings;
    private final Runnable nudge = this::nudge;
    private final int generation;
    private final boolean[] asked = new boolean[2];
    private final long[] bytesBefore = new long[2];
    private final int[] completedBefore = new int[2];
    private boolean silenced;
    private boolean resets;
    private boolean closed;
    private boolean expired;
    private boolean released;

    PacketJoin(
            PacketSplicer kernel,
            PacketPair pair,
            Channel client,
            Opening clientOpening,
            Channel server,
            Opening serverOpening) {
        this.kernel = kernel;
        this.pair = pair;
        this.generation = pair.generation();
        this.loop = client.loop();
        this.ends = new Channel[] {client, server};
        this.openings = new Opening[] {clientOpening, serverOpening};
    }

    boolean joins(Channel client, Channel server) {
        return client.equals(ends[CLIENT]) && server.equals(ends[SERVER]);
    }

    PacketPair pair() {
        return pair;
    }

    int side(Channel end) {
        return end.equals(ends[CLIENT]) ? CLIENT : SERVER;
    }

    /** How the connection of a side was opened. */
    Opening opening(int side) {
        return openings[side];
    }

    /** The pair's notes are brought up to where both connections stand now; false where that cannot be had. */
    boolean catchUp(Standing client, Standing server) {
        return catchUp(client, CLIENT) && catchUp(server, SERVER);
    }

    private boolean catchUp(Standing standing, int side) {
        Channel end = ends[side];
        int disordered = standing.info().disordered();
        if (end == null || standing.lookAgain(end.fd()) < 0) {
            return false;
        }
        pair.side(side).catchUp(standing, standing.info().disordered() != disordered);
        return true;
    }

    /** A transfer begins: from now on both peers learn of it when the process dies. */
    void begin() {
        for (int side = CLIENT; side <= SERVER; side++) {
            bytesBefore[side] = pair.bytes(side);
            completedBefore[side] = pair.completed(side);
        }
        for (Channel end : ends) {
            if (end != null) {
                Sockets.resetOnClose(end.fd());
            }
        }
        pair.state(PairState.SPLICED);
    }

    /**
     * Both connections are the process's again, and end in order. One to which the kernel has carried the other's end has
     * nothing to say any more: its reset is kept from its peer.
     */
    void end() {
        if (silenced) {
            askAgain();
        }
        for (int side = CLIENT; side <= SERVER; side++) {
            Channel end = ends[side];
            boolean ended = pair.takenOver(1 - side) && pair.finished(1 - side);
            if (end != null && !ended) {
                Sockets.finishOnClose(end.fd());
            }
        }
    }

    /** Both connections reset when they are closed, for the kernel was at work between them. */
    void breakOff() {
        resets = true;
    }

    /** Something happened in the kernel: the owners look. Any thread may call. */
    void happened() {
        loop.post(nudge);
    }

    private void nudge() {
        Channel end = ends[CLIENT] != null ? ends[CLIENT] : ends[SERVER];
        if (end != null && end.isOpen()) {
            end.nudge();
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
        PairState state = pair.generation() == generation ? pair.state() : PairState.UNUSED;
        boolean rests = ends[CLIENT] == null && ends[SERVER] == null;
        if (state == PairState.UNUSED && rests) {
            release(); // a new connection has one of the tuples
        }
        if (state == PairState.UNUSED || state == PairState.WATCHED && !rests) {
            return state != PairState.UNUSED;
        }
        if (!rests && !silenced && (pair.takenOver(CLIENT) || pair.takenOver(SERVER))) {
            silence();
        }
        long ms = kernel.tunables().ms(pair.phase());
        if (pair.silentMs() < ms) {
            if (!rests && pair.quietNs() < RECENT_NS) {
                happened();
            }
        } else if (rests) {
            release();
            return false;
        } else {
            lookAtSockets(info, ms);
        }
        return true;
    }

    /** The process's own sockets ask nobody (option tcpka) while the answers would be the other end's. */
    private void silence() {
        silenced = true;
        for (int side = CLIENT; side <= SERVER; side++) {
            Channel end = ends[side];
            asked[side] = end != null && Sockets.keepsAlive(end.fd());
            if (end != null && asked[side]) {
                Sockets.keepAlive(end.fd(), false);
            }
        }
    }

    private void askAgain() {
        silenced = false;
        for (int side = CLIENT; side <= SERVER; side++) {
            Channel end = ends[side];
            if (end != null && asked[side]) {
                Sockets.keepAlive(end.fd(), true);
            }
        }
    }

    /** What goes to the process is not seen by the pair. */
    private void lookAtSockets(TcpInfo info, long ms) {
        long silentMs = Math.min(silentMs(info, CLIENT), silentMs(info, SERVER));
        if (silentMs < ms) {
            pair.seen(silentMs);
        } else {
            expired = true;
            happened();
        }
    }

    private long silentMs(TcpInfo info, int side) {
        Channel end = ends[side];
        return end == null || info.read(end.fd()) < 0 ? Long.MAX_VALUE : info.silentMs();
    }

    /** No packet has passed for as long as the tunables allow. */
    boolean expired() {
        return expired;
    }

    Loop loop() {
        return loop;
    }

    /** Bytes from a side that the kernel delivered of this transfer. */
    long bytes(int side) {
        return pair.bytes(side) - bytesBefore[side];
    }

    /** Whether the kernel has delivered all that it took over of this body from a side. */
    boolean completed(int side) {
        return pair.completed(side) != completedBefore[side];
    }

    /** Whether the kernel carries this transfer from a side, or has done. */
    boolean carried(int side) {
        return pair.takenOver(side) || completed(side);
    }

    /** How it ended, for who wants to know. */
    void tell(String how) {
        kernel.journal().ended(this, how);
    }

    /** A connection is about to be closed. */
    void closing(Channel end) {
        pair.gone(side(end));
        closed = true;
        lose(end);
    }

    /** A connection is followed by another pair from now on, or by none. */
    void lose(Channel end) {
        ends[side(end)] = null;
        if (ends[CLIENT] == null && ends[SERVER] == null) {
            rest();
        }
    }

    /** Both are gone; what is still on its way to a closed one finds an answer. */
    private void rest() {
        boolean taken = pair.state() == PairState.UNUSED; // a new connection has one of the tuples
        if (closed && !resets && !taken) { // until the phase's time is over: look() releases the pair
            pair.close();
            pair.seen(0);
            kernel.rest(pair);
            return;
        }
        if (resets) {
            loop.putOff(this::leaveToStack); // once the resets have left
        }
        Timer timer = new Timer() {
            @Override
            protected void expired() {
                release();
            }
        };
        loop.schedule(timer, SHORT_AFTERLIFE_MS);
    }

    /** Once: nobody else may have the pair yet. */
    private void release() {
        if (!released) {
            released = true;
            kernel.release(pair, generation, this);
        }
    }

    /** Whoever has not taken its reset asks, and is answered by the local stack, which knows of no connection any more. */
    private void leaveToStack() {
        if (pair.generation() == generation) {
            pair.state(PairState.UNUSED);
        }
    }
}
