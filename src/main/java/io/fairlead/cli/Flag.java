package io.fairlead.cli;

import io.fairlead.cli.CommandLine.Task;
import io.fairlead.process.OldProcesses;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** HAProxy's flags, one entry each: the parser, the usage text and the help are made from this table. */
enum Flag {
    FILE(
            "-f",
            "<file|directory>",
            "read this configuration; may be repeated; of a directory, every *.cfg in the order of their names",
            (flag, line, words) -> line.files.add(Path.of(words.argumentOf(flag)))),
    CHECK("-c", "", "check the configuration and exit", (flag, line, words) -> line.task = Task.CHECK),
    VERSION("-v", "", "print the version and exit", (flag, line, words) -> line.task = Task.VERSION),
    DETAILS(
            "-vv",
            "",
            "print the version, the Java and kernel it runs on and what is built in, and exit",
            (flag, line, words) -> line.task = Task.DETAILS),
    DEBUG(
            "-d",
            "",
            "stay in the foreground and show every connection and head on standard output",
            (flag, line, words) -> line.debug = true),
    FOREGROUND(
            "-db",
            "",
            "stay in the foreground, whatever the configuration says",
            (flag, line, words) -> line.foreground = true),
    NO_EPOLL("-de", "", "changes nothing, with a warning: there is no poller but epoll", (flag, line, words) -> {
        line.warnings.add("'-de' changes nothing: Fairlead always uses epoll");
    }),
    NO_POLL("-dp", "", "do without poll, as always", (flag, line, words) -> {}),
    NO_SPLICE("-dS", "", "do without splice: every byte is copied", (flag, line, words) -> line.copy = true),
    DAEMON("-D", "", "go into the background; implies -q", (flag, line, words) -> {
        line.daemon = true;
        line.quiet = true;
    }),
    QUIET("-q", "", "show no warnings, and nothing once started", (flag, line, words) -> line.quiet = true),
    VERBOSE("-V", "", "show messages in spite of -q", (flag, line, words) -> line.verbose = true),
    MAX_CONNECTIONS(
            "-n",
            "<connections>",
            "the maxconn of the process, in place of the configuration's",
            (flag, line, words) -> line.maxConnections = words.numberOf(flag)),
    PROXY_MAX_CONNECTIONS(
            "-N",
            "<connections>",
            "the maxconn of proxies that set none",
            (flag, line, words) -> line.proxyMaxConnections = words.numberOf(flag)),
    MEMORY(
            "-m",
            "<megabytes>",
            "the most memory that each process may use, 128 or more: a quarter for objects, half for buffers",
            (flag, line, words) -> words.numberOf(flag)), // the launcher has limited the JVM by it
    PIDFILE(
            "-p",
            "<file>",
            "write the daemon's process number there",
            (flag, line, words) -> line.pidfile = words.argumentOf(flag)),
    FINISH(
            "-sf",
            "<pid>...",
            "once serving, let these processes finish their sessions; takes every word that follows",
            (flag, line, words) -> line.old = new OldProcesses(words.pidsOf(flag), true)),
    TERMINATE(
            "-st",
            "<pid>...",
            "once serving, end these processes at once; takes every word that follows",
            (flag, line, words) -> line.old = new OldProcesses(words.pidsOf(flag), false)),
    HELP("-h", "", "print this and exit; so does --help", (flag, line, words) -> line.task = Task.HELP);

    /** What a flag does to the command line; it may take words. */
    private interface Effect {
        void apply(Flag flag, CommandLine line, Words words) throws UsageException;
    }

    private final String word;
    private final String argument;
    private final String doc;

    @SuppressWarnings("ImmutableEnumChecker") // the effects capture nothing
    private final Effect effect;

    Flag(String word, String argument, String doc, Effect effect) {
        this.word = word;
        this.argument = argument;
        this.doc = doc;
        this.effect = effect;
    }

    /** The flag of that name, or null. {@code --version} and {@code --help} are the only long ones. */
    static @Nullable Flag named(String word) {
        String name = switch (word) {
            case "--version" -> "-v";
            case "--help" -> "-h";
            default -> word;
        };
        for (Flag flag : values()) {
            if (flag.word.equals(name)) {
                return flag;
            }
        }
        return null;
    }

    void apply(CommandLine line, Words words) throws UsageException {
        effect.apply(this, line, words);
    }

    String word() {
        return word;
    }

    /** How its argument is written; empty where it takes none. */
    String argument() {
        return argument;
    }

    String doc() {
        return doc;
    }
}
