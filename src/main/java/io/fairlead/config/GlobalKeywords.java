package io.fairlead.config;

import static io.fairlead.config.Limits.MAX_BUFFER_BYTES;
import static io.fairlead.config.Limits.MAX_CONNECTIONS;
import static io.fairlead.config.Limits.MAX_DESCRIPTORS;
import static io.fairlead.config.Limits.MAX_PIPE_BYTES;
import static io.fairlead.config.Limits.MAX_PROCESSES;
import static io.fairlead.config.Limits.MAX_THREADS;
import static io.fairlead.config.Limits.MIN_BUFFER_BYTES;
import static io.fairlead.config.Limits.MIN_PIPE_BYTES;
import static io.fairlead.config.Syntax.none;
import static io.fairlead.config.Syntax.number;
import static io.fairlead.config.Syntax.path;

import io.fairlead.config.KeywordTable.Chapter;
import java.util.List;
import java.util.Set;

/** The rows of the {@code global} section. */
final class GlobalKeywords {
    private static final Set<Section> GLOBAL = Set.of(Section.GLOBAL);

    private GlobalKeywords() {}

    static List<Chapter<GlobalDraft>> chapters() {
        return List.of(
                new Chapter<>("The process", process()),
                new Chapter<>("Commands at run time", sockets()),
                new Chapter<>("Limits and logs of the process", limitsAndLogs()),
                new Chapter<>("Splicing and buffers", tuning()),
                new Chapter<>("Splicing packet by packet", SpliceKeywords.rows()));
    }

    private static List<Keyword<GlobalDraft, ?>> process() {
        return List.of(
                flag("daemon").doc("runs in the background").sets((g, _) -> g.daemon = true),
                flag("quiet").doc("prints nothing after the start").sets((g, _) -> g.quiet = true),
                flag("debug")
                        .doc("stays in the foreground and shows every connection and head on standard output; goes"
                                + " before `daemon` and `quiet`")
                        .sets((g, _) -> g.debug = true),
                row("nbthread", number("number", 1, MAX_THREADS))
                        .once()
                        .absent("one per core")
                        .doc("event loops")
                        .sets((g, n) -> g.threads = n),
                row("nbproc", number("number", 1, MAX_PROCESSES))
                        .once()
                        .absent(1)
                        .doc("processes of a daemon that share the listeners, each with its own limits, queues and"
                                + " checks; `nbthread` shares these too")
                        .sets((g, n) -> g.processes = n),
                row("uid", Identities.number())
                        .once()
                        .absent(0)
                        .doc("user to become after the start; 0: unchanged")
                        .sets((g, n) -> g.uid = n),
                row("user", Identities.USER).once().doc("the same, by name").sets((g, n) -> g.uid = n),
                row("gid", Identities.number())
                        .once()
                        .absent(0)
                        .doc("group to become after the start; 0: unchanged")
                        .sets((g, n) -> g.gid = n),
                row("group", Identities.GROUP).once().doc("the same, by name").sets((g, n) -> g.gid = n),
                row("chroot", path("directory"))
                        .once()
                        .doc("root directory to change to after the start")
                        .sets((g, s) -> g.chroot = s),
                row("pidfile", path("file"))
                        .once()
                        .doc("where a daemon writes its process id; `-p` goes first")
                        .sets((g, s) -> g.pidfile = s),
                row("hard-stop-after", Syntax.time(1))
                        .once()
                        .absent("no limit")
                        .doc("the most a soft stop may take; what is still open then is closed")
                        .sets((g, ms) -> g.hardStopAfterMs = ms),
                row("noepoll", none()).doc("Fairlead always uses epoll").hasNoEffect(),
                row("nopoll", none()).doc("Fairlead never uses poll").hasNoEffect());
    }

    private static List<Keyword<GlobalDraft, ?>> sockets() {
        return List.of(
                row("stats socket", SocketKeywords.SOCKET)
                        .repeatable()
                        .doc("listens for commands: a path, `unix@<path>`, `abns@<name>`, `fd@<number>` or an address")
                        .sets((g, socket) -> g.sockets.add(socket)),
                row("stats timeout", Syntax.time(1))
                        .once()
                        .absent("10s")
                        .doc("how long a client of such a socket may say nothing")
                        .sets((g, ms) -> g.commandTimeoutMs = ms),
                row("stats", none())
                        .doc("statistics are always kept; `stats socket` and a proxy's `stats` lines show them")
                        .hasNoEffect());
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
                flag("noreuseport")
                        .doc("loops and processes share one socket for each address, in place of one each"
                                + " (`SO_REUSEPORT`)")
                        .sets((g, _) -> g.reusePort = false),
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
