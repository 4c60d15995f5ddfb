package io.fairlead.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on a UNIX socket that says one thing, once something was said to it, and closes. */
final class UnixServer implements AutoCloseable {
    private final ServerSocketChannel listener;
    private final ByteBuffer answer;
    private final AtomicInteger connections = new AtomicInteger();

    UnixServer(Path path, String answer) throws IOException {
        this.answer = ByteBuffer.wrap(answer.getBytes(ISO_8859_1));
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
        Thread.ofPlatform().daemon().start(this::serve);
    }

    private void serve() {
        try {
            while (true) {
                SocketChannel client = listener.accept();
                connections.incrementAndGet();
                Thread.ofPlatform().daemon().start(() -> answer(client));
            }
        } catch (IOException _) {
            // closed: the end
        }
    }

    private void answer(SocketChannel client) {
        try (client) {
            if (client.read(ByteBuffer.allocate(4096)) > 0) {
                client.write(answer.duplicate());
            }
        } catch (IOException _) {
            // the other side went
        }
    }

    int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
