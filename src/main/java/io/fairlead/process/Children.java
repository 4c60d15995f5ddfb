package io.fairlead.process;

import io.fairlead.linux.Processes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The processes that will serve, while they start: this process's own command line, run once more for each. */
final class Children {
    private final List<Process> processes = new ArrayList<>();

    /** @throws ProcessException where one cannot be started; those that were are called off */
    void start(int count) throws ProcessException {
        try {
            ProcessBuilder builder = new ProcessBuilder(ownCommandLine())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment()
                    .put(Daemon.MARK, Long.toString(ProcessHandle.current().pid()));
            for (int number = 1; number <= count; number++) {
                builder.environment().put(Daemon.NUMBER, Integer.toString(number));
                processes.add(builder.start());
            }
        } catch (IOException e) {
            callOff();
            throw new ProcessException("cannot start the daemon: " + e.getMessage());
        }
    }

    private static List<String> ownCommandLine() throws IOException {
        String line = Files.readString(Path.of("/proc/self/cmdline"));
        return Arrays.asList(line.split("\0", -1))
                .subList(0, (int) line.chars().filter(c -> c == 0).count());
    }

    /** Waits until all of them serve. Returns 0, or the status of one that ended before, after the others were told to. */
    int awaitServing() {
        for (Process child : processes) {
            int status = statusOf(child);
            if (status != 0) {
                callOff();
                return status;
            }
        }
        return 0;
    }

    /** Shows what a child says until it serves, or ends. */
    private static int statusOf(Process child) {
        try {
            BufferedReader output =
                    new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.equals(Daemon.SERVING)) {
                    return 0;
                }
                System.out.println(line);
            }
            return Math.max(child.waitFor(), 1);
        } catch (IOException e) {
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    List<Long> pids() {
        return processes.stream().map(Process::pid).toList();
    }

    /** They end; whom they serve already is served to the end. */
    void callOff() {
        processes.forEach(child -> Processes.kill((int) child.pid(), Processes.SIGUSR1));
    }
}
