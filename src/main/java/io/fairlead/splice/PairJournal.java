package io.fairlead.splice;

import io.fairlead.linux.SocketAddress;
import io.fairlead.linux.Sockets;
import io.fairlead.loop.Channel;
import io.fairlead.splice.SpliceCounters.Fallback;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/** Tells of pairs what {@code debug_level} asks for; the addresses stand as in {@code show splices}. */
final class PairJournal {
    private final SpliceTunables tunables;
    private volatile Consumer<String> writer = _ -> {};

    PairJournal(SpliceTunables tunables) {
        this.tunables = tunables;
    }

    /** @param lines takes what there is to tell, on any thread */
    void writeTo(Consumer<String> lines) {
        writer = lines;
    }

    void joined(PacketPair pair) {
        if (tunables.debugLevel() > 0) {
            tell(pair.ends(), "joined");
        }
    }

    /** @param how in a few words */
    void ended(PacketJoin join, String how) {
        int level = tunables.debugLevel();
        if (level > 0) {
            long up = join.bytes(PacketPair.CLIENT);
            long down = join.bytes(PacketPair.SERVER);
            String more = level > 1 ? ", in " + join.pair().phase() + carried(join) : "";
            tell(join.pair().ends(), how + ", " + up + " bytes up, " + down + " down" + more);
        }
    }

    private static String carried(PacketJoin join) {
        boolean up = join.carried(PacketPair.CLIENT);
        boolean down = join.carried(PacketPair.SERVER);
        return ", the kernel carried " + (up && down ? "both ways" : up ? "up" : down ? "down" : "nothing");
    }

    void fellBack(Channel client, Channel server, Fallback why) {
        if (tunables.debugLevel() > 0) {
            String ends =
                    String.join(" ", peer(client.fd()), local(client.fd()), local(server.fd()), peer(server.fd()));
            tell(ends, "not joined: " + why.reason());
        }
    }

    private void tell(String ends, String what) {
        writer.accept("splice " + ends + ": " + what);
    }

    private static String local(int socket) {
        SocketAddress address = new SocketAddress();
        return name(address, Sockets.localAddress(socket, address));
    }

    private static String peer(int socket) {
        SocketAddress address = new SocketAddress();
        return name(address, Sockets.peerAddress(socket, address));
    }

    private static String name(SocketAddress address, int answer) {
        if (answer < 0) {
            return "-";
        }
        return address.isUnix() ? "unix" : SplicedPair.name(new InetSocketAddress(address.ip(), address.port()));
    }
}
