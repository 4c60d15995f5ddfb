package io.fairlead.library;

import io.fairlead.library.Settings.Packets;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * A program that splices the first client who comes, and is killed. It had descriptors before it started splicing, and
 * no longer has: its sockets take their low numbers.
 */
final class Doomed {
    private static final int EARLY = 200;

    private Doomed() {}

    /** The server's port on 127.0.0.1; says its own. */
    public static void main(String[] arguments) throws Exception {
        List<SocketChannel> early = new ArrayList<>();
        for (int i = 0; i < EARLY; i++) {
            early.add(SocketChannel.open());
        }
        try (TcpSplicing splicing = TcpSplicing.start(
                        Settings.defaults().withPackets(Packets.DEMANDED).withMaxPairs(1));
                ServerSocketChannel listener = ServerSocketChannel.open()) {
            for (SocketChannel each : early) {
                each.close();
            }
            listener.bind(loopback(0));
            System.out.println(((InetSocketAddress) listener.getLocalAddress()).getPort());
            SocketChannel client = listener.accept();
            SocketChannel server = SocketChannel.open(loopback(Integer.parseInt(arguments[0])));
            System.out.println(splicing.splice(client, server).join());
        }
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    }
}
