package io.fairlead.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** A syslog server on a UDP port of 127.0.0.1, which keeps what it gets. */
public final class LogServer implements AutoCloseable {
    private static final int LONGEST_BYTES = 2048;

    private final DatagramSocket socket;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    public LogServer() {
        try {
            socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::receive);
    }

    private void receive() {
        DatagramPacket packet = new DatagramPacket(new byte[LONGEST_BYTES], LONGEST_BYTES);
        try {
            while (true) {
                packet.setLength(LONGEST_BYTES);
                socket.receive(packet);
                lines.add(new String(packet.getData(), 0, packet.getLength(), ISO_8859_1));
            }
        } catch (IOException _) {
            // closed: the end
        }
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** All that came so far, each with its line feed. */
    public List<String> lines() {
        return lines;
    }

    /** The first datagram with this text in it, waited for. */
    String line(String text) throws Exception {
        Predicate<String> wanted = line -> line.contains(text);
        Serving.await(
                "a log line with " + text + " among " + lines,
                () -> lines.stream().anyMatch(wanted));
        return lines.stream().filter(wanted).findFirst().orElseThrow();
    }

    @Override
    public void close() {
        socket.close();
    }
}
