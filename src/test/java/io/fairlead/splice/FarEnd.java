package io.fairlead.splice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A client or server at the far end of a wire: it sends one pattern and checks that it receives another. */
final class FarEnd implements AutoCloseable {
    private final SocketChannel socket;
    private final Pattern outgoing;
    private final Pattern incoming;
    private final ByteBuffer into = ByteBuffer.allocateDirect(Pattern.RUN_BYTES);
    private long sent;
    private long received;
    private boolean ended;

    FarEnd(SocketChannel socket, Pattern outgoing, Pattern incoming) {
        this.socket = socket;
        this.outgoing = outgoing;
        this.incoming = incoming;
    }

    /** The same stream, from where it stands, over another connection. */
    FarEnd continuedOn(SocketChannel other) {
        FarEnd next = new FarEnd(other, outgoing, incoming);
        next.received = received;
        return next;
    }

    /** Sends as much as the socket takes, {@code most} bytes at most; returns how many. */
    long send(long most) {
        long before = sent;
        try {
            int count = -1;
            while (count != 0 && sent - before < most) {
                count = socket.write(outgoing.at(sent, (int) Math.min(Pattern.RUN_BYTES, most - (sent - before))));
                sent += count;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sent - before;
    }

    /** Receives what is there, {@code most} bytes at most, and compares every byte; returns how many. */
    long receive(long most) {
        long before = received;
        try {
            int count = -1;
            while (count != 0 && !ended && received - before < most) {
                into.clear().limit((int) Math.min(Pattern.RUN_BYTES, most - (received - before)));
                count = socket.read(into);
                ended = count < 0;
                check();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return received - before;
    }

    private void check() {
        into.flip();
        int wrong = into.mismatch(incoming.at(received, into.limit()));
        assertThat(wrong < 0 ? -1 : received + wrong)
                .as("offset of the first wrong byte")
                .isEqualTo(-1);
        received += into.limit();
    }

    /** All that is there now. */
    long receive() {
        return receive(Long.MAX_VALUE);
    }

    long sent() {
        return sent;
    }

    long received() {
        return received;
    }

    /** The stream has ended. */
    boolean ended() {
        return ended;
    }

    SocketChannel socket() {
        return socket;
    }

    /** Sends no more (FIN); still receives. */
    void finish() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Breaks the connection (RST). */
    void reset() {
        try {
            socket.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        close();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
