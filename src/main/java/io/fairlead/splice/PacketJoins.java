package io.fairlead.splice;

import static io.fairlead.splice.PacketPair.CLIENT;
import static io.fairlead.splice.PacketPair.SERVER;

import io.fairlead.linux.TcpInfo;
import io.fairlead.loop.Channel;
import io.fairlead.loop.Timer;
import io.fairlead.splice.SpliceCounters.Fallback;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The connections of one loop that the kernel is to join, and those that it follows. */
final class PacketJoins {
    private static final long LOOK_MS = 1_000;

    private final PacketSplicer kernel;
    private final SpliceCounters counters;
    private final Openings openings;
    private final Standing atClient = new Standing();
    private final Standing atServer = new Standing();
    private final List<PacketTunnel> halfOpen = new ArrayList<>();
    private final Map<Channel, PacketJoin> followed = new HashMap<>();

    /** Those in use, and those that rest after their end. */
    private final List<PacketJoin> joins = new ArrayList<>();

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
        this.openings = kernel.openings();
    }

    /** One direction of a tunnel; with the second the kernel takes over where it can. */
    PacketSplice tunnel(Channel source, Channel target, Relay process) {
        for (int i = 0; i < halfOpen.size(); i++) {
            PacketTunnel tunnel = halfOpen.get(i);
            if (tunnel.leadsBack(source, target)) {
                halfOpen.remove(i);
                PacketSplice splice = tunnel.open(source, process);
                PacketJoin join = follow(tunnel.client(), tunnel.server());
                if (join != null) {
                    tunnel.arm(join, atClient, atServer);
                    kernel.journal().joined(join.pair());
                }
                return splice;
            }
        }
        PacketTunnel tunnel = new PacketTunnel(this, source, target);
        halfOpen.add(tunnel);
        return tunnel.open(source, process);
    }

    /** Only one direction was ever opened. */
    void forget(PacketTunnel tunnel) {
        halfOpen.remove(tunnel);
    }

    /**
     * A body from a server, which the kernel takes over as soon as it can; null where it never will.
     *
     * @param limit its bytes; Long.MAX_VALUE: until the server ends
     */
    @Nullable
    Splice body(Channel server, Channel client, Relay process, long limit) {
        PacketJoin join = follow(client, server);
        if (join == null || atServer.info().peerFinished()) { // all of it is here already
            return null;
        }
        PacketBody body = new PacketBody(join, SERVER, client, process, counters, limit);
        body.arm(atServer, atClient);
        kernel.journal().joined(join.pair());
        return body;
    }

    /** The process carries what a server sends next. */
    void forgo(Channel server) {
        PacketJoin join = followed.get(server);
        if (join != null) {
            join.pair().forgo(join.side(server));
        }
    }

    /** Has two connections followed, and looks where both stand; null where the kernel cannot carry between them. */
    private @Nullable PacketJoin follow(Channel client, Channel server) {
        Opening clientOpening = opening(client);
        Opening serverOpening = opening(server);
        if (clientOpening == null || serverOpening == null) {
            return refuse(client, server, Fallback.NOT_SEEN);
        }
        if (atClient.look(client.fd(), clientOpening) < 0 || atServer.look(server.fd(), serverOpening) < 0) {
            return refuse(client, server, Fallback.NOT_ASKED);
        }
        PacketJoin known = followed.get(client);
        Fallback why = null;
        if (known == null || !known.joins(client, server)) {
            why = match();
            known = why == null ? begin(client, server) : null;
        }
        if (known == null) {
            return refuse(client, server, why == null ? Fallback.NO_PAIR : why);
        }
        return known.catchUp(atClient, atServer) ? known : refuse(client, server, Fallback.NOT_ASKED);
    }

    private @Nullable Opening opening(Channel end) {
        PacketJoin join = followed.get(end);
        return join == null ? openings.of(end.fd()) : join.opening(join.side(end));
    }

    private @Nullable PacketJoin refuse(Channel client, Channel server, Fallback why) {
        counters.fellBack(why);
        kernel.journal().fellBack(client, server, why);
        return null;
    }

    /** What one end says must be able to mean the same at the other; returns why it cannot, or null. */
    private @Nullable Fallback match() {
        if (atClient.opening().isV6() != atServer.opening().isV6()) {
            return Fallback.FAMILIES_DIFFER;
        }
        if (!atClient.matches(atServer)) {
            return Fallback.OPTIONS_DIFFER;
        }
        if (!atClient.hasFineWindows() || !atServer.hasFineWindows()) {
            return Fallback.COARSE_WINDOWS;
        }
        return atClient.hasRoomFor(atServer) && atServer.hasRoomFor(atClient) ? null : Fallback.LITTLE_ROOM;
    }

    private @Nullable PacketJoin begin(Channel client, Channel server) {
        PacketPair pair = kernel.take();
        if (pair == null) {
            return null;
        }
        PacketJoin join = new PacketJoin(kernel, pair, client, atClient.opening(), server, atServer.opening());
        place(pair, CLIENT, client, atClient);
        place(pair, SERVER, server, atServer);
        pair.state(PairState.WATCHED);
        boolean entered = kernel.enter(join, CLIENT) && kernel.enter(join, SERVER);
        if (!entered) {
            kernel.release(pair, pair.generation(), join);
            return null;
        }
        move(client, join);
        move(server, join);
        watch(join);
        return join;
    }

    private void watch(PacketJoin join) {
        if (joins.isEmpty()) {
            join.loop().schedule(look, LOOK_MS);
        }
        joins.add(join);
    }

    /** Packets wake nobody, and their absence does not either: once a second each pair is looked at. */
    private void lookAtAll() {
        for (int i = joins.size() - 1; i >= 0; i--) {
            if (!joins.get(i).look(info)) {
                PacketJoin last = joins.removeLast();
                if (i < joins.size()) {
                    joins.set(i, last);
                }
            }
        }
        if (!joins.isEmpty()) {
            joins.getFirst().loop().schedule(look, LOOK_MS);
        }
    }

    private void place(PacketPair pair, int side, Channel end, Standing standing) {
        PairSide at = pair.side(side);
        at.begin(standing);
        PacketJoin before = followed.get(end);
        if (before != null) {
            at.inherit(before.pair().side(before.side(end)));
        }
    }

    private void move(Channel end, PacketJoin to) {
        PacketJoin before = followed.put(end, to);
        if (before == null) {
            end.beforeClose(() -> closing(end));
        } else {
            before.lose(end);
        }
    }

    private void closing(Channel end) {
        PacketJoin join = followed.remove(end);
        if (join != null) {
            join.closing(end);
        }
    }

    /** The kernel has carried nothing between them: nothing of it is left. */
    void release(Channel client, Channel server, PacketJoin join) {
        followed.remove(client, join);
        followed.remove(server, join);
        kernel.release(join.pair(), join.pair().generation(), join);
    }

    SpliceCounters counters() {
        return counters;
    }
}
