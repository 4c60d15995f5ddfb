package io.fairlead.cli;

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
    boolean debug;
    boolean daemon;
    boolean quiet;
    boolean verbose;
    boolean copy;
    int maxConnections;
    int proxyMaxConnections;

    @Nullable
    String pidfile;

    final List<String> warnings = new ArrayList<>();
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

    /** What goes before the configuration. */
    Overrides overrides() {
        return new Overrides(maxConnections, proxyMaxConnections, daemon, foreground, debug, quiet, copy, pidfile);
    }
}
