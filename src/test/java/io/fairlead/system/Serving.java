package io.fairlead.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Fairlead at work, and what can be seen of its process from outside. */
public final class Serving {
    /** Something to wait for. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }

    private Serving() {}

    /**
     * Starts {@code ./fairlead} and waits until it listens on a port of 127.0.0.1 and serves: other ports of it may be
     * opened later than this one, but all before its loops run.
     */
    public static Launcher at(int port, String configuration, String... flags) throws IOException {
        Launcher fairlead = Launcher.start(configuration, flags);
        try {
            return awaitLoops(fairlead.awaitListening(port));
        } catch (Throwable e) {
            fairlead.close();
            throw e;
        }
    }

    /** Waits until the loops run: all that it listens on is open then. One that has ended, as with -D, is not awaited. */
    static Launcher awaitLoops(Launcher fairlead) throws IOException {
        fairlead.await("its loops", () -> hasLoops(fairlead.pid()) || !fairlead.isAlive());
        return fairlead;
    }

    private static boolean hasLoops(long pid) {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            return threads.anyMatch(thread -> isLoop(thread.resolve("comm")));
        } catch (IOException _) {
            return false;
        }
    }

    private static boolean isLoop(Path name) {
        try {
            return Files.readString(name).startsWith("fairlead-loop");
        } catch (IOException _) {
            return false; // the thread has ended
        }
    }

    /** Waits until something holds; fails where it never does. */
    static void await(String what, Condition condition) throws Exception {
        long deadline = System.nanoTime() + Launcher.PATIENCE.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited in vain: " + what);
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    /** Whether a process runs; one that has ended may stay a zombie until its parent asks (proc_pid_stat(5)). */
    static boolean runs(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException _) {
            return false;
        }
    }

    /** Open descriptors of a process. */
    static long descriptors(long pid) throws IOException {
        return descriptors(pid, "");
    }

    /** Open descriptors of a process that lead to something of this kind, such as {@code pipe:}. */
    static long descriptors(long pid, String kind) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return all.filter(fd -> target(fd).startsWith(kind)).count();
        }
    }

    /** The number that a process's next descriptor will have. */
    static int nextDescriptor(long pid) throws IOException {
        Path directory = Path.of("/proc", Long.toString(pid), "fd");
        int number = 0;
        while (Files.exists(directory.resolve(Integer.toString(number)), LinkOption.NOFOLLOW_LINKS)) {
            number++;
        }
        return number;
    }

    private static String target(Path fd) {
        try {
            return Files.readSymbolicLink(fd).toString();
        } catch (IOException _) {
            return "closed meanwhile";
        }
    }

    /** Resident memory of a process (VmRSS of proc_pid_status(5)). */
    static long residentBytes(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .sum()
                * 1024;
    }
}
