package io.fairlead.config;

import static io.fairlead.config.Limits.MAX_CONNECTIONS;
import static io.fairlead.config.Limits.MAX_RETRIES;
import static io.fairlead.config.Section.BACKENDS;
import static io.fairlead.config.Section.FRONTENDS;
import static io.fairlead.config.Section.OWN_BACKENDS;
import static io.fairlead.config.Section.OWN_FRONTENDS;
import static io.fairlead.config.Section.PROXIES;
import static io.fairlead.config.Syntax.none;
import static io.fairlead.config.Syntax.number;
import static io.fairlead.config.Syntax.oneOf;

import io.fairlead.config.BackendConfig.Algorithm;
import io.fairlead.config.KeywordTable.Chapter;
import io.fairlead.config.ProxyConfig.Mode;
import java.util.List;
import java.util.Set;

/** The rows of proxies that concern connections: addresses, timeouts, servers, logs. */
final class ProxyKeywords {
    private static final String ROUND_ROBIN = "roundrobin";
    private static final Syntax<Algorithm> ALGORITHM = oneOf(List.of(ROUND_ROBIN, "source"))
            .orElse(ROUND_ROBIN)
            .map(name -> name.equals(ROUND_ROBIN) ? Algorithm.ROUND_ROBIN : Algorithm.SOURCE);

    private ProxyKeywords() {}

    static List<Chapter<ProxyDraft>> chapters() {
        return List.of(
                new Chapter<>("Listening, mode, life cycle", listening()),
                new Chapter<>("Timeouts and retries", timeouts()),
                new Chapter<>("Backends and servers", serving()),
                new Chapter<>("Logs", logs()));
    }

    private static List<Keyword<ProxyDraft, ?>> listening() {
        return List.of(
                row("bind", BindKeywords.BIND, OWN_FRONTENDS)
                        .repeatable()
                        .doc("addresses to listen on; `*` or nothing before the port: every IPv4 address; also"
                                + " `unix@<path>`, `abns@<name>` and, of an inherited socket, `fd@<number>`")
                        .sets((p, bind) -> p.front.binds.add(bind)),
                row("mode", oneOf(Mode.class), PROXIES)
                        .absent("tcp")
                        .doc(
                                "what the proxy understands of its traffic; `health`: nothing, it answers `OK` and closes, or with"
                                        + " `option httpchk` a bare 200")
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
                        .sets((p, n) -> p.front.maxConnections = n),
                row("default_backend", Target.SYNTAX, FRONTENDS)
                        .absent("a `listen` serves itself")
                        .doc("the backend of whatever no rule sends elsewhere, in both modes")
                        .sets((p, target) -> p.front.defaultBackend = target),
                row("grace", Syntax.time(0), FRONTENDS)
                        .absent(0)
                        .doc("goes on listening for so long after a soft stop, so that others notice in time")
                        .sets((p, ms) -> p.front.graceMs = ms));
    }

    private static List<Keyword<ProxyDraft, ?>> timeouts() {
        return List.of(
                timeout("client", FRONTENDS)
                        .alias("clitimeout")
                        .absent(0)
                        .doc("client inactivity; 0: none")
                        .sets((p, ms) -> p.front.clientTimeoutMs = ms),
                timeout("server", BACKENDS)
                        .alias("srvtimeout")
                        .absent(0)
                        .doc("server inactivity; 0: none")
                        .sets((p, ms) -> p.back.serverTimeoutMs = ms),
                timeout("connect", BACKENDS)
                        .alias("contimeout")
                        .absent(0)
                        .doc("one attempt to connect to a server; 0: none")
                        .sets((p, ms) -> p.back.connectTimeoutMs = ms),
                timeout("queue", BACKENDS)
                        .absent("`timeout connect`")
                        .doc("the wait for a free connection to a server; 0: none")
                        .sets((p, ms) -> p.back.queueTimeoutMs = ms),
                timeout("tarpit", BACKENDS)
                        .http()
                        .absent("`timeout connect`")
                        .doc("how long `reqtarpit` keeps a client waiting; 0: not at all")
                        .sets((p, ms) -> p.back.tarpitTimeoutMs = ms),
                timeout("check", BACKENDS)
                        .absent(0)
                        .doc("one health check; 0: the server's `inter`")
                        .sets((p, ms) -> p.back.checkTimeoutMs = ms),
                timeout("http-request", FRONTENDS)
                        .http()
                        .absent(0)
                        .doc("a complete request head; 0: `timeout client`")
                        .sets((p, ms) -> p.front.httpRequestTimeoutMs = ms),
                timeout("http-keep-alive", FRONTENDS)
                        .http()
                        .absent(0)
                        .doc("the wait for a next request on a connection; 0: `timeout http-request`")
                        .sets((p, ms) -> p.front.keepAliveTimeoutMs = ms),
                row("retries", number("number", 0, MAX_RETRIES), BACKENDS)
                        .absent(Limits.DEFAULT_RETRIES)
                        .doc("attempts to connect after the first one failed")
                        .sets((p, n) -> p.back.retries = n));
    }

    private static List<Keyword<ProxyDraft, ?>> serving() {
        return List.of(
                row("balance", ALGORITHM, BACKENDS)
                        .doc(
                                "how a server is chosen; every backend needs it, `dispatch` or `option transparent`;"
                                        + " without a word: `roundrobin`, in turns by weight; `source`: by the client's address")
                        .sets((p, algorithm) -> p.back.algorithm = algorithm),
                row("server", ServerLine.SYNTAX, OWN_BACKENDS)
                        .repeatable()
                        .doc("a server; without a port, or with `+` or `-`: relative to the port the client"
                                + " connected to; also `unix@<path>` and `abns@<name>`")
                        .sets((p, server) -> p.back.add(server)),
                row("default-server", ServerLine.DEFAULTS, BACKENDS)
                        .repeatable()
                        .doc("options of every server after it")
                        .sets((p, options) -> p.back.serverDefaults.add(options)),
                row("fullconn", number("connections", 0, MAX_CONNECTIONS), BACKENDS)
                        .absent("the `maxconn` of a `listen`")
                        .instead("maxconn")
                        .doc("the backend's load at which servers get their full `maxconn`; 0: as if absent")
                        .sets((p, n) -> p.back.fullConnections = n),
                row("dispatch", Endpoints.FIXED, OWN_BACKENDS)
                        .doc("one fixed destination of all that no cookie leads to a server, in place of `balance`")
                        .sets((p, endpoint) -> p.back.dispatch = endpoint),
                row("source", Sources.SOURCE, BACKENDS)
                        .doc(
                                "address to connect to servers from, checks included; without a port: any. `usesrc`:"
                                        + " servers see this address instead, or the client's address and port, or its address"
                                        + " alone (`IP_TRANSPARENT`); takes CAP_NET_ADMIN and routes that lead the answers back")
                        .sets((p, source) -> p.back.source = source));
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
                        .sets((p, target) -> p.addLog(target)));
    }

    private static Row<ProxyDraft, Long> timeout(String name, Set<Section> sections) {
        return row("timeout " + name, Syntax.time(0), sections).once();
    }

    private static <T> Row<ProxyDraft, T> row(String name, Syntax<T> syntax, Set<Section> sections) {
        return new Row<>(name, syntax, sections);
    }
}
