package io.fairlead.process;

import io.fairlead.linux.Errno;
import io.fairlead.linux.Io;
import io.fairlead.linux.Processes;
import io.fairlead.linux.Sockets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How this process follows others. Those that are Fairlead give it their listening sockets and are told by the same line
 * to go, which needs no right to signal them. All others (an HAProxy, say) are signalled, as HAProxy does.
 */
final class Succession implements AutoCloseable {
    private final OldProcesses old;
    private final Map<Integer, Takeover> lines = new LinkedHashMap<>();
    private final Map<String, List<Integer>> sockets = new HashMap<>();
    private final Set<Long> cookies = new HashSet<>();
    private boolean paused;

    private Succession(OldProcesses old) {
        this.old = old;
    }

    /** Asks the old processes for their sockets. Nothing changes for them yet. */
    static Succession of(OldProcesses old) {
        Succession succession = new Succession(old);
        old.pids().forEach(succession::take);
        return succession;
    }

    /** A child follows nobody; its parent has the sockets. */
    static Succession ofChild(int parent) throws ProcessException {
        Succession succession = new Succession(OldProcesses.NONE);
        succession.take(parent);
        if (succession.lines.isEmpty()) {
            throw new ProcessException(
                    "cannot get the listening sockets from process " + parent + ", which started this");
        }
        return succession;
    }

    private void take(int pid) {
        Takeover line = Takeover.from(pid);
        if (line == null) {
            return;
        }
        Map<String, List<Integer>> received = line.receive();
        if (received == null) {
            line.close();
            return;
        }
        lines.put(pid, line);
        received.forEach(this::keep);
    }

    /** Processes that share their sockets (nbproc) each send them. */
    private void keep(String name, List<Integer> received) {
        for (int socket : received) {
            if (cookies.add(Sockets.cookie(socket))) {
                sockets.computeIfAbsent(name, _ -> new ArrayList<>()).add(socket);
            } else {
                Io.close(socket);
            }
        }
    }

    /** The sockets that were handed over, by the names of their addresses. Whoever takes them closes them. */
    Map<String, List<Integer>> sockets() {
        return sockets;
    }

    /** Whether a process is replaced that keeps its sockets to itself. */
    boolean hasStrangers() {
        return !strangers().isEmpty();
    }

    private List<Integer> strangers() {
        return old.pids().stream().filter(pid -> !lines.containsKey(pid)).toList();
    }

    /** Has those that keep their sockets stop listening for a while (SIGTTOU); false where there are none. */
    boolean pause() {
        strangers().forEach(pid -> Processes.kill(pid, Processes.SIGTTOU));
        paused |= hasStrangers();
        return paused;
    }

    /** Has those go that must be signalled for it; that may need privileges. */
    void dismissStrangers(Console console) {
        for (int pid : strangers()) {
            int answer = Processes.kill(pid, old.finish() ? Processes.SIGUSR1 : Processes.SIGTERM);
            if (answer == -Errno.ESRCH) {
                console.insist("there is no old process " + pid + " to replace; if another one listens here, both"
                        + " serve: stop it by hand");
            } else if (answer < 0) {
                console.alert("cannot signal old process " + pid + ": " + Errno.describe(answer)
                        + "; it still serves, stop it by hand");
            }
        }
        paused = false; // from here on there is no way back for them
    }

    /** This process serves: those whose sockets it has may go. */
    void dismiss() {
        lines.values().forEach(line -> line.say(old.finish() ? Heir.Word.FINISH : Heir.Word.TERMINATE));
    }

    /** Where none was dismissed, this start has failed: who was paused listens again (SIGTTIN). */
    @Override
    public void close() {
        if (paused) {
            strangers().forEach(pid -> Processes.kill(pid, Processes.SIGTTIN));
        }
        lines.values().forEach(Takeover::close);
    }
}
