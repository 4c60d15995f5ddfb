package io.fairlead.process;

import io.fairlead.config.Config;
import io.fairlead.loop.Clock;
import java.util.function.Consumer;

/**
 * One run of Fairlead from a checked configuration to the end of the process. The steps keep HAProxy's order: nothing is
 * given up before it was used, and the processes replaced are told to go only when this one serves.
 */
public final class Program {
    private final Config config;
    private final OldProcesses old;
    private final Console console;

    public Program(Config config, OldProcesses old, Console console) {
        this.config = config;
        this.old = old;
        this.console = console;
    }

    /**
     * Serves until told to stop. Returns the exit status: 0 after a stop that was asked for, 1 where it cannot start.
     *
     * @param whenServing runs once, as soon as connections are served
     */
    public int run(Consumer<Service> whenServing) {
        try {
            return config.global().daemon() && !Daemon.isChild() ? Daemon.start() : serve(whenServing);
        } catch (ProcessException e) {
            console.alert(e.line());
            return 1;
        }
    }

    private int serve(Consumer<Service> whenServing) throws ProcessException {
        int nullDescriptor = Daemon.isChild() ? Daemon.leaveTerminal() : 0;
        try (Service service = new Service(config, Clock.SYSTEM)) {
            obey(service);
            service.bind();
            settle();
            service.start();
            old.dismiss(console);
            console.started();
            if (Daemon.isChild()) {
                Daemon.serving(nullDescriptor);
            }
            whenServing.accept(service);
            return service.awaitEnd() ? 0 : 1;
        }
    }

    private void obey(Service service) {
        Signals.ignore("PIPE");
        Signals.on("INT", service::stop);
        Signals.on("TERM", service::stop);
        Signals.on("USR1", service::softStop);
        Signals.on("HUP", () -> service.describe().forEach(console::warning));
    }

    private void settle() throws ProcessException {
        String pidfile = config.global().pidfile();
        if (Daemon.isChild() && pidfile != null) {
            Pidfile.write(pidfile);
        }
        Privileges.changeRoot(config.global());
        Descriptors.limit(config, console);
        Privileges.drop(config.global());
    }
}
