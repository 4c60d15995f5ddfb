package io.fairlead.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/**
 * One end of a TCP connection in a test's hand: exactly what is written here leaves, and what arrives is told byte by
 * byte. Waiting for the other side ends with a failure after {@link Launcher#PATIENCE}.
 */
final class Wire implements AutoCloseable {
    /** How the other side ended its direction. */
    enum End {
        FIN,
        RESET
    }

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Wire(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout((int) Launcher.PATIENCE.toMillis());
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    static Wire to(int port) throws IOException {
        return to("127.0.0.1", port);
    }

    static Wire to(String ip, int port) throws IOException {
        return to(ip, port, 0);
    }

    /** @param receiveBytes SO_RCVBUF; 0: the kernel's choice */
    static Wire to(String ip, int port, int receiveBytes) throws IOException {
        Socket socket = new Socket();
        if (receiveBytes > 0) {
            socket.setReceiveBufferSize(receiveBytes);
        }
        socket.connect(new InetSocketAddress(ip, port), (int) Launcher.PATIENCE.toMillis());
        return new Wire(socket);
    }

    /** From an address of 127.0.0.0/8 to a port of 127.0.0.1. */
    static Wire from(String ip, int port) throws IOException {
        Socket socket = new Socket();
        socket.setReuseAddress(true); // for one who borrows the address on this same machine
        socket.bind(new InetSocketAddress(ip, 0));
        socket.connect(
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), (int) Launcher.PATIENCE.toMillis());
        return new Wire(socket);
    }

    /** Has the kernel ask whether the other side is still there. */
    Wire asking() throws IOException {
        socket.setKeepAlive(true);
        return this;
    }

    /** Waits no longer than this. */
    void patienceMs(int ms) throws IOException {
        socket.setSoTimeout(ms);
    }

    Wire send(String text) throws IOException {
        return send(text.getBytes(ISO_8859_1));
    }

    Wire send(byte[] bytes) throws IOException {
        out.write(bytes);
        return this;
    }

    /** Every byte in a segment of its own. */
    Wire sendBytewise(String text) throws IOException {
        for (byte each : text.getBytes(ISO_8859_1)) {
            out.write(each);
        }
        return this;
    }

    /** A GET of HTTP/1.1 with these further header lines. */
    Wire get(String path, String... headers) throws IOException {
        return request("GET", path, headers);
    }

    /** A request head of HTTP/1.1. */
    Wire request(String method, String path, String... headers) throws IOException {
        String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        return send(method + " " + path + " HTTP/1.1\r\nHost: fairlead.test\r\n" + more + "\r\n");
    }

    /** FIN: nothing more from this end. */
    Wire endOutput() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** A line without its CRLF; null where the stream ended before its first byte. */
    private @Nullable String line() throws IOException {
        StringBuilder line = new StringBuilder();
        int octet = in.read();
        if (octet < 0) {
            return null;
        }
        while (octet != '\n') {
            if (octet < 0) {
                throw new EOFException("ended in the line: " + line);
            }
            line.append((char) octet);
            octet = in.read();
        }
        return line.toString().stripTrailing();
    }

    /** Lines to the empty one, which is not part of it; null where the stream ended before the first. */
    private @Nullable String lines() throws IOException {
        StringBuilder lines = new StringBuilder();
        String line = line();
        if (line == null) {
            return null;
        }
        while (line != null && !line.isEmpty()) {
            lines.append(line).append('\n');
            line = line();
        }
        return lines.toString();
    }

    /** The head of a message, without a body; null where none comes any more. */
    @Nullable
    Message head() throws IOException {
        String head = lines();
        return head == null ? null : new Message(head, "", "");
    }

    /** The request whose head came last, with its body. */
    Message body(Message requestHead) throws IOException {
        return withBody(requestHead, false);
    }

    /** The next response, interim ones too, to a request that was no HEAD. */
    Message response() throws IOException {
        Message head = responseHead();
        int status = head.status();
        return status < 200 || status == 204 || status == 304 ? head : withBody(head, true);
    }

    /** The next response where it can have no body. */
    Message responseHead() throws IOException {
        Message head = head();
        if (head == null) {
            throw new EOFException("no response");
        }
        return head;
    }

    private Message withBody(Message head, boolean untilClose) throws IOException {
        String length = head.header("Content-Length");
        if (head.header("Transfer-Encoding") != null) {
            ByteArrayOutputStream payload = new ByteArrayOutputStream();
            String trailers = chunks(payload);
            return new Message(head.head(), payload.toString(ISO_8859_1), trailers);
        }
        if (length != null) {
            return new Message(head.head(), read(Integer.parseInt(length)), "");
        }
        return untilClose ? new Message(head.head(), rest(), "") : head;
    }

    /** Decodes chunks; returns the trailers. */
    String chunks(OutputStream payload) throws IOException {
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            payload.write(bytes(size));
            line();
        }
        String trailers = lines();
        return trailers == null ? "" : trailers;
    }

    private int chunkSize() throws IOException {
        String line = line();
        if (line == null) {
            throw new EOFException("ended before a chunk");
        }
        return Integer.parseInt(line.split(";", 2)[0].strip(), 16);
    }

    /** Exactly so many bytes. */
    String read(int count) throws IOException {
        return new String(bytes(count), ISO_8859_1);
    }

    private byte[] bytes(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("ended after " + bytes.length + " of " + count + " bytes");
        }
        return bytes;
    }

    /** Everything up to the other side's FIN. */
    String rest() throws IOException {
        return new String(in.readAllBytes(), ISO_8859_1);
    }

    /** Waits for the end, throwing away what comes before it. */
    End end() throws IOException {
        try {
            in.transferTo(OutputStream.nullOutputStream());
            return End.FIN;
        } catch (SocketException _) {
            return End.RESET;
        }
    }

    /** Waits for a byte or the end; true at the end. */
    boolean ended() throws IOException {
        in.mark(1);
        boolean ended = in.read() < 0;
        in.reset();
        return ended;
    }

    InputStream input() {
        return in;
    }

    OutputStream output() {
        return out;
    }

    /** The other side's address, without its port. */
    String peerIp() {
        return socket.getInetAddress().getHostAddress();
    }

    int peerPort() {
        return socket.getPort();
    }

    int localPort() {
        return socket.getLocalPort();
    }

    boolean isClosed() {
        return socket.isClosed();
    }

    /** RST instead of FIN. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
