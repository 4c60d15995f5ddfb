package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A daemon that is replaced again and again, as {@code ./fairlead -f new.cfg -D -p pid -sf $(cat pid)} does. */
final class Generations implements AutoCloseable {
    private final Path directory = Files.createTempDirectory("fairlead-it-");
    private final Path pidfile = directory.resolve("pid");
    private final List<Long> former = new ArrayList<>();

    Generations() throws IOException {}

    Path directory() {
        return directory;
    }

    /** Starts a daemon with this configuration, which replaces the one before, and fails where it does not serve. */
    void next(String configuration, String... flags) throws IOException {
        List<Long> old = pids();
        try (Launcher start = start(configuration, flags)) {
            assertThat(start.exitStatus()).as(start.stderr()).isZero();
            assertThat(start.stderr()).isEmpty();
        }
        assertThat(pids()).isNotEmpty().noneMatch(old::contains);
        former.addAll(old);
    }

    /** The same without a judgement of how it ends. */
    Launcher start(String configuration, String... flags) throws IOException {
        Path file = Files.writeString(directory.resolve("test.cfg"), configuration);
        List<String> words = new ArrayList<>(List.of("-f", file.toString(), "-D", "-p", pidfile.toString()));
        words.addAll(List.of(flags));
        words.add("-sf");
        pids().forEach(pid -> words.add(pid.toString()));
        return Launcher.run(words.toArray(String[]::new));
    }

    /** Has the pidfile name a process that has ended and that its parent, this one, has seen end: no zombie (wait(2)). */
    long leaveStalePidfile() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Files.writeString(pidfile, gone.pid() + "\n");
        return gone.pid();
    }

    /** The processes that serve now, by the pidfile. */
    List<Long> pids() throws IOException {
        return Files.exists(pidfile)
                ? Files.readAllLines(pidfile).stream().map(Long::valueOf).toList()
                : List.of();
    }

    /** Waits until every process that was replaced has ended. */
    void awaitFormer() throws Exception {
        for (long pid : former) {
            Serving.await("the end of process " + pid, () -> !Serving.runs(pid));
        }
    }

    @Override
    public void close() throws IOException {
        for (long pid : pids()) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
        for (long pid : former) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
        Launcher.deleteAll(directory);
    }
}
