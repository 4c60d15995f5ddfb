package io.fairlead.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that ask without a pause, compare every byte of every answer, and keep what went wrong: a connection refused
 * or reset, an answer cut or never begun. Whoever is told to leave comes back with a new connection.
 */
final class Load implements AutoCloseable {
    /** Below and above what is worth splicing, and more than a socket's buffers hold. */
    private static final List<Integer> SIZES = List.of(100, 20_000, 1_500_000);

    private static final int MOST_FAILURES = 20;

    private final int port;
    private final int requestsPerConnection;
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong connections = new AtomicLong();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    /** @param requestsPerConnection after which a client leaves by itself; the last says {@code Connection: close} */
    Load(int port, int clients, int requestsPerConnection) {
        this.port = port;
        this.requestsPerConnection = requestsPerConnection;
        for (int i = 0; i < clients; i++) {
            Random random = new Random(i);
            threads.add(Thread.ofPlatform().daemon().start(() -> run(random)));
        }
    }

    /** Makes the files that a server must have for this. */
    static void prepare(Path directory) throws IOException {
        for (int size : SIZES) {
            try (var out = Files.newOutputStream(directory.resolve(Integer.toString(size)))) {
                Bulk.write(out, size);
            }
        }
    }

    private void run(Random random) {
        while (!stopped && failures.size() < MOST_FAILURES) {
            int answered = 0;
            try (Wire wire = Wire.to(port)) {
                connections.incrementAndGet();
                boolean stays = true;
                while (stays && !stopped) {
                    stays = ask(wire, SIZES.get(random.nextInt(SIZES.size())), answered + 1 == requestsPerConnection);
                    answered++;
                    answers.incrementAndGet();
                }
            } catch (IOException | AssertionError e) {
                failures.add(e + " after " + answered + " answers");
            }
        }
    }

    /** Returns whether the connection stays open for a next request. */
    private static boolean ask(Wire wire, int size, boolean last) throws IOException {
        wire.get("/" + size, last ? "Connection: close" : "X-More: yes");
        Message head = wire.responseHead();
        if (head.status() != 200 || !Integer.toString(size).equals(head.header("Content-Length"))) {
            throw new IOException("not the answer: " + head.head());
        }
        Bulk.read(wire.input(), size);
        return !last && !"close".equalsIgnoreCase(head.header("Connection"));
    }

    /** Whole and right answers so far. */
    long answers() {
        return answers.get();
    }

    /** Connections that were established so far. */
    long connections() {
        return connections.get();
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    /** Waits for the answers that are on their way. */
    @Override
    public void close() {
        stopped = true;
        for (Thread thread : threads) {
            try {
                thread.join(Launcher.PATIENCE);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
