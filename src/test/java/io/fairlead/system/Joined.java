package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;

/** Both ends of a session, in a test's hands: what is written to one is to be read from the other. */
record Joined(Socket client, Socket server) implements AutoCloseable {
    private static final int EXCHANGED = 1000;

    Joined {
        try {
            for (Socket end : new Socket[] {client, server}) {
                end.setSoTimeout((int) Launcher.PATIENCE.toMillis());
                end.setTcpNoDelay(true);
            }
        } catch (SocketException e) {
            throw new AssertionError(e);
        }
    }

    Socket other(Socket end) {
        return end.equals(client) ? server : client;
    }

    /** Some bytes each way. */
    void exchange() throws IOException {
        carry(client, EXCHANGED);
        carry(server, EXCHANGED);
    }

    /** So many bytes from one end to the other, where each is compared. */
    void carry(Socket from, long bytes) throws IOException {
        Thread writer = send(from, bytes);
        Bulk.read(other(from).getInputStream(), bytes);
        try {
            writer.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Writes in the background; where that fails the other end misses something. */
    static Thread send(Socket from, long bytes) {
        return Thread.ofVirtual().start(() -> {
            try {
                OutputStream out = from.getOutputStream();
                Bulk.write(out, bytes);
            } catch (IOException _) {
                // it does not arrive
            }
        });
    }

    /** Waits for the end of what an end is sent, throwing away what comes before it. */
    static Wire.End endAt(Socket end) throws IOException {
        try {
            InputStream in = end.getInputStream();
            in.transferTo(OutputStream.nullOutputStream());
            return Wire.End.FIN;
        } catch (SocketException _) {
            return Wire.End.RESET;
        }
    }

    static void assertEnds(Socket end) throws IOException {
        assertThat(end.getInputStream().read()).isEqualTo(-1);
    }

    /** RST instead of FIN. */
    static void reset(Socket end) throws IOException {
        end.setSoLinger(true, 0);
        end.close();
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
    }
}
