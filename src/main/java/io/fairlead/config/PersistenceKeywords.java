package io.fairlead.config;

import static io.fairlead.config.Section.BACKENDS;
import static io.fairlead.config.Section.FRONTENDS;
import static io.fairlead.config.Section.OWN_FRONTENDS;

import io.fairlead.config.BackendConfig.AppSession;
import io.fairlead.config.BackendConfig.CookieConfig;
import io.fairlead.config.Captures.Capture;
import io.fairlead.config.KeywordTable.Chapter;
import java.util.List;
import java.util.Set;

/** The rows of proxies that read cookies and headers without changing their meaning: persistence and captures. */
final class PersistenceKeywords {
    private PersistenceKeywords() {}

    static List<Chapter<ProxyDraft>> chapters() {
        return List.of(new Chapter<>("Persistence", persistence()), new Chapter<>("Captures", captures()));
    }

    private static List<Keyword<ProxyDraft, ?>> persistence() {
        return List.of(
                new Row<ProxyDraft, CookieConfig>("cookie", CookieSyntax.COOKIE, BACKENDS)
                        .http()
                        .doc("keeps a client on the server that a cookie names. Without a mode the servers set it;"
                                + " `rewrite`: they do and the proxy writes their name into it; `insert`: the proxy"
                                + " sets it; `prefix`: the proxy puts the name before the value. `indirect`: servers"
                                + " do not see it; `nocache`: caches may not keep a response that sets it; `postonly`:"
                                + " only answers to POST do")
                        .sets((p, cookie) -> p.back.cookie = cookie),
                new Row<ProxyDraft, AppSession>("appsession", CookieSyntax.APP_SESSION, BACKENDS)
                        .http()
                        .doc("learns which server set a cookie to which value, of which the first bytes count, and"
                                + " keeps clients that send the value back, in a cookie or after `;` in the URI, on"
                                + " that server")
                        .sets((p, session) -> p.back.appSession = session));
    }

    private static List<Keyword<ProxyDraft, ?>> captures() {
        return List.of(
                row("capture cookie", CapturesDraft.COOKIE, FRONTENDS)
                        .doc("logs the first cookie whose text begins so, of requests and responses; 63 bytes at most")
                        .sets((p, capture) -> p.captures.cookie = capture),
                row("capture request header", CapturesDraft.HEADER, OWN_FRONTENDS)
                        .repeatable()
                        .doc("logs a request header, the last one where there are several")
                        .sets((p, capture) -> p.captures.request.add(capture)),
                row("capture response header", CapturesDraft.HEADER, OWN_FRONTENDS)
                        .repeatable()
                        .doc("logs a response header, the last one where there are several")
                        .sets((p, capture) -> p.captures.response.add(capture)));
    }

    private static Row<ProxyDraft, Capture> row(String name, Syntax<Capture> syntax, Set<Section> sections) {
        return new Row<ProxyDraft, Capture>(name, syntax, sections).http();
    }
}
