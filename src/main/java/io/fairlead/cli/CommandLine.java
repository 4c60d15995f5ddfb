package io.fairlead.cli;

import io.fairlead.config.Config;
import io.fairlead.config.GlobalConfig;
import io.fairlead.config.Overrides;
import io.fairlead.process.OldProcesses;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the command line asks for; the entries of {@link Flag} fill it in. */
final class CommandLine {
    /** What there is to do. */
    enum Task {
        RUN,
        CHECK,
        VERSION,
        DETAILS,
        HELP
    }

    final List<Path> files = new ArrayList<>();
    Task task = Task.RUN;
    boolean foreground;
    boolean daemon;
    boolean quiet;
    boolean verbose;
    boolean splice = true;
    int maxConnections;
    int proxyMaxConnections;

    @Nullable
    String pidfile;

    OldProcesses old = OldProcesses.NONE;

    private CommandLine() {}

    static CommandLine parse(List<String> arguments) throws UsageException {
        CommandLine line = new CommandLine();
        Words words = new Words(arguments);
        while (words.more() && !line.answersAtOnce()) {
            String word = words.next();
            Flag flag = Flag.named(word);
            if (flag == null) {
                throw new UsageException("unknown argument '" + word + "'");
            }
            flag.apply(line, words);
        }
        if (line.files.isEmpty() && !line.answersAtOnce()) {
            throw new UsageException("no configuration file: '-f' is missing");
        }
        return line;
    }

    /** Nothing that follows such a flag is looked at. */
    private boolean answersAtOnce() {
        return task != Task.RUN && task != Task.CHECK;
    }

    /** The numbers that the configuration is read with; 0: nothing said. */
    Overrides overrides() {
        return new Overrides(maxConnections, proxyMaxConnections);
    }

    /** The configuration with what the command line says about the process put over it. */
    Config over(Config config) {
        GlobalConfig global = config.global();
        return new Config(
                new GlobalConfig(
                        global.maxConnections(),
                        global.threads(),
                        global.processes(),
                        global.debug(),
                        !foreground && (daemon || global.daemon()),
                        quiet || (!foreground && global.quiet()),
                        global.uid(),
                        global.gid(),
                        global.chroot(),
                        pidfile != null ? pidfile : global.pidfile(),
                        global.hardStopAfterMs(),
                        global.reusePort(),
                        global.sockets(),
                        global.descriptorLimit(),
                        global.logs(),
                        splice && global.splice(),
                        global.tuning()),
                config.proxies());
    }
}
