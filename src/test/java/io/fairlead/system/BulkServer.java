package io.fairlead.system;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server on a host of a test's: a request's path says what it answers, bytes of {@link Bulk} from where on and how
 * many ({@code /how/from/bytes}), and a request with {@code X-Stream} becomes a {@link Duplex}. What it is sent is
 * compared.
 */
final class BulkServer implements AutoCloseable {
    static final int PORT = 91;

    /** How much less than it promises, and more, one sends who is wrong about it. */
    static final long MISSING_BYTES = 500_000;

    static final long SURPLUS_BYTES = 50_000;
    private static final int BACKLOG = 1024;

    private final String host;
    private final Queue<Throwable> wrong = new ConcurrentLinkedQueue<>();
    private final Map<Long, CompletableFuture<Void>> streams = new ConcurrentHashMap<>();
    private final Set<Long> begun = ConcurrentHashMap.newKeySet();
    private final AtomicInteger answering = new AtomicInteger();
    private ServerSocket listener;
    private Thread listening;

    BulkServer(String host) throws Exception {
        this.host = host;
        listener = listen();
        listening = Thread.ofVirtual().start(this::acceptAll);
    }

    private ServerSocket listen() throws Exception {
        return Netns.on(host, () -> new ServerSocket(PORT, BACKLOG));
    }

    /** Nobody listens any more; connections that have been accepted go on. */
    void leave() throws Exception {
        listener.close();
        listening.join();
    }

    /** After {@link #leave}. */
    void comeBack() throws Exception {
        listener = listen();
        listening = Thread.ofVirtual().start(this::acceptAll);
    }

    private void acceptAll() {
        ServerSocket here = listener;
        while (!here.isClosed()) {
            try {
                Socket socket = here.accept();
                Thread.ofVirtual().start(() -> answerAll(socket));
            } catch (IOException _) {
                // closed, or one that has left already
            }
        }
    }

    private void answerAll(Socket socket) {
        try (Wire wire = new Wire(socket).asking()) {
            boolean more = true;
            while (more) {
                Message head = wire.head();
                if (head == null) {
                    return;
                }
                answering.incrementAndGet();
                try {
                    more = answer(head, wire);
                } finally {
                    answering.decrementAndGet();
                }
            }
        } catch (Bulk.Difference | RuntimeException | AssertionError e) {
            wrong.add(e);
        } catch (IOException _) {
            // the proxy has closed it
        }
    }

    private boolean answer(Message head, Wire wire) throws IOException {
        String stream = head.header("X-Stream");
        if (stream != null) {
            stream(head, Duplex.parse(stream), wire);
            return false;
        }
        compareBody(head, wire);
        String[] words = head.path().split("/", -1);
        return answer(words[1], Long.parseLong(words[2]), Long.parseLong(words[3]), pace(head), wire);
    }

    private static Pace pace(Message head) {
        String seed = head.header("X-Pace");
        return seed == null ? Pace.FULL : new Pace(new Random(Long.parseLong(seed)));
    }

    private static void compareBody(Message head, Wire wire) throws IOException {
        String from = head.header("X-From");
        if (head.header("Transfer-Encoding") != null && from != null) {
            wire.chunks(new Bulk.Comparison(Long.parseLong(from)));
        } else if (from != null) {
            long bytes = Long.parseLong(head.headers("Content-Length").getFirst());
            pace(head).read(wire.input(), Long.parseLong(from), bytes);
        }
    }

    /** Returns whether the connection goes on. */
    private static boolean answer(String how, long from, long bytes, Pace pace, Wire wire) throws IOException {
        OutputStream out = new BufferedOutputStream(wire.output());
        long announced = switch (how) {
            case "short" -> bytes + MISSING_BYTES;
            case "long" -> bytes - SURPLUS_BYTES;
            case "cut" -> 2 * bytes;
            default -> bytes;
        };
        boolean chunked = how.equals("chunked");
        String length = chunked ? "Transfer-Encoding: chunked\r\n" : "Content-Length: " + announced + "\r\n";
        String close = how.equals("last") ? "Connection: close\r\n" : "";
        wire.send("HTTP/1.1 200 OK\r\n" + (how.equals("end") ? "" : length) + close + "\r\n");
        if (chunked) {
            Bulk.writeChunks(out, from, bytes);
        } else {
            pace.write(out, from, bytes);
        }
        out.flush();
        if (how.equals("cut")) {
            wire.reset();
        }
        return chunked || how.equals("kept") || how.equals("long");
    }

    private void stream(Message head, Duplex duplex, Wire wire) throws IOException {
        CompletableFuture<Void> end = duplex.how().isWhole() ? streamEnd(duplex.id()) : new CompletableFuture<>();
        begun.add(duplex.id());
        try {
            switch (head.method()) {
                case "GET" ->
                    wire.send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: bulk\r\n\r\n");
                case "CONNECT" -> wire.send("HTTP/1.1 200 OK\r\n\r\n");
                default -> {} // nothing but the streams
            }
            duplex.serve(wire);
            wire.close();
            end.complete(null);
        } catch (IOException | RuntimeException | AssertionError e) {
            end.completeExceptionally(e);
            throw e;
        }
    }

    private CompletableFuture<Void> streamEnd(long id) {
        return streams.computeIfAbsent(id, _ -> new CompletableFuture<>());
    }

    /** Waits until a {@link Duplex} is over here too; where it did not go well, that is an exception. */
    void awaitStream(long id) throws IOException {
        try {
            streamEnd(id).get(Launcher.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException("at the server: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            if (!begun.contains(id)) {
                throw new IOException("never came to the server"); // which was away: who closes at once is not told
            }
            throw new SocketTimeoutException("at the server");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            streams.remove(id);
            begun.remove(id);
        }
    }

    /** What was not as it must be, whoever else noticed. */
    Queue<Throwable> wrong() {
        return wrong;
    }

    /** Requests and streams that are not over. */
    int answering() {
        return answering.get();
    }

    @Override
    public void close() throws Exception {
        leave();
    }
}
