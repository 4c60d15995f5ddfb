package io.fairlead.splice;

import io.fairlead.linux.Bpf;
import io.fairlead.linux.Memory;
import io.fairlead.linux.SocketAddress;
import io.fairlead.linux.Sockets;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Looks up what the packet programs noted of handshakes. Reusable, one thread at a time. */
final class Openings {
    private final int map;
    private final SocketAddress local = new SocketAddress();
    private final SocketAddress peer = new SocketAddress();
    private final ByteBuffer flow = Memory.allocate(Layout.of("flow"));
    private final ByteBuffer noted = Memory.allocate(Layout.of("opening"));

    /** @param map the programs' */
    Openings(int map) {
        this.map = map;
    }

    /** How a connection was opened; null where no program saw it, or nobody remembers. */
    @Nullable
    Opening of(int socket) {
        boolean named = Sockets.localAddress(socket, local) == 0 && Sockets.peerAddress(socket, peer) == 0;
        if (!named || local.isUnix() || peer.isUnix()) {
            return null;
        }
        local.unmap();
        peer.writeMapped(flow, Opening.SOURCE, Opening.SOURCE_PORT);
        local.writeMapped(flow, Opening.DESTINATION, Opening.DESTINATION_PORT);
        boolean known = Bpf.lookup(map, flow, noted) == 0 && Opening.isWhole(noted);
        return known ? new Opening(flow, local.isV6(), noted) : null;
    }
}
