package io.fairlead.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * A port of 127.0.0.1 that neither accepts nor refuses: nobody takes the connections out of its queue, and that is full.
 */
final class Deaf implements AutoCloseable {
    private static final int MORE_THAN_ENOUGH = 8;

    private final ServerSocket listener;
    private final List<SocketChannel> queue = new ArrayList<>();

    Deaf() {
        try {
            listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            for (int i = 0; i < MORE_THAN_ENOUGH; i++) {
                SocketChannel channel = SocketChannel.open();
                channel.configureBlocking(false);
                channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()));
                queue.add(channel);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : queue) {
            channel.close();
        }
        listener.close();
    }
}
