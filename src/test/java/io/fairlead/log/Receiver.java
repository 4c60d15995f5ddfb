package io.fairlead.log;

import io.fairlead.config.Address;
import io.fairlead.config.LogTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A syslog server on a loopback port of its own. */
final class Receiver implements AutoCloseable {
    private static final int PATIENCE_MS = 5_000;

    private final DatagramSocket socket;

    Receiver(String ip) {
        try {
            socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(ip), 0));
            socket.setSoTimeout(PATIENCE_MS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    LogTarget target(LogTarget.Facility facility, LogTarget.Level maxLevel) {
        return new LogTarget(new Address(socket.getLocalAddress(), socket.getLocalPort()), facility, maxLevel);
    }

    /** The next datagram, every byte a character. */
    String next() {
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        try {
            socket.receive(packet);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        socket.close();
    }
}
