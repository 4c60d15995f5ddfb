package io.fairlead.cli;

import io.fairlead.config.Config;
import io.fairlead.config.ConfigReader;
import io.fairlead.config.Message;
import io.fairlead.config.Message.Severity;
import io.fairlead.process.Console;
import io.fairlead.process.Daemon;
import io.fairlead.process.Preflight;
import io.fairlead.process.Program;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Does what a command line asks for; every method returns the exit status. */
final class Cli {
    private final PrintStream out;
    private final PrintStream err;

    Cli(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    int run(CommandLine line) {
        return switch (line.task) {
            case VERSION -> print(Version.line());
            case DETAILS -> print(Version.details());
            case HELP -> print(Help.help());
            case CHECK, RUN -> read(line);
        };
    }

    private int print(String text) {
        out.println(text);
        return 0;
    }

    private int read(CommandLine line) {
        Console console = new Console(err, line.quiet, line.verbose);
        line.warnings.forEach(console::warning);
        ConfigReader.Result result = ConfigReader.read(line.files, line.overrides());
        result.messages().stream().filter(Cli::isNews).forEach(console::show);
        if (result.config() == null) {
            console.alert("Errors found in configuration file, aborting.");
            return 1;
        }
        return line.task == CommandLine.Task.CHECK
                ? confirm(line, result.config(), console)
                : serve(line, result.config());
    }

    /** Warnings of a daemon's configuration were shown by the process that started it. */
    private static boolean isNews(Message message) {
        return message.severity() == Severity.ALERT || !Daemon.isChild();
    }

    private int confirm(CommandLine line, Config config, Console console) {
        Preflight.warnings(config).forEach(console::warning);
        if (!line.quiet || line.verbose) {
            String files = line.files.stream().map(Path::toString).collect(Collectors.joining(", "));
            out.println("Configuration file is valid : " + files);
        }
        return 0;
    }

    private int serve(CommandLine line, Config config) {
        Console console = new Console(err, config.global().quiet(), line.verbose);
        return new Program(config, line.old, console).run(service -> {});
    }
}
