package io.fairlead.process;

import io.fairlead.linux.Processes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The way into the background. A JVM cannot fork, so the process that was started runs its own command line once more
 * and waits: the child shows its messages, says on standard output that it serves, and lets go of the terminal. Only
 * then does the parent end with 0; where the child ends before, its status becomes the parent's.
 */
public final class Daemon {
    private static final String CHILD_MARK = "FAIRLEAD_DAEMON_CHILD";
    private static final String SERVING = "serving";

    private Daemon() {}

    /** This process was started by one that waits for it. */
    public static boolean isChild() {
        return System.getenv(CHILD_MARK) != null;
    }

    /** Starts the child and returns the status to exit with. */
    static int start() throws ProcessException {
        try {
            ProcessBuilder builder = new ProcessBuilder(ownCommandLine())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().put(CHILD_MARK, "1");
            return statusOf(builder.start());
        } catch (IOException e) {
            throw new ProcessException("cannot start the daemon: " + e.getMessage());
        }
    }

    private static List<String> ownCommandLine() throws IOException {
        String line = Files.readString(Path.of("/proc/self/cmdline"));
        return Arrays.asList(line.split("\0", -1))
                .subList(0, (int) line.chars().filter(c -> c == 0).count());
    }

    private static int statusOf(Process child) throws IOException {
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.equals(SERVING)) {
                    return 0;
                }
                System.out.println(line);
            }
            return child.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    /** The child's side: leaves the terminal's session. Returns what {@link #serving} needs, before chroot hides it. */
    static int leaveTerminal() {
        Processes.newSession();
        return Processes.openNull();
    }

    /** The child's side: the parent may go. */
    static void serving(int nullDescriptor) {
        System.out.println(SERVING);
        System.out.flush();
        System.err.flush();
        Processes.replaceStandardStreams(nullDescriptor);
    }
}
