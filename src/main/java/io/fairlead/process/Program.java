package io.fairlead.process;

import io.fairlead.config.Config;
import io.fairlead.config.ProxyConfig;
import io.fairlead.config.ProxyConfig.Option;
import io.fairlead.loop.Clock;
import io.fairlead.splice.PacketEngine;
import io.fairlead.splice.PacketSpliceException;
import io.fairlead.splice.PacketSplicer;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One run of Fairlead from a checked configuration to the end of the process. The steps keep HAProxy's order: nothing is
 * given up before it was used, and the processes replaced are told to go only when this one serves.
 */
public final class Program {
    /** Each takes half a kilobyte of the kernel's memory, used or not. */
    private static final int MAX_PAIRS = 32_768;

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
            return config.global().daemon() && !Daemon.isChild()
                    ? new Leader(config, console).lead(old)
                    : serve(whenServing);
        } catch (ProcessException e) {
            e.lines().forEach(console::alert);
            return 1;
        }
    }

    private int serve(Consumer<Service> whenServing) throws ProcessException {
        int nullDescriptor = Daemon.isChild() ? Daemon.leaveTerminal() : 0;
        CompletableFuture<Service> coming = new CompletableFuture<>();
        obey(coming);
        PacketEngine packets = openPackets(); // before any socket: its descriptors must be the lowest
        try (PacketSplicer _ = packets.splicer();
                Succession succession = Daemon.isChild() ? Succession.ofChild(Daemon.leader()) : Succession.of(old);
                Listening listening = Opening.open(config, succession);
                Service service = new Service(config, Daemon.number(), listening, packets, Clock.SYSTEM, console)) {
            service.prepare();
            settle(succession);
            service.start();
            coming.complete(service);
            succession.dismiss();
            console.started();
            if (Daemon.isChild() && !Daemon.serving(nullDescriptor)) {
                return 1;
            }
            whenServing.accept(service);
            return service.awaitEnd() ? 0 : 1;
        }
    }

    /** What {@code option tcpsplice packet} demands is there, or nothing starts; otherwise pipes will do. */
    private PacketEngine openPackets() throws ProcessException {
        if (!asks(proxy -> proxy.has(Option.TCPSPLICE) && !proxy.has(Option.TCPSPLICE_PIPE))) {
            return PacketEngine.NOT_ASKED_FOR;
        }
        int maxPairs = Math.min(config.global().maxConnections(), MAX_PAIRS);
        try {
            return asks(proxy -> proxy.has(Option.TCPSPLICE_PACKET))
                    ? PacketEngine.demand(maxPairs)
                    : PacketEngine.open(maxPairs);
        } catch (PacketSpliceException e) {
            throw new ProcessException("'option tcpsplice packet' cannot be had here: " + e.getMessage());
        }
    }

    private boolean asks(Predicate<ProxyConfig> what) {
        return config.global().splice()
                && config.proxies().stream().filter(proxy -> !proxy.disabled()).anyMatch(what);
    }

    /** From before anybody can connect; what comes while the service starts is done when it serves. */
    private static void obey(CompletableFuture<Service> coming) {
        Signals.ignore("PIPE");
        on("INT", coming, Service::stop);
        on("TERM", coming, Service::stop);
        on("USR1", coming, Service::softStop);
        on("TTOU", coming, Service::pause);
        on("TTIN", coming, Service::resume);
        on("HUP", coming, Service::dump);
    }

    private static void on(String signal, CompletableFuture<Service> coming, Consumer<Service> action) {
        Signals.on(signal, () -> {
            var _ = coming.thenAccept(action);
        });
    }

    private void settle(Succession succession) throws ProcessException {
        Privileges.changeRoot(config.global());
        Descriptors.limit(config, console);
        succession.dismissStrangers(console);
        Privileges.drop(config.global());
    }
}
