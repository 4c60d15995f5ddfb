package io.fairlead.config;

import static io.fairlead.config.Limits.MAX_CHECKS;
import static io.fairlead.config.Limits.MAX_CONNECTIONS;
import static io.fairlead.config.Limits.MAX_PORT;
import static io.fairlead.config.Limits.MAX_WEIGHT;
import static io.fairlead.config.Syntax.none;
import static io.fairlead.config.Syntax.number;
import static io.fairlead.config.Syntax.time;

import io.fairlead.config.KeywordTable.Chapter;
import java.util.List;
import java.util.Set;

/** The rows of what may follow the address on a {@code server} line, and stand on a {@code default-server} line. */
final class ServerKeywords {
    private static final Set<Section> SERVERS = Section.OWN_BACKENDS;

    static final KeywordTable<ServerDraft> TABLE = new KeywordTable<>(List.of(
            new Chapter<>("Options of a server: traffic", traffic()),
            new Chapter<>("Options of a server: checks", checks())));

    private ServerKeywords() {}

    private static List<Keyword<ServerDraft, ?>> traffic() {
        return List.of(
                row("cookie", CookieSyntax.VALUE)
                        .doc("the value of the backend's cookie that means this server")
                        .sets((s, value) -> s.cookie = value),
                row("weight", number("number", 1, MAX_WEIGHT))
                        .absent(1)
                        .doc("its share of the load")
                        .sets((s, n) -> s.weight = n),
                row("backup", none())
                        .absent("off")
                        .doc("used while no other server is up, the first such server alone unless `option allbackups`")
                        .sets((s, _) -> s.backup = true),
                row("disabled", none())
                        .absent("off")
                        .doc("in maintenance from the start: no traffic, no checks; the runtime socket can enable it")
                        .sets((s, _) -> s.disabled = true),
                row("maxconn", number("connections", 0, MAX_CONNECTIONS))
                        .absent(0)
                        .doc("connections to it at once, the next ones queue; 0: no limit")
                        .sets((s, n) -> s.maxConnections = n),
                row("minconn", number("connections", 0, MAX_CONNECTIONS))
                        .absent("`maxconn`")
                        .doc("its limit while the backend is idle; grows to `maxconn` with the load, up to `fullconn`")
                        .sets((s, n) -> s.minConnections = n),
                row("maxqueue", number("requests", 0, MAX_CONNECTIONS))
                        .absent(0)
                        .doc("the most who may wait for it, the next ones go to another server; 0: no limit")
                        .sets((s, n) -> s.maxQueue = n),
                row("source", Addresses.SOURCE)
                        .absent("the proxy's `source`")
                        .doc("address to connect from, checks included; without a port: any")
                        .sets((s, address) -> s.source = address),
                row("usesrc", Sources.USESRC)
                        .doc("with `source`: whose address the server sees, as for the proxy's `source`")
                        .sets((s, foreign) -> s.foreign = foreign));
    }

    private static List<Keyword<ServerDraft, ?>> checks() {
        return List.of(
                row("check", none())
                        .absent("off")
                        .doc("checks whether the server is alive")
                        .sets((s, _) -> s.checked = true),
                row("port", number("port", 1, MAX_PORT))
                        .absent("its own, or for a relative one the first listener's")
                        .doc("port of checks")
                        .sets((s, port) -> s.checkPort = port),
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
                        .sets((s, n) -> s.fall = n));
    }

    private static <T> Row<ServerDraft, T> row(String name, Syntax<T> syntax) {
        return new Row<>(name, syntax, SERVERS);
    }
}
