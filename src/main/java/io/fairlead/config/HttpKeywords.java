package io.fairlead.config;

import static io.fairlead.config.Row.planned;
import static io.fairlead.config.Section.BACKENDS;
import static io.fairlead.config.Section.FRONTENDS;
import static io.fairlead.config.Section.OWN_FRONTENDS;
import static io.fairlead.config.Section.OWN_RULES;
import static io.fairlead.config.Section.PROXIES;

import io.fairlead.config.BackendConfig.CookieConfig;
import io.fairlead.config.BackendConfig.StatsConfig;
import io.fairlead.config.KeywordTable.Chapter;
import java.util.List;

/** The rows of proxies in HTTP mode: rules on heads, cookies, local answers. */
final class HttpKeywords {
    private HttpKeywords() {}

    static List<Chapter<ProxyDraft>> chapters() {
        return List.of(
                new Chapter<>("Rules on requests", requestRules()),
                new Chapter<>("Rules on responses", responseRules()),
                new Chapter<>("Cookies", cookies()),
                new Chapter<>("Answers of the proxy itself", answers()));
    }

    private static List<Keyword<ProxyDraft, ?>> requestRules() {
        return List.of(
                switchRule("reqsetbe", false, "sends a request to a backend where a line of its head matches"),
                switchRule("reqisetbe", true, "the same, ignoring case"),
                rule("reqadd", "<header>", "adds a header"),
                planned("reqrep", "cliexp", "<regex> <replacement>", OWN_RULES, "replaces lines"),
                rule("reqirep", "<regex> <replacement>", "the same, ignoring case"),
                rule("reqdel", "<regex>", "removes lines"),
                rule("reqidel", "<regex>", "the same, ignoring case"),
                rule("reqdeny", "<regex>", "answers 403"),
                rule("reqideny", "<regex>", "the same, ignoring case"),
                rule("reqallow", "<regex>", "ends the search for a denial"),
                rule("reqiallow", "<regex>", "the same, ignoring case"),
                rule("reqpass", "<regex>", "leaves a line alone"),
                rule("reqipass", "<regex>", "the same, ignoring case"),
                rule("reqtarpit", "<regex>", "answers 500 after a long wait"),
                rule("reqitarpit", "<regex>", "the same, ignoring case"));
    }

    private static List<Keyword<ProxyDraft, ?>> responseRules() {
        return List.of(
                rule("rspadd", "<header>", "adds a header"),
                planned("rsprep", "srvexp", "<regex> <replacement>", OWN_RULES, "replaces lines"),
                rule("rspirep", "<regex> <replacement>", "the same, ignoring case"),
                rule("rspdel", "<regex>", "removes lines"),
                rule("rspidel", "<regex>", "the same, ignoring case"),
                rule("rspdeny", "<regex>", "answers 502 in place of the response"),
                rule("rspideny", "<regex>", "the same, ignoring case"));
    }

    private static List<Keyword<ProxyDraft, ?>> cookies() {
        return List.of(
                new Row<ProxyDraft, CookieConfig>("cookie", CookieSyntax.COOKIE, BACKENDS)
                        .http()
                        .doc("keeps a client on its server by a cookie of the proxy's own; built is only"
                                + " `insert indirect`, with or without `nocache`")
                        .sets((p, cookie) -> p.cookie = cookie),
                planned("appsession", "<cookie> len <length> timeout <time>", BACKENDS, "learns cookies of servers"));
    }

    private static List<Keyword<ProxyDraft, ?>> answers() {
        return List.of(
                new Row<ProxyDraft, String>("monitor-uri", Syntax.plain("uri"), FRONTENDS)
                        .http()
                        .doc("answers requests for exactly this URI with 200")
                        .sets((p, uri) -> p.monitorUri = uri),
                new Row<ProxyDraft, String>("stats uri", Syntax.plain("prefix"), BACKENDS)
                        .http()
                        .doc("answers requests whose URI begins so with the statistics page")
                        .sets((p, uri) ->
                                p.stats = new StatsConfig(uri, "HAProxy Statistics", List.of(), List.of(), 0, false)),
                planned("stats enable", "", BACKENDS, "the statistics page at `/haproxy?stats`"),
                planned("stats realm", "<text>", BACKENDS, "what the browser asks a password for"),
                planned("stats auth", "<user>:<password>", BACKENDS, "who may see the statistics page"),
                planned("stats scope", "<proxy>|.", BACKENDS, "which proxies the statistics page shows"),
                planned(
                        "errorloc302",
                        "errorloc",
                        "<status> <url>",
                        PROXIES,
                        "redirects in place of an error, with 302"),
                planned("errorloc303", "<status> <url>", PROXIES, "redirects in place of an error, with 303"));
    }

    private static Keyword<ProxyDraft, SwitchDraft> switchRule(String name, boolean ignoreCase, String doc) {
        return new Row<ProxyDraft, SwitchDraft>(name, SwitchDraft.syntax(ignoreCase), OWN_FRONTENDS)
                .repeatable()
                .http()
                .doc(doc)
                .sets((p, rule) -> p.switchRules.add(rule));
    }

    private static Keyword<ProxyDraft, Boolean> rule(String name, String notation, String doc) {
        return planned(name, notation, OWN_RULES, doc);
    }
}
