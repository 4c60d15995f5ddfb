package io.fairlead.library;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;

/** A client and a server, each connected to the program between them, which is about to splice the two. */
final class Junction implements AutoCloseable {
    private static final int PATIENCE_MS = 30_000;

    final Socket client;
    final Socket server;
    final SocketChannel near;
    final SocketChannel far;

    /** Both over 127.0.0.1. */
    Junction(TcpSplicing splicing) throws IOException {
        this(splicing, "127.0.0.1", "127.0.0.1");
    }

    /** The last two: addresses of loopback that client and server are connected by. */
    Junction(TcpSplicing splicing, String clientIp, String serverIp) throws IOException {
        try (ServerSocketChannel entrance = ServerSocketChannel.open();
                ServerSocket listener = new ServerSocket(0, 1, InetAddress.ofLiteral(serverIp))) {
            entrance.bind(new InetSocketAddress(InetAddress.ofLiteral(clientIp), 0));
            client = new Socket();
            client.connect(entrance.getLocalAddress(), PATIENCE_MS);
            near = entrance.accept();
            far = SocketChannel.open();
            splicing.prepare(near, far);
            far.connect(listener.getLocalSocketAddress());
            server = listener.accept();
        }
        client.setSoTimeout(PATIENCE_MS);
        server.setSoTimeout(PATIENCE_MS);
    }

    /** The program reads what the client says first, and says it to the server, as a switch does. */
    void passOn(String words) throws IOException {
        client.getOutputStream().write(words.getBytes(US_ASCII));
        ByteBuffer head = ByteBuffer.allocate(words.length());
        while (head.hasRemaining()) {
            near.read(head);
        }
        far.write(head.flip());
    }

    CompletableFuture<Transferred> splice(TcpSplicing splicing) throws IOException {
        return splicing.splice(near, far);
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
        near.close();
        far.close();
    }
}
