package io.fairlead.splice;

import io.fairlead.linux.Errno;
import io.fairlead.linux.SocketAddress;
import io.fairlead.linux.Sockets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * A TCP connection over loopback.
 *
 * @param near the descriptor of its end in the program, non-blocking; who takes it closes it
 * @param far its end at a client or server, non-blocking
 */
public record Wire(int near, SocketChannel far) {
    /** A connection with the kernel's usual socket buffers. */
    public static Wire open() {
        return open(0);
    }

    /** @param bufferBytes SO_SNDBUF and SO_RCVBUF of the far end; 0: the kernel's choice */
    public static Wire open(int bufferBytes) {
        return open(bufferBytes, 0);
    }

    /** @param segmentBytes the largest payload of a segment, as on an Ethernet; 0: what loopback has room for */
    static Wire open(int bufferBytes, int segmentBytes) {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            if (bufferBytes > 0) {
                server.setOption(
                        StandardSocketOptions.SO_RCVBUF, bufferBytes); // inherited, so that the window is small
            }
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int near = connect((InetSocketAddress) server.getLocalAddress(), segmentBytes);
            SocketChannel far = server.accept();
            far.configureBlocking(false);
            far.setOption(StandardSocketOptions.TCP_NODELAY, true);
            if (bufferBytes > 0) {
                far.setOption(StandardSocketOptions.SO_SNDBUF, bufferBytes);
            }
            return new Wire(near, far);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int connect(InetSocketAddress server, int segmentBytes) {
        SocketAddress address = new SocketAddress();
        address.set(server.getAddress(), server.getPort());
        int near = Sockets.stream(address);
        if (segmentBytes > 0) {
            Sockets.limitSegments(near, segmentBytes);
        }
        int connected = Sockets.connect(near, address);
        if (connected < 0 && connected != -Errno.EINPROGRESS) {
            throw new AssertionError("connect: " + Errno.describe(connected));
        }
        Sockets.noDelay(near);
        return near;
    }
}
