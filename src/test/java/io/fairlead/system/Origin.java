package io.fairlead.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that does what a test says: a script for each path, any other path answered with the origin's name. Notes
 * every request it gets.
 */
final class Origin implements AutoCloseable {
    /** What the server does with a request. */
    @FunctionalInterface
    interface Script {
        void play(Message request, Wire wire) throws Exception;
    }

    private static final int BACKLOG = 1024;

    private final String name;
    private final ServerSocket listener;
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final Map<String, Script> headScripts = new ConcurrentHashMap<>();
    private final Set<Wire> wires = ConcurrentHashMap.newKeySet();
    private final List<Message> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final Thread listening;

    Origin() {
        this("origin");
    }

    Origin(String name) {
        this(name, 0);
    }

    /** On a port of 127.0.0.1; 0: any. */
    Origin(String name, int port) {
        this(name, "127.0.0.1", port);
    }

    Origin(String name, String ip, int port) {
        this.name = name;
        try {
            listener = new ServerSocket(port, BACKLOG, InetAddress.getByName(ip));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        listening = Thread.ofVirtual().start(this::listen);
    }

    /** What to do with the whole requests for a path. */
    Origin on(String path, Script script) {
        scripts.put(path, script);
        return this;
    }

    /** What to do once the head of a request for a path is there; its body is the script's to read. */
    Origin onHead(String path, Script script) {
        headScripts.put(path, script);
        return this;
    }

    /** Answers with these bytes. */
    Origin answers(String path, String response) {
        return on(path, (_, wire) -> wire.send(response));
    }

    /** A whole response with a length. */
    static String ok(String body, String... headers) {
        String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n" + more + "\r\n" + body;
    }

    private void listen() {
        try {
            while (true) {
                Socket socket = listener.accept();
                connections.incrementAndGet();
                open.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException _) {
            // closed: the end
        }
    }

    private void serve(Socket socket) {
        try (Wire wire = new Wire(socket)) {
            wires.add(wire);
            while (!listener.isClosed() && !wire.isClosed() && serveOne(wire)) {
                // the next request of this connection
            }
            wires.remove(wire);
        } catch (Exception _) {
            // the other side went, as tests make it do
        } finally {
            open.decrementAndGet();
        }
    }

    private boolean serveOne(Wire wire) throws Exception {
        Message head = wire.head();
        if (head == null) {
            return false;
        }
        Script early = headScripts.get(head.path());
        if (early != null) {
            requests.add(head);
            early.play(head, wire);
            return goesOn(head);
        }
        Message request = wire.body(head);
        requests.add(request);
        scripts.getOrDefault(request.path(), (_, to) -> to.send(ok(name))).play(request, wire);
        return goesOn(request);
    }

    private static boolean goesOn(Message request) {
        return !"close".equalsIgnoreCase(request.header("Connection"));
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Connections accepted so far. */
    int connections() {
        return connections.get();
    }

    /** Connections that are open now. */
    int open() {
        return open.get();
    }

    /** Requests that came so far, in order. */
    List<Message> requests() {
        return requests;
    }

    /** How many requests for a path came. */
    int requests(String path) {
        return (int)
                requests.stream().filter(request -> request.path().equals(path)).count();
    }

    /** The request for a path that came last. */
    Message last(String path) {
        return requests.reversed().stream()
                .filter(request -> request.path().equals(path))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no request for " + path));
    }

    /** Ends the listener and every connection, as a process that is killed does: nothing is left of it afterwards. */
    @Override
    public void close() throws IOException {
        listener.close();
        try {
            listening.join();
            Serving.await("the end of every connection", () -> {
                for (Wire wire : wires) {
                    wire.close();
                }
                return open.get() == 0;
            });
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
