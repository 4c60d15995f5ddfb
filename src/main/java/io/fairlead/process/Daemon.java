package io.fairlead.process;

import io.fairlead.linux.Processes;
import java.util.Objects;

/** A process in the background, from its own side: it was started by a {@link Leader}, which waits until it serves. */
public final class Daemon {
    /** Names the leader's process number. */
    static final String MARK = "FAIRLEAD_DAEMON_OF";

    /** Numbers the leader's children, from 1. */
    static final String NUMBER = "FAIRLEAD_DAEMON_NUMBER";

    /** The line by which the leader learns that this process serves. */
    static final String SERVING = "serving";

    private Daemon() {}

    /** This process was started by one that waits for it. */
    public static boolean isChild() {
        return System.getenv(MARK) != null;
    }

    /** The process number of the one that waits. */
    static int leader() throws ProcessException {
        return number(MARK);
    }

    /** Which of the {@code nbproc} processes this is, from 1; the only one where nobody waits for it. */
    static int number() throws ProcessException {
        return isChild() ? number(NUMBER) : 1;
    }

    private static int number(String variable) throws ProcessException {
        try {
            return Integer.parseInt(Objects.requireNonNullElse(System.getenv(variable), ""));
        } catch (NumberFormatException e) {
            throw new ProcessException(variable + " and " + MARK + " are Fairlead's, for its own children: unset them");
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
