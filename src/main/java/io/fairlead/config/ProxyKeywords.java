package io.fairlead.config;

import static io.fairlead.config.Limits.MAX_CONNECTIONS;
import static io.fairlead.config.Limits.MAX_RETRIES;
import static io.fairlead.config.Row.planned;
import static io.fairlead.config.Section.BACKENDS;
import static io.fairlead.config.Section.FRONTENDS;
import static io.fairlead.config.Section.OWN_BACKENDS;
import static io.fairlead.config.Section.OWN_FRONTENDS;
import static io.fairlead.config.Section.OWN_RULES;
import static io.fairlead.config.Section.PROXIES;
import static io.fairlead.config.Section.PROXIES_AND_RULESETS;
import static io.fairlead.config.Syntax.none;
import static io.fairlead.config.Syntax.number;
import static io.fairlead.config.Syntax.oneOf;

import io.fairlead.config.KeywordTable.Chapter;
import io.fairlead.config.ProxyConfig.Mode;
import java.util.List;
import java.util.Set;

/** The rows of proxies that concern connections: addresses, timeouts, servers, logs. */
final class ProxyKeywords {
    private static final Syntax<String> ALGORITHM =
            oneOf(List.of("roundrobin"), "source").orElse("roundrobin");

    private ProxyKeywords() {}

    static List<Chapter<ProxyDraft>> chapters() {
        return List.of(
                new Chapter<>("Listening, mode, life cycle", listening()),
                new Chapter<>("Timeouts and retries", timeouts()),
                new Chapter<>("Backends and servers", serving()),
                new Chapter<>("Logs and captures", logs()));
    }

    private static List<Keyword<ProxyDraft, ?>> listening() {
        return List.of(
                row("bind", Addresses.LISTENERS, OWN_FRONTENDS)
                        .repeatable()
                        .doc("addresses to listen on; `*` or nothing before the port: every IPv4 address")
                        .sets((p, listeners) -> p.listeners.addAll(listeners)),
                row("mode", oneOf(Mode.class), PROXIES)
                        .absent("tcp")
                        .doc("what the proxy understands of its traffic")
                        .sets((p, mode) -> p.mode = mode),
                row("disabled", none(), PROXIES)
                        .repeatable()
                        .doc("the proxy is neither started nor checked")
                        .sets((p, _) -> p.disabled = true),
                row("enabled", none(), PROXIES)
                        .repeatable()
                        .doc("takes `disabled` back")
                        .sets((p, _) -> p.disabled = false),
                row("maxconn", number("connections", 1, MAX_CONNECTIONS), FRONTENDS)
                        .absent(Limits.DEFAULT_CONNECTIONS + " or `-N`")
                        .instead("fullconn")
                        .doc("client connections of a frontend at once, the next ones wait unaccepted;"
                                + " 0 is an error: `disabled` stops a proxy")
                        .sets((p, n) -> p.maxConnections = n),
                row("default_backend", Target.SYNTAX, FRONTENDS)
                        .absent("a `listen` serves itself")
                        .doc("the backend of whatever no rule sends elsewhere, in both modes")
                        .sets((p, target) -> p.defaultBackend = target),
                planned("grace", "<time>", PROXIES_AND_RULESETS, "keeps listening for a while when told to stop"),
                planned("monitor-net", "<address>[/<mask>]", FRONTENDS, "answers this network's connections itself"));
    }

    private static List<Keyword<ProxyDraft, ?>> timeouts() {
        return List.of(
                timeout("client", FRONTENDS)
                        .alias("clitimeout")
                        .absent(0)
                        .doc("client inactivity; 0: none")
                        .sets((p, ms) -> p.clientTimeoutMs = ms),
                timeout("server", BACKENDS)
                        .alias("srvtimeout")
                        .absent(0)
                        .doc("server inactivity; 0: none")
                        .sets((p, ms) -> p.serverTimeoutMs = ms),
                timeout("connect", BACKENDS)
                        .alias("contimeout")
                        .absent(0)
                        .doc("one attempt to connect to a server; 0: none")
                        .sets((p, ms) -> p.connectTimeoutMs = ms),
                timeout("queue", BACKENDS)
                        .absent("`timeout connect`")
                        .doc("the wait for a free connection to a server; 0: none")
                        .sets((p, ms) -> p.queueTimeoutMs = ms),
                timeout("check", BACKENDS)
                        .absent(0)
                        .doc("one health check; 0: the server's `inter`")
                        .sets((p, ms) -> p.checkTimeoutMs = ms),
                timeout("http-request", FRONTENDS)
                        .http()
                        .absent(0)
                        .doc("a complete request head; 0: `timeout client`")
                        .sets((p, ms) -> p.httpRequestTimeoutMs = ms),
                timeout("http-keep-alive", FRONTENDS)
                        .http()
                        .absent(0)
                        .doc("the wait for a next request on a connection; 0: `timeout http-request`")
                        .sets((p, ms) -> p.keepAliveTimeoutMs = ms),
                row("retries", number("number", 0, MAX_RETRIES), BACKENDS)
                        .absent(Limits.DEFAULT_RETRIES)
                        .doc("attempts to connect after the first one failed")
                        .sets((p, n) -> p.retries = n));
    }

    private static List<Keyword<ProxyDraft, ?>> serving() {
        return List.of(
                row("balance", ALGORITHM, BACKENDS)
                        .doc("how a server is chosen; every backend needs it; without a word: `roundrobin`")
                        .sets((p, _) -> p.balanced = true),
                row("server", ServerKeywords.SERVER, OWN_BACKENDS)
                        .repeatable()
                        .doc("a server; without a port, or with `+` or `-`: relative to the port the client"
                                + " connected to")
                        .sets((p, server) -> p.servers.add(server)),
                row("fullconn", number("connections", 0, MAX_CONNECTIONS), BACKENDS)
                        .absent("the `maxconn` of a `listen`")
                        .instead("maxconn")
                        .doc("the backend's load at which servers get their full `maxconn`; 0: as if absent")
                        .sets((p, n) -> p.fullConnections = n),
                planned("dispatch", "<address>:<port>", OWN_BACKENDS, "one fixed destination in place of servers"),
                planned("source", "<address>[:<port>] [usesrc ...]", BACKENDS, "address to connect to servers from"));
    }

    private static List<Keyword<ProxyDraft, ?>> logs() {
        return List.of(
                row("log global", none(), PROXIES)
                        .repeatable()
                        .doc("logs to the `log` lines of the global section")
                        .sets((p, _) -> p.logGlobal = true),
                row("log", LogSyntax.TARGET, PROXIES)
                        .repeatable()
                        .absent("`log global`")
                        .doc("a syslog server (UDP) and the least severe level it gets; two at most")
                        .sets((p, target) -> p.addLog(target)),
                planned("capture cookie", "<prefix> len <length>", PROXIES_AND_RULESETS, "logs a cookie"),
                planned("capture request header", "<name> len <length>", OWN_RULES, "logs a request header"),
                planned("capture response header", "<name> len <length>", OWN_RULES, "logs a response header"));
    }

    private static Row<ProxyDraft, Long> timeout(String name, Set<Section> sections) {
        return row("timeout " + name, Syntax.time(0), sections).once();
    }

    private static <T> Row<ProxyDraft, T> row(String name, Syntax<T> syntax, Set<Section> sections) {
        return new Row<>(name, syntax, sections);
    }
}
