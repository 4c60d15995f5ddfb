package io.fairlead.config;

import static io.fairlead.config.Section.BACKENDS;
import static io.fairlead.config.Section.FRONTENDS;
import static io.fairlead.config.Section.PROXIES;

import io.fairlead.config.KeywordTable.Chapter;
import io.fairlead.config.ProxyConfig.Option;
import java.util.List;
import java.util.Set;

/** The {@code option} rows; {@code no option} takes any of them back. */
final class OptionKeywords {
    private OptionKeywords() {}

    static List<Chapter<ProxyDraft>> chapters() {
        return List.of(
                new Chapter<>("Options of logs", logs()),
                new Chapter<>("Options of HTTP", http()),
                new Chapter<>("Options of splicing", splicing()),
                new Chapter<>("Options of servers", servers()),
                new Chapter<>("Options of checks", checks()),
                new Chapter<>("Options of connections", connections()));
    }

    private static List<Keyword<ProxyDraft, ?>> logs() {
        return List.of(
                flag("httplog", Option.HTTPLOG, PROXIES, "logs a request in the long form when it ends"),
                flag("tcplog", Option.TCPLOG, PROXIES, "logs a connection in the short form when it ends"),
                flag("logasap", Option.LOGASAP, FRONTENDS, "logs when the response begins, or the server answers"),
                flag("dontlognull", Option.DONTLOGNULL, FRONTENDS, "no log where the client sent nothing"));
    }

    private static List<Keyword<ProxyDraft, ?>> http() {
        return List.of(
                httpFlag("httpclose", Option.HTTPCLOSE, PROXIES, "one request per connection, on both sides"),
                httpFlag("forceclose", Option.FORCECLOSE, BACKENDS, "the same, and closes the server's side early"),
                row("forwardfor", ForwardForSyntax.SYNTAX, PROXIES)
                        .repeatable()
                        .http()
                        .absent("off")
                        .doc(
                                "adds a header with the client's address, `X-Forwarded-For` unless named; `except`: not for"
                                        + " clients of this network; `if-none`: not where the request has one")
                        .unset(p -> p.forwardFor = null)
                        .sets((p, forwardFor) -> p.forwardFor = forwardFor),
                httpFlag(
                        "checkcache",
                        Option.CHECKCACHE,
                        BACKENDS,
                        "answers 502 where a cacheable response sets a cookie"));
    }

    private static List<Keyword<ProxyDraft, ?>> splicing() {
        return List.of(
                row("tcpsplice", Syntax.oneOf(List.of("auto", "packet", "pipe")).orElse("auto"), PROXIES)
                        .repeatable()
                        .absent("off")
                        .doc("splices both ways, where frontend and backend have it: packet by packet inside the kernel"
                                + " where that can be had and pays, through pipes elsewhere; `pipe` in either: through"
                                + " pipes alone; `packet`: no start where packets cannot be had")
                        .unset(p -> p.options.removeAll(
                                Set.of(Option.TCPSPLICE, Option.TCPSPLICE_PACKET, Option.TCPSPLICE_PIPE)))
                        .sets(OptionKeywords::splice),
                flag("splice-request", Option.SPLICE_REQUEST, PROXIES, "splices to servers, where either has it"),
                flag("splice-response", Option.SPLICE_RESPONSE, PROXIES, "splices to clients, where either has it"),
                flag("splice-auto", Option.SPLICE_AUTO, PROXIES, "splices where it pays, where either has it"));
    }

    private static List<Keyword<ProxyDraft, ?>> servers() {
        return List.of(
                switching("redispatch", Option.REDISPATCH, BACKENDS)
                        .alias("redispatch", "redisp")
                        .doc("the last retry may go to another server, and so may whoever waits for a dead one")
                        .sets((p, _) -> p.options.add(Option.REDISPATCH)),
                httpFlag("persist", Option.PERSIST, BACKENDS, "a cookie leads to its server even while that is down"),
                flag("allbackups", Option.ALLBACKUPS, BACKENDS, "shares the load among all backup servers"),
                flag(
                        "abortonclose",
                        Option.ABORTONCLOSE,
                        BACKENDS,
                        "gives up a waiting request when its client leaves"),
                switching("transparent", Option.TRANSPARENT, BACKENDS)
                        .alias("transparent")
                        .doc("connects to the address the client meant, in place of `balance` (`SO_ORIGINAL_DST`)")
                        .sets((p, _) -> p.options.add(Option.TRANSPARENT)));
    }

    private static List<Keyword<ProxyDraft, ?>> checks() {
        return List.of(
                check("httpchk", ServerChecks.HTTP, ServerCheck.Http.class)
                        .doc("checks servers with a request, 2xx and 3xx are good; `OPTIONS / HTTP/1.0` unless said;"
                                + " a version such as `HTTP/1.1\\r\\nHost:\\ www` carries headers")
                        .sets((p, check) -> p.back.check = check),
                check("smtpchk", ServerChecks.SMTP, ServerCheck.Smtp.class)
                        .doc("checks servers with an SMTP greeting, `HELO localhost` unless said; 2xx is good")
                        .sets((p, check) -> p.back.check = check),
                check("ssl-hello-chk", Syntax.none(), ServerCheck.SslHello.class)
                        .doc("checks servers with an SSLv3 hello; any answer in that language is good")
                        .sets((p, _) -> p.back.check = new ServerCheck.SslHello()));
    }

    private static List<Keyword<ProxyDraft, ?>> connections() {
        return List.of(
                flag("clitcpka", Option.CLIENT_KEEPALIVE, FRONTENDS, "TCP keep-alives to clients"),
                flag("srvtcpka", Option.SERVER_KEEPALIVE, BACKENDS, "TCP keep-alives to servers"),
                row("tcpka", Syntax.none(), PROXIES)
                        .repeatable()
                        .absent("off")
                        .doc("TCP keep-alives to clients and servers, as far as the proxy has them")
                        .unset(p -> p.options.removeAll(Set.of(Option.CLIENT_KEEPALIVE, Option.SERVER_KEEPALIVE)))
                        .sets((p, _) -> p.options.addAll(Set.of(Option.CLIENT_KEEPALIVE, Option.SERVER_KEEPALIVE))),
                row("keepalive", Syntax.none(), PROXIES).doc("it never had any").hasNoEffect());
    }

    private static void splice(ProxyDraft proxy, String engine) {
        proxy.options.removeAll(Set.of(Option.TCPSPLICE_PACKET, Option.TCPSPLICE_PIPE));
        proxy.options.add(Option.TCPSPLICE);
        switch (engine) {
            case "packet" -> proxy.options.add(Option.TCPSPLICE_PACKET);
            case "pipe" -> proxy.options.add(Option.TCPSPLICE_PIPE);
            default -> {
                // whatever can be had
            }
        }
    }

    private static Keyword<ProxyDraft, Boolean> flag(String name, Option option, Set<Section> sections, String doc) {
        return switching(name, option, sections).doc(doc).sets((p, _) -> p.options.add(option));
    }

    private static Keyword<ProxyDraft, Boolean> httpFlag(
            String name, Option option, Set<Section> sections, String doc) {
        return switching(name, option, sections).http().doc(doc).sets((p, _) -> p.options.add(option));
    }

    private static Row<ProxyDraft, Boolean> switching(String name, Option option, Set<Section> sections) {
        return row(name, Syntax.none(), sections).repeatable().absent("off").unset(p -> p.options.remove(option));
    }

    /** The last line with any of the checks counts. */
    private static <T> Row<ProxyDraft, T> check(String name, Syntax<T> syntax, Class<? extends ServerCheck> kind) {
        return row(name, syntax, BACKENDS).repeatable().absent("connects only").unset(p -> p.back.forget(kind));
    }

    private static <T> Row<ProxyDraft, T> row(String name, Syntax<T> syntax, Set<Section> sections) {
        return new Row<>("option " + name, syntax, sections);
    }
}
