package io.fairlead.process;

import io.fairlead.config.Config;
import io.fairlead.linux.Errno;
import io.fairlead.loop.Clock;
import io.fairlead.loop.Loop;
import org.jspecify.annotations.Nullable;

/**
 * The process that starts a daemon. It opens what the daemon listens on, starts the {@code nbproc} processes that serve,
 * waits until all of them do, writes the pidfile, has the old processes go, and ends. A JVM cannot fork: the children
 * are new processes, which get the sockets as one does that replaces another ({@link Handover}).
 */
final class Leader {
    private final Config config;
    private final Console console;

    Leader(Config config, Console console) {
        this.config = config;
        this.console = console;
    }

    /** Returns the status to exit with. Where it is not 0, or this throws, old processes go on as before. */
    int lead(OldProcesses old) throws ProcessException {
        String name = config.global().pidfile();
        try (Pidfile pidfile = name == null ? null : Pidfile.prepare(name);
                Succession succession = Succession.of(old)) {
            Listening listening = Opening.open(config, succession);
            int status = 1;
            try {
                status = serve(listening, pidfile);
            } finally {
                if (status != 0) {
                    listening.close(); // else the end of this process does, and leaves the files of sockets alone
                }
            }
            if (status == 0) {
                succession.dismissStrangers(console);
                succession.dismiss();
            }
            return status;
        }
    }

    private int serve(Listening listening, @Nullable Pidfile pidfile) throws ProcessException {
        Loop loop = new Loop(Clock.SYSTEM);
        int answer = new Handover(loop, listening, _ -> {}).open();
        if (answer < 0) {
            throw new ProcessException("cannot hand the sockets to the daemon: " + Errno.describe(answer));
        }
        Thread.ofPlatform().daemon().name("handover").start(loop);
        Children children = new Children();
        children.start(config.global().processes());
        int status = children.awaitServing();
        if (status == 0 && pidfile != null) {
            write(pidfile, children);
        }
        return status;
    }

    private static void write(Pidfile pidfile, Children children) throws ProcessException {
        try {
            pidfile.write(children.pids());
        } catch (ProcessException e) {
            children.callOff();
            throw e;
        }
    }
}
