package io.fairlead.config;

import static io.fairlead.config.Section.BACKENDS;
import static io.fairlead.config.Section.FRONTENDS;
import static io.fairlead.config.Section.PROXIES;

import io.fairlead.config.KeywordTable.Chapter;
import java.util.List;
import java.util.Set;

/** The rows of what the proxy answers itself: monitoring, error pages, the statistics page. */
final class AnswerKeywords {
    private AnswerKeywords() {}

    static List<Chapter<ProxyDraft>> chapters() {
        return List.of(
                new Chapter<>("Answers to monitors, and in place of errors", answers()),
                new Chapter<>("The statistics page", statistics()));
    }

    private static List<Keyword<ProxyDraft, ?>> answers() {
        return List.of(
                row("monitor-uri", Syntax.plain("uri"), FRONTENDS)
                        .http()
                        .doc("answers requests for exactly this URI with 200, before any rule and without a log line")
                        .sets((p, uri) -> p.front.monitorUri = uri),
                row("monitor-net", Networks.SYNTAX, FRONTENDS)
                        .doc("answers connections from this network with a bare 200, and closes them in TCP mode,"
                                + " without a log line")
                        .sets((p, network) -> p.front.monitorNet = network),
                row("errorloc302", ErrorAnswers.redirect(302), PROXIES)
                        .alias("errorloc")
                        .repeatable()
                        .http()
                        .doc("redirects in place of an error page, with 302; the backend's line goes before the"
                                + " frontend's; the log shows the error's own status")
                        .sets(ProxyDraft::addErrors),
                row("errorloc303", ErrorAnswers.redirect(303), PROXIES)
                        .repeatable()
                        .http()
                        .doc("the same with 303, after which every client asks with GET")
                        .sets(ProxyDraft::addErrors),
                row("errorfile", ErrorAnswers.FILE, PROXIES)
                        .repeatable()
                        .http()
                        .doc("sends a file, head included, in place of an error page; it is read at the start; an empty"
                                + " one closes without an answer")
                        .sets(ProxyDraft::addErrors));
    }

    private static List<Keyword<ProxyDraft, ?>> statistics() {
        return List.of(
                stats("enable", Syntax.none())
                        .doc("answers with the page, as any other `stats` line does; the first one of a proxy forgets"
                                + " those of `defaults`")
                        .sets((p, _) -> p.back.stats()),
                stats("uri", Syntax.plain("prefix"))
                        .absent("`" + StatsDraft.DEFAULT_URI + "`")
                        .doc("the page is for requests whose URI begins so")
                        .sets((p, uri) -> p.back.stats().uriPrefix = uri),
                stats("realm", StatsDraft.REALM)
                        .absent("`" + StatsDraft.DEFAULT_REALM + "`")
                        .doc("what a browser asks the password for")
                        .sets((p, realm) -> p.back.stats().realm = realm),
                stats("auth", StatsDraft.ACCOUNT)
                        .repeatable()
                        .absent("everybody")
                        .doc("who may see the page")
                        .sets((p, account) -> p.back.stats().accounts.add(account)),
                stats("scope", StatsDraft.SCOPE)
                        .repeatable()
                        .absent("every proxy")
                        .doc("a proxy that the page shows; `.`: the one with this line")
                        .sets((p, proxy) -> p.back.stats().scope.add(proxy)),
                stats("refresh", Syntax.seconds())
                        .absent("off")
                        .doc("the page renews itself so often; a number without a unit counts seconds")
                        .sets((p, seconds) -> p.back.stats().refreshSeconds = seconds),
                stats("hide-version", Syntax.none())
                        .absent("off")
                        .doc("the page does not name Fairlead's version")
                        .sets((p, _) -> p.back.stats().hideVersion = true));
    }

    private static <T> Row<ProxyDraft, T> stats(String name, Syntax<T> syntax) {
        return row("stats " + name, syntax, BACKENDS).http();
    }

    private static <T> Row<ProxyDraft, T> row(String name, Syntax<T> syntax, Set<Section> sections) {
        return new Row<>(name, syntax, sections);
    }
}
