package io.fairlead.system.differential;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.function.Consumer;

/** One end of a connection. What comes is read at once and kept; whoever waits for something is told. */
final class Stream {
    /** How the other side ended its direction. */
    enum End {
        OPEN,
        FIN,
        RST,
        /** It was closed from here before. */
        LEFT
    }

    private final Socket socket;
    private final Object monitor;
    private final StringBuilder received = new StringBuilder();
    private final StringBuilder sent = new StringBuilder();
    private End end = End.OPEN;
    private volatile boolean isLeft;
    private long changedNs = System.nanoTime();

    /** @param monitor notified of every change, and held by whoever looks */
    Stream(Socket socket, Object monitor) throws IOException {
        this.socket = socket;
        this.monitor = monitor;
        socket.setTcpNoDelay(true);
    }

    /** Begins to read; the reader calls back after each piece and at the end. */
    void read(Consumer<Stream> changed) {
        Thread.ofVirtual().start(() -> {
            byte[] buffer = new byte[8192];
            End how = End.FIN;
            try {
                InputStream in = socket.getInputStream();
                for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                    change(new String(buffer, 0, length, ISO_8859_1), End.OPEN, changed);
                }
            } catch (IOException _) {
                how = End.RST;
            }
            change("", how, changed);
        });
    }

    private void change(String bytes, End how, Consumer<Stream> changed) {
        synchronized (monitor) {
            if (!isLeft) { // what comes later depends on who was faster
                received.append(bytes);
            }
            end = isLeft ? End.LEFT : how;
            changedNs = System.nanoTime();
            monitor.notifyAll();
        }
        changed.accept(this);
    }

    /** Sends where that is still possible. */
    void send(String bytes) {
        sent.append(bytes);
        try {
            socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
        } catch (IOException _) {
            // the other side went; how it did is told by what is read
        }
    }

    void sendBytewise(String bytes) {
        for (int i = 0; i < bytes.length(); i++) {
            send(bytes.substring(i, i + 1));
            Thread.onSpinWait();
        }
    }

    void shut() {
        try {
            socket.shutdownOutput();
        } catch (IOException _) {
            // it is gone
        }
    }

    void close() {
        isLeft = true;
        try {
            socket.close();
        } catch (IOException _) {
            // it is gone
        }
    }

    void reset() {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException _) {
            // it is gone
        }
        close();
    }

    String received() {
        return received.toString();
    }

    String sent() {
        return sent.toString();
    }

    End end() {
        return end;
    }

    boolean isEnded() {
        return end != End.OPEN;
    }

    long changedNs() {
        return changedNs;
    }

    int localPort() {
        return socket.getLocalPort();
    }
}
