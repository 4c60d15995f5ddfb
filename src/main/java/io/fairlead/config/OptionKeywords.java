package io.fairlead.config;

import static io.fairlead.config.Row.noEffect;
import static io.fairlead.config.Section.BACKENDS;
import static io.fairlead.config.Section.FRONTENDS;
import static io.fairlead.config.Section.PROXIES;

import io.fairlead.config.KeywordTable.Chapter;
import io.fairlead.config.ProxyConfig.Option;
import java.util.List;
import java.util.Set;

/** The {@code option} rows; {@code no option} takes any of them back. */
final class OptionKeywords {
    private static final Syntax<ServerCheck> HTTP_CHECK =
            Syntax.of("[<uri> | <method> <uri> [<version>]]", OptionKeywords::readHttpCheck);

    private OptionKeywords() {}

    static List<Chapter<ProxyDraft>> chapters() {
        return List.of(
                new Chapter<>("Options of logs and HTTP", logsAndHttp()),
                new Chapter<>("Options of splicing", splicing()),
                new Chapter<>("Options of servers and connections", connections()));
    }

    private static List<Keyword<ProxyDraft, ?>> logsAndHttp() {
        return List.of(
                flag("httplog", Option.HTTPLOG, PROXIES, "logs a request in the long form when it ends"),
                flag("tcplog", Option.TCPLOG, PROXIES, "logs a connection in the short form when it ends"),
                flag("dontlognull", Option.DONTLOGNULL, FRONTENDS, "no log where the client sent nothing"),
                planned("logasap", FRONTENDS, "logs when the response begins"),
                httpFlag("httpclose", Option.HTTPCLOSE, PROXIES, "one request per connection, on both sides"),
                planned("forceclose", BACKENDS, "the same, and closes the server's side early"),
                planned("forwardfor", PROXIES, "adds an X-Forwarded-For header"),
                planned("checkcache", BACKENDS, "blocks cacheable responses that set cookies"));
    }

    private static List<Keyword<ProxyDraft, ?>> splicing() {
        return List.of(
                flag("tcpsplice", Option.TCPSPLICE, PROXIES, "splices both ways, where frontend and backend have it"),
                flag("splice-request", Option.SPLICE_REQUEST, PROXIES, "splices to servers, where either has it"),
                flag("splice-response", Option.SPLICE_RESPONSE, PROXIES, "splices to clients, where either has it"),
                flag("splice-auto", Option.SPLICE_AUTO, PROXIES, "splices where it pays, where either has it"));
    }

    private static List<Keyword<ProxyDraft, ?>> connections() {
        return List.of(
                row("redispatch", Syntax.none(), BACKENDS)
                        .alias("redispatch", "redisp")
                        .repeatable()
                        .absent("off")
                        .doc("the last retry may go to another server, and so may whoever waits for a dead one")
                        .unset(p -> p.options.remove(Option.REDISPATCH))
                        .sets((p, _) -> p.options.add(Option.REDISPATCH)),
                row("httpchk", HTTP_CHECK, BACKENDS)
                        .repeatable()
                        .absent("connects only")
                        .doc("checks servers with a request, 2xx and 3xx are good; `OPTIONS / HTTP/1.0` unless said;"
                                + " a version such as `HTTP/1.1\\r\\nHost:\\ www` carries headers")
                        .unset(p -> p.check = null)
                        .sets((p, check) -> p.check = check),
                planned("ssl-hello-chk", BACKENDS, "checks servers with an SSLv3 hello"),
                planned("persist", BACKENDS, "a cookie's server even while it is down"),
                planned("allbackups", BACKENDS, "uses every backup server"),
                planned("abortonclose", BACKENDS, "gives up a queued request when its client closes"),
                planned("clitcpka", FRONTENDS, "TCP keep-alives to clients"),
                planned("srvtcpka", BACKENDS, "TCP keep-alives to servers"),
                planned("tcpka", PROXIES, "TCP keep-alives to both"),
                Row.planned("option transparent", "transparent", "", PROXIES, "connects to where the client meant to"),
                noEffect("option keepalive", PROXIES, "it never had any"));
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

    private static Keyword<ProxyDraft, Boolean> planned(String name, Set<Section> sections, String doc) {
        return Row.planned("option " + name, "", sections, doc);
    }

    private static <T> Row<ProxyDraft, T> row(String name, Syntax<T> syntax, Set<Section> sections) {
        return new Row<>("option " + name, syntax, sections);
    }

    private static ServerCheck readHttpCheck(Words words) throws Refusal {
        if (!words.hasNext()) {
            return new ServerCheck.Http("OPTIONS", "/", "HTTP/1.0");
        }
        String first = Syntax.plain("uri").reader().read(words);
        if (!words.hasNext()) {
            return new ServerCheck.Http("OPTIONS", first, "HTTP/1.0");
        }
        if (!first.chars().allMatch(CookieSyntax::isToken)) {
            throw words.refuse(words.last(), words.last().quoted() + " is not a method", "");
        }
        String uri = Syntax.plain("uri").reader().read(words);
        return new ServerCheck.Http(first, uri, words.hasNext() ? readVersion(words) : "HTTP/1.0");
    }

    private static String readVersion(Words words) throws Refusal {
        Word version = words.next("<version>");
        if (!version.text().startsWith("HTTP/1.")) {
            throw words.refuse(version, version.quoted() + " is not a version", "expected HTTP/1.0 or HTTP/1.1");
        }
        return version.text();
    }
}
