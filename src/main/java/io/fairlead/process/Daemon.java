package io.fairlead.process;

import io.fairlead.linux.Processes;
import java.util.Objects;

/** A process in the background, from its own side: it was started by a {@link Leader}, which waits until it serves. */
public final class Daemon {
    /** Names the leader's process number. */
    static final String MARK = "FAIRLEAD_DAEMON_OF";

    /** The line by which the leader learns that this process serves. */
    static final String SERVING = "serving";

    private Daemon() {}

    /** This process was started by one that waits for it. */
    public static boolean isChild() {
        return System.getenv(MARK) != null;
    }

    /** The process number of the one that waits. */
    static int leader() throws ProcessException {
        try {
            return Integer.parseInt(Objects.requireNonNull(System.getenv(MARK)));
        } catch (NumberFormatException e) {
            throw new ProcessException(MARK + " is set by Fairlead for its own children: unset it");
        }
    }

    /** Leaves the terminal's session. Returns what {@link #serving} needs, before chroot hides it. */
    static int leaveTerminal() {
        Processes.newSession();
        return Processes.openNull();
    }

    /** Lets the leader go; false where it is gone already, which means that the start was called off. */
    static boolean serving(int nullDescriptor) {
        System.out.println(SERVING);
        boolean heard = !System.out.checkError();
        System.err.flush();
        Processes.replaceStandardStreams(nullDescriptor);
        return heard;
    }
}
