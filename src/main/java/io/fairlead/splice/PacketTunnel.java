package io.fairlead.splice;

import static io.fairlead.splice.PacketPair.CLIENT;
import static io.fairlead.splice.PacketPair.SERVER;

import io.fairlead.loop.Channel;
import org.jspecify.annotations.Nullable;

/** Both directions between two connections until they end: the kernel takes over when the second is opened. */
final class PacketTunnel {
    private final PacketJoins joins;
    private final Channel client;
    private final Channel server;
    private final PacketSplice[] directions = new PacketSplice[2];
    private @Nullable PacketJoin join;
    private int open;

    PacketTunnel(PacketJoins joins, Channel client, Channel server) {
        this.joins = joins;
        this.client = client;
        this.server = server;
    }

    boolean leadsBack(Channel source, Channel target) {
        return client.equals(target) && server.equals(source);
    }

    Channel client() {
        return client;
    }

    Channel server() {
        return server;
    }

    /** The direction that comes from an end. */
    PacketSplice open(Channel source, Relay process) {
        int side = client.equals(source) ? CLIENT : SERVER;
        PacketSplice splice = new PacketSplice(this, side, process);
        directions[side] = splice;
        open++;
        return splice;
    }

    /** Both directions are open, and the kernel follows both connections: it carries them as soon as it can. */
    void arm(PacketJoin followed, Standing atClient, Standing atServer) {
        PacketPair pair = followed.pair();
        followed.begin();
        pair.arm(CLIENT, atClient.read(), atServer.written() + directions[CLIENT].held());
        pair.arm(SERVER, atServer.read(), atClient.written() + directions[SERVER].held());
        join = followed;
    }

    PairState state() {
        return join == null ? PairState.UNUSED : join.pair().state();
    }

    boolean expired() {
        return join != null && join.expired();
    }

    boolean finished(int side) {
        return join != null && join.pair().finished(side);
    }

    boolean resetBy(int side) {
        return join != null && join.pair().resetBy(side);
    }

    SpliceCounters counters() {
        return joins.counters();
    }

    /** How long ago the kernel last carried bytes. */
    long quietNs() {
        return join == null ? 0 : join.pair().quietNs();
    }

    long bytes(int side) {
        return join == null ? 0 : join.bytes(side);
    }

    /** One of the directions is closed; with the last, the connections are about to be. */
    void close() {
        open--;
        PacketJoin over = join;
        if (over == null) {
            joins.forget(this);
        } else if (open == 0) {
            part(over);
        }
    }

    private void part(PacketJoin over) {
        PacketPair pair = over.pair();
        if (!pair.leave()) {
            over.tell("closed");
            if (resetBy(CLIENT) || resetBy(SERVER)) {
                over.breakOff(); // the reset that passed may be lost
            }
            return; // the sockets reset, and where both ends have finished the programs keep that to themselves
        }
        boolean untouched = !over.expired() && pair.disarm();
        boolean ended = directions[CLIENT].ended() && directions[SERVER].ended();
        if (untouched || ended) {
            over.tell(untouched ? "left to the process" : "closed by the process");
            over.end(); // what the process wrote last may still be on its way
        } else {
            over.tell(over.expired() ? "expired" : "cut");
            over.breakOff();
        }
        if (untouched && pair.hides()) {
            pair.state(PairState.WATCHED);
        } else if (untouched) {
            joins.release(client, server, over);
        }
    }
}
