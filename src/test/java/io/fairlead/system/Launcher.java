package io.fairlead.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * The real {@code ./fairlead}, started from the repository's root as an operator would. It has a directory of its own,
 * which configurations reach as {@code "${DIR}"}; a daemon that writes {@code "${DIR}/pid"} is ended with it.
 */
public final class Launcher implements AutoCloseable {
    /** Each port once, and none that the kernel gives to connections (32768 and up): a port asked for stays free. */
    private static final AtomicInteger NEXT_PORT =
            new AtomicInteger(20_000 + (int) (ProcessHandle.current().pid() % 100) * 100);

    /** Long enough for a busy machine; nothing waits that long unless it fails. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final Path directory;
    private final Process process;

    private Launcher(Path directory, List<String> words) throws IOException {
        this(directory, List.of("./fairlead"), words);
    }

    private Launcher(Path directory, List<String> program, List<String> words) throws IOException {
        this.directory = directory;
        List<String> command = new ArrayList<>(program);
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(directory.resolve("stdout").toFile())
                .redirectError(directory.resolve("stderr").toFile());
        builder.environment().put("DIR", directory.toString());
        Sweeper.mark(builder.environment());
        process = builder.start();
    }

    /** {@code ./fairlead} with these words. */
    static Launcher run(String... words) throws IOException {
        return new Launcher(Files.createTempDirectory("fairlead-it-"), List.of(words));
    }

    /** {@code ./fairlead -f <this configuration>} with further flags before it. */
    static Launcher start(String configuration, String... flags) throws IOException {
        Path directory = Files.createTempDirectory("fairlead-it-");
        Path file = Files.writeString(directory.resolve("test.cfg"), configuration);
        Stream<String> words = Stream.concat(Stream.of("-f", file.toString()), Stream.of(flags));
        return new Launcher(directory, words.toList());
    }

    /** {@code ./fairlead -f <this configuration>} on a host of its own, a network namespace (ip-netns(8)). */
    static Launcher startOn(String host, String configuration) throws IOException {
        return startBy(List.of("ip", "netns", "exec", host), configuration);
    }

    /** {@code ./fairlead -f <this configuration>} by a program that becomes the one its words name. */
    static Launcher startBy(List<String> program, String configuration, String... flags) throws IOException {
        Path directory = Files.createTempDirectory("fairlead-it-");
        Path file = Files.writeString(directory.resolve("test.cfg"), configuration);
        Stream<String> words = Stream.concat(Stream.of("./fairlead", "-f", file.toString()), Stream.of(flags));
        return new Launcher(directory, program, words.toList());
    }

    /** {@code ./fairlead -f <this configuration>} by a parent that ignores these signals, named without SIG. */
    static Launcher startIgnoring(String signals, String configuration) throws IOException {
        Path directory = Files.createTempDirectory("fairlead-it-");
        Path file = Files.writeString(directory.resolve("test.cfg"), configuration);
        String script = "trap '' " + signals + "; exec ./fairlead \"$@\"";
        return new Launcher(directory, List.of("sh", "-c", script, "sh"), List.of("-f", file.toString()));
    }

    /** A port of 127.0.0.1 that nobody used a moment ago. */
    public static int freePort() throws IOException {
        while (true) {
            int port = NEXT_PORT.getAndIncrement();
            try (ServerSocket _ = new ServerSocket(port, 1, LOOPBACK)) {
                return port;
            } catch (BindException _) {
                // somebody else's
            }
        }
    }

    static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(LOOPBACK, port));
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /** Waits until something becomes true; fails, with the words of the process, where it does not. */
    Launcher await(String what, BooleanSupplier condition) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited in vain: " + what + "\n" + stdout() + stderr());
            }
            LockSupport.parkNanos(5_000_000);
        }
        return this;
    }

    /** Waits until the process accepts connections on 127.0.0.1. */
    Launcher awaitListening(int port) throws IOException {
        await("listening on " + port, () -> listens(port) || !process.isAlive());
        if (!listens(port)) {
            throw new AssertionError("ended without listening on " + port + "\n" + stdout() + stderr());
        }
        return this;
    }

    /** Sends a signal, named without SIG, to the process that was started. */
    Launcher signal(String name) throws IOException {
        signal(name, process.pid());
        return this;
    }

    static void signal(String name, long pid) throws IOException {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits for the end of the process; returns its status. */
    int exitStatus() throws IOException {
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("still runs\n" + stdout() + stderr());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The daemon that wrote the pidfile. */
    ProcessHandle daemon() throws IOException {
        long pid = Long.parseLong(Files.readString(directory.resolve("pid")).strip());
        return ProcessHandle.of(pid).orElseThrow(() -> new AssertionError("no process " + pid));
    }

    Path directory() {
        return directory;
    }

    String stdout() throws IOException {
        return Files.readString(directory.resolve("stdout"));
    }

    String stderr() throws IOException {
        return Files.readString(directory.resolve("stderr"));
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        if (Files.exists(directory.resolve("pid"))) {
            // not waited for: they are children of init, which may leave them zombies for a while
            for (String pid : Files.readAllLines(directory.resolve("pid"))) {
                ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
        deleteAll(directory);
    }

    static void deleteAll(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(Launcher::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
