package io.fairlead.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An origin server of the demo, on a free loopback port. A path that ends in a size, as {@code /img/100m}, is an object
 * of that many bytes; with {@code .sha256} behind it, that object's checksum; any other path tells who answers.
 */
final class Origin implements AutoCloseable {
    /** Digits, then k, m or g for powers of 1024. */
    private static final Pattern OBJECT = Pattern.compile(".*/(\\d{1,9})([kmg]?)(\\.sha256)?");

    private static final long LARGEST_BYTES = 16L << 30;

    private final String name;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Origin(String name) throws IOException {
        this.name = name;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Server", name);
            Matcher object = OBJECT.matcher(exchange.getRequestURI().getPath());
            if (!object.matches()) {
                send(exchange, "This is " + name + " with " + exchange.getRequestURI() + "\n");
            } else if (bytes(object) > LARGEST_BYTES) {
                exchange.sendResponseHeaders(404, -1);
            } else if (object.group(3) != null) {
                send(exchange, Content.sha256(bytes(object)) + "\n");
            } else {
                sendObject(exchange, bytes(object));
            }
        }
    }

    private static long bytes(Matcher object) {
        int shift = switch (object.group(2)) {
            case "k" -> 10;
            case "m" -> 20;
            case "g" -> 30;
            default -> 0;
        };
        return Long.parseLong(object.group(1)) << shift;
    }

    private static void send(HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain");
        try (OutputStream out = begin(exchange, body.length)) {
            out.write(body);
        }
    }

    private static void sendObject(HttpExchange exchange, long lengthBytes) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
        try (OutputStream out = begin(exchange, lengthBytes)) {
            if (!isHead(exchange)) {
                Content.write(lengthBytes, out);
            }
        }
    }

    /** Sends the head; what comes back takes the body, or nothing where there must be none. */
    private static OutputStream begin(HttpExchange exchange, long lengthBytes) throws IOException {
        if (isHead(exchange)) {
            exchange.getResponseHeaders().set("Content-Length", Long.toString(lengthBytes));
            exchange.sendResponseHeaders(200, -1);
            return OutputStream.nullOutputStream();
        }
        exchange.sendResponseHeaders(200, lengthBytes == 0 ? -1 : lengthBytes);
        return lengthBytes == 0 ? OutputStream.nullOutputStream() : exchange.getResponseBody();
    }

    private static boolean isHead(HttpExchange exchange) {
        return exchange.getRequestMethod().equals("HEAD");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
