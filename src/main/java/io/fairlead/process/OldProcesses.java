package io.fairlead.process;

import io.fairlead.linux.Errno;
import io.fairlead.linux.Processes;
import java.util.List;

/**
 * The processes this one replaces ({@code -sf}, {@code -st}).
 *
 * @param finish true: they finish their sessions (SIGUSR1); false: they end at once (SIGTERM)
 */
public record OldProcesses(List<Integer> pids, boolean finish) {
    /** A start that replaces nothing. */
    public static final OldProcesses NONE = new OldProcesses(List.of(), true);

    /** Tells them to go. One that is gone already is no error; one that may not be signalled keeps serving, loudly. */
    void dismiss(Console console) {
        for (int pid : pids) {
            int answer = Processes.kill(pid, finish ? Processes.SIGUSR1 : Processes.SIGTERM);
            if (answer < 0 && answer != -Errno.ESRCH) {
                console.alert("cannot signal old process " + pid + ": " + Errno.describe(answer)
                        + "; it still serves, stop it by hand");
            }
        }
    }
}
