package io.fairlead.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** A connection to a runtime socket. */
final class Operator implements AutoCloseable {
    private final SocketChannel channel;

    Operator(Path socket) throws IOException {
        channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
    }

    /** What a line is answered, the empty line at its end included, over a connection of its own. */
    static String ask(Path socket, String line) throws IOException {
        try (Operator operator = new Operator(socket)) {
            return operator.send(line).rest();
        }
    }

    Operator send(String line) throws IOException {
        ByteBuffer bytes = UTF_8.encode(line + "\n");
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        return this;
    }

    /** Everything up to the end. */
    String rest() throws IOException {
        StringBuilder text = new StringBuilder();
        ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
        while (channel.read(bytes) >= 0) {
            text.append(UTF_8.decode(bytes.flip()));
            bytes.clear();
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
