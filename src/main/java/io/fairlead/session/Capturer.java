package io.fairlead.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.fairlead.config.Captures;
import io.fairlead.config.Captures.Capture;
import io.fairlead.http.Cookies;
import io.fairlead.http.Head;
import io.fairlead.http.HeaderName;
import io.fairlead.log.Entry;
import io.fairlead.log.Excerpt;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code capture}: copies what a frontend's log shows of heads, as they were received. One per loop and frontend. */
final class Capturer {
    private final List<HeaderName> requestHeaders;
    private final List<HeaderName> responseHeaders;
    private final byte @Nullable [] cookie;
    private final Cookies cookies = new Cookies();

    private Capturer(Captures captures) {
        this.requestHeaders = names(captures.request());
        this.responseHeaders = names(captures.response());
        this.cookie =
                captures.cookie() == null ? null : captures.cookie().name().getBytes(ISO_8859_1);
    }

    private static List<HeaderName> names(List<Capture> captures) {
        return captures.stream().map(capture -> new HeaderName(capture.name())).toList();
    }

    /** Null where nothing is captured. */
    static @Nullable Capturer of(Captures captures) {
        return captures.equals(Captures.NONE) ? null : new Capturer(captures);
    }

    void request(Head head, Entry entry) {
        take(head, requestHeaders, entry.requestHeaders);
        takeCookie(head, entry.requestCookieText);
    }

    void response(Head head, Entry entry) {
        take(head, responseHeaders, entry.responseHeaders);
        takeCookie(head, entry.responseCookieText);
    }

    private static void take(Head head, List<HeaderName> names, List<Excerpt> excerpts) {
        for (int i = 0; i < names.size(); i++) { // no iterator: runs for every request
            int header = names.get(i).last(head);
            if (header >= 0) {
                excerpts.get(i).take(head.bytes(), head.valueStart(header), head.valueEnd(header));
            }
        }
    }

    private void takeCookie(Head head, @Nullable Excerpt excerpt) {
        if (cookie != null && excerpt != null && cookies.findBeginning(head, cookie)) {
            excerpt.take(head.bytes(), cookies.nameStart(), cookies.valueEnd());
        }
    }
}
