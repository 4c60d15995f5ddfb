package io.fairlead.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** A server that speaks first, and then answers each line it gets: with a sentence of its own, or with the line. */
final class Talker implements AutoCloseable {
    private final ServerSocket listener;
    private final String greeting;
    private final @Nullable String answer;

    /** On a port of 127.0.0.1, with a greeting; says every line again. */
    Talker(int port, String greeting) throws IOException {
        this(port, greeting, null);
    }

    /** @param answer to every line; null: the line itself */
    Talker(int port, String greeting, @Nullable String answer) throws IOException {
        this.greeting = greeting;
        this.answer = answer;
        listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::listen);
    }

    private void listen() {
        try {
            while (true) {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> talk(socket));
            }
        } catch (IOException _) {
            // closed: the end
        }
    }

    private void talk(Socket socket) {
        try (Wire wire = new Wire(socket)) {
            wire.send(greeting);
            while (!wire.ended()) {
                String line = line(wire);
                wire.send(answer == null ? line : answer);
            }
        } catch (IOException _) {
            // the other side went
        }
    }

    private static String line(Wire wire) throws IOException {
        StringBuilder line = new StringBuilder();
        while (!line.toString().endsWith("\n")) {
            line.append(wire.read(1));
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
