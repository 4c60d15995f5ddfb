package io.fairlead.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Ends what a test run leaves behind, however the run ends: also where it is interrupted or killed, and no test closes
 * anything any more. Everything started under the run's mark has it in its environment, daemons too, for they inherit
 * it. A shell waits for the end of a pipe that only this JVM holds, and then looks for the mark.
 */
final class Sweeper {
    private static final String VARIABLE = "FAIRLEAD_TEST_RUN";
    private static final String MARK = ProcessHandle.current().pid() + "-" + System.nanoTime();

    private static final String WAIT_AND_SWEEP = """
            trap '' INT TERM HUP
            read -r _
            grep -lszxF "$1" /proc/[0-9]*/environ | while IFS=/ read -r _ _ pid _; do kill -KILL "$pid"; done
            """;

    /** Never written to, and never closed but by the end of this JVM. */
    private static final Process SHELL = start();

    private Sweeper() {}

    private static Process start() {
        try {
            return new ProcessBuilder("sh", "-c", WAIT_AND_SWEEP, "sweeper", VARIABLE + "=" + MARK)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Marks a process that is about to be started. */
    static void mark(Map<String, String> environment) {
        if (!SHELL.isAlive()) {
            throw new AssertionError("nobody would sweep up");
        }
        environment.put(VARIABLE, MARK);
    }
}
