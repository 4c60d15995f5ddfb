package io.fairlead.config;

import static io.fairlead.config.Limits.MAX_BUFFER_BYTES;
import static io.fairlead.config.Limits.MAX_CONNECTIONS;
import static io.fairlead.config.Limits.MAX_DESCRIPTORS;
import static io.fairlead.config.Limits.MAX_PIPE_BYTES;
import static io.fairlead.config.Limits.MAX_THREADS;
import static io.fairlead.config.Limits.MIN_BUFFER_BYTES;
import static io.fairlead.config.Limits.MIN_PIPE_BYTES;
import static io.fairlead.config.Row.noEffect;
import static io.fairlead.config.Row.planned;
import static io.fairlead.config.Syntax.none;
import static io.fairlead.config.Syntax.number;
import static io.fairlead.config.Syntax.text;

import io.fairlead.config.KeywordTable.Chapter;
import java.util.List;
import java.util.Set;

/** The rows of the {@code global} section. */
final class GlobalKeywords {
    private static final Set<Section> GLOBAL = Set.of(Section.GLOBAL);
    private static final Syntax<Integer> ID = number("number", 0, Integer.MAX_VALUE);

    private GlobalKeywords() {}

    static List<Chapter<GlobalDraft>> chapters() {
        return List.of(
                new Chapter<>("The process", process()),
                new Chapter<>("Limits and logs of the process", limitsAndLogs()),
                new Chapter<>("Splicing and buffers", tuning()));
    }

    private static List<Keyword<GlobalDraft, ?>> process() {
        return List.of(
                flag("daemon").doc("runs in the background").sets((g, _) -> g.daemon = true),
                flag("quiet").doc("prints nothing after the start").sets((g, _) -> g.quiet = true),
                planned("debug", "", GLOBAL, "stays in the foreground and traces every connection"),
                row("nbthread", number("number", 1, MAX_THREADS))
                        .once()
                        .absent("one per core")
                        .doc("event loops")
                        .sets((g, n) -> g.threads = n),
                planned("nbproc", "<number>", GLOBAL, "worker processes; `nbthread` serves the purpose"),
                row("uid", ID)
                        .once()
                        .absent(0)
                        .doc("user to become after the start; 0: unchanged")
                        .sets((g, n) -> g.uid = n),
                row("gid", ID)
                        .once()
                        .absent(0)
                        .doc("group to become after the start; 0: unchanged")
                        .sets((g, n) -> g.gid = n),
                row("chroot", text("directory"))
                        .once()
                        .doc("root directory to change to after the start")
                        .sets((g, s) -> g.chroot = s),
                row("pidfile", text("file"))
                        .once()
                        .doc("where a daemon writes its process id; `-p` goes first")
                        .sets((g, s) -> g.pidfile = s),
                planned("stats", "socket <path>", GLOBAL, "the runtime socket"),
                noEffect("noepoll", GLOBAL, "Fairlead always uses epoll"),
                noEffect("nopoll", GLOBAL, "Fairlead never uses poll"));
    }

    private static List<Keyword<GlobalDraft, ?>> limitsAndLogs() {
        return List.of(
                row("maxconn", number("connections", 1, MAX_CONNECTIONS))
                        .once()
                        .absent(Limits.DEFAULT_CONNECTIONS)
                        .doc("client connections at once, the next ones wait unaccepted; `-n` goes first; 0 is an"
                                + " error")
                        .sets((g, n) -> g.maxConnections = n),
                row("ulimit-n", number("descriptors", 1, MAX_DESCRIPTORS))
                        .once()
                        .absent("computed")
                        .doc("file descriptors the process may open")
                        .sets((g, n) -> g.descriptorLimit = n),
                row("log", LogSyntax.TARGET)
                        .repeatable()
                        .doc("a syslog server (UDP) and the least severe level it gets; two lines at most")
                        .sets((g, target) -> g.logs.add(target)));
    }

    private static List<Keyword<GlobalDraft, ?>> tuning() {
        return List.of(
                flag("nosplice")
                        .doc("copies every byte, whatever the options of proxies say")
                        .sets((g, _) -> g.splice = false),
                row("maxpipes", number("pipes", 0, MAX_CONNECTIONS))
                        .absent(0)
                        .doc("pipes for splicing that may exist at once; 0: a quarter of `maxconn`")
                        .sets((g, n) -> g.pipes = n),
                row("tune.bufsize", number("bytes", MIN_BUFFER_BYTES, MAX_BUFFER_BYTES))
                        .absent(Limits.DEFAULT_BUFFER_BYTES)
                        .doc("size of a buffer; a message head must leave `tune.maxrewrite` of it free")
                        .sets((g, n) -> g.bufferBytes = n),
                row("tune.maxrewrite", number("bytes", 0, MAX_BUFFER_BYTES))
                        .absent(Limits.DEFAULT_REWRITE_BYTES)
                        .doc("part of a buffer kept free for added headers; at most half of it")
                        .sets((g, n) -> g.rewriteBytes = n),
                row("tune.pipesize", number("bytes", MIN_PIPE_BYTES, MAX_PIPE_BYTES))
                        .absent("Fairlead's choice")
                        .doc("capacity of each pipe for splicing")
                        .sets((g, n) -> g.pipeBytes = n));
    }

    private static Row<GlobalDraft, Boolean> flag(String name) {
        return row(name, none()).repeatable().absent("off");
    }

    private static <T> Row<GlobalDraft, T> row(String name, Syntax<T> syntax) {
        return new Row<>(name, syntax, GLOBAL);
    }
}
