package io.fairlead.config;

import static io.fairlead.config.Limits.MAX_CHECKS;
import static io.fairlead.config.Limits.MAX_CONNECTIONS;
import static io.fairlead.config.Limits.MAX_WEIGHT;
import static io.fairlead.config.Row.planned;
import static io.fairlead.config.Syntax.none;
import static io.fairlead.config.Syntax.number;
import static io.fairlead.config.Syntax.time;

import io.fairlead.config.Addresses.ServerAddress;
import io.fairlead.config.Keyword.Support;
import io.fairlead.config.KeywordTable.Chapter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The {@code server} line and the rows of its options. */
final class ServerKeywords {
    private static final Set<Section> SERVERS = Section.OWN_BACKENDS;

    static final Syntax<ServerDraft> SERVER =
            Syntax.of("<name> " + Addresses.SERVER.notation() + " [<option> ...]", ServerKeywords::read);

    static final KeywordTable<ServerDraft> TABLE =
            new KeywordTable<>(List.of(new Chapter<>("Options of a server", options())));

    private ServerKeywords() {}

    private static List<Keyword<ServerDraft, ?>> options() {
        return List.of(
                row("cookie", CookieSyntax.VALUE)
                        .doc("the value of the backend's cookie that means this server")
                        .sets((s, value) -> s.cookie = value),
                row("check", none())
                        .absent("off")
                        .doc("checks whether the server is alive; its port must be fixed")
                        .sets((s, _) -> s.checked = true),
                row("inter", time(1))
                        .absent(Limits.DEFAULT_CHECK_INTERVAL_MS)
                        .doc("time between checks, and for one check")
                        .sets((s, ms) -> s.intervalMs = ms),
                row("rise", number("number", 1, MAX_CHECKS))
                        .absent(Limits.DEFAULT_RISE)
                        .doc("good checks in a row that bring it up")
                        .sets((s, n) -> s.rise = n),
                row("fall", number("number", 1, MAX_CHECKS))
                        .absent(Limits.DEFAULT_FALL)
                        .doc("bad checks in a row that take it down")
                        .sets((s, n) -> s.fall = n),
                row("weight", number("number", 1, MAX_WEIGHT))
                        .absent(1)
                        .doc("its share of the load")
                        .sets((s, n) -> s.weight = n),
                row("maxconn", number("connections", 0, MAX_CONNECTIONS))
                        .absent(0)
                        .doc("connections to it at once, the next ones queue; 0: no limit")
                        .sets((s, n) -> s.maxConnections = n),
                row("minconn", number("connections", 0, MAX_CONNECTIONS))
                        .absent("`maxconn`")
                        .doc("its limit while the backend is idle; grows to `maxconn` with the load, up to `fullconn`")
                        .sets((s, n) -> s.minConnections = n),
                planned("port", "<port>", SERVERS, "port of checks"),
                planned("backup", "", SERVERS, "used when every other server is down"),
                planned("source", "<address>[:<port>]", SERVERS, "address to connect from"),
                planned("usesrc", "<address>[:<port>]|client|clientip", SERVERS, "foreign address to connect from"));
    }

    private static <T> Row<ServerDraft, T> row(String name, Syntax<T> syntax) {
        return new Row<>(name, syntax, SERVERS);
    }

    private static ServerDraft read(Words words) throws Refusal {
        String name = Syntax.readName(words, "<name>");
        Word nameWord = words.last();
        ServerAddress address = Addresses.SERVER.reader().read(words);
        ServerDraft server = new ServerDraft(name, words.origin(nameWord), address);
        Set<Keyword<ServerDraft, ?>> seen = new HashSet<>();
        while (words.hasNext()) {
            readOption(words, server, seen);
        }
        if (server.checked && !server.hasFixedPort()) {
            String what = "server '" + name + "' has neither service port nor check port, so it cannot be checked";
            throw words.refuse(nameWord, what, "expected <address>:<port>");
        }
        return server;
    }

    private static void readOption(Words words, ServerDraft server, Set<Keyword<ServerDraft, ?>> seen) throws Refusal {
        Keyword<ServerDraft, ?> option = TABLE.take(words);
        if (option == null) {
            Word word = words.next("");
            String names = String.join(", ", TABLE.names());
            String nearest = Nearest.hint(word.text(), TABLE.names());
            String hint = "expected " + names + (nearest.isEmpty() ? "" : "; " + nearest);
            throw words.refuse(word, "unknown option " + word.quoted() + " of 'server'", hint);
        }
        if (option.support() == Support.PLANNED) {
            throw Syntax.unsupported(words, words.last(), "'" + option.name() + "' of 'server'");
        }
        if (!seen.add(option)) {
            throw words.refuse(words.last(), "'" + option.name() + "' stands twice", "");
        }
        option.read(words).accept(server);
    }
}
