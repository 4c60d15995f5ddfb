package io.fairlead.health;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;

/** A server on a loopback port, whose connections the test takes and answers by itself. */
final class Origin implements AutoCloseable {
    private final ServerSocket listening;

    Origin() throws IOException {
        this(0);
    }

    /** @param port 0: any free one */
    Origin(int port) throws IOException {
        listening = new ServerSocket();
        listening.setReuseAddress(true);
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 64);
        listening.setSoTimeout(10_000);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** A connection that has come, or comes within 10 seconds. */
    Socket accept() throws IOException {
        Socket socket = listening.accept();
        socket.setSoTimeout(10_000);
        return socket;
    }

    /** Reads a request's head from a connection. */
    static String readHead(Socket from) throws IOException {
        StringBuilder head = new StringBuilder();
        InputStream bytes = from.getInputStream();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = bytes.read();
            if (next < 0) {
                throw new SocketException("the stream ended after " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }

    static void write(Socket to, String text) throws IOException {
        to.getOutputStream().write(text.getBytes(ISO_8859_1));
        to.getOutputStream().flush();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
