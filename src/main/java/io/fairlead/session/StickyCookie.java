package io.fairlead.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.fairlead.balance.Backend;
import io.fairlead.balance.Server;
import io.fairlead.config.BackendConfig.CookieConfig;
import io.fairlead.http.Cookies;
import io.fairlead.http.Head;
import io.fairlead.http.HeadEditor;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code cookie NAME insert indirect [nocache]}: the server is named in a cookie that only the client and Fairlead see.
 */
final class StickyCookie {
    private static final byte[] PRIVATE = "Cache-Control: private".getBytes(ISO_8859_1);

    private final byte[] name;
    private final boolean noCache;
    private final Backend backend;
    private final Map<Server, byte[]> lines = new HashMap<>();

    StickyCookie(CookieConfig config, Backend backend) {
        this.name = config.name().getBytes(ISO_8859_1);
        this.noCache = config.noCache();
        this.backend = backend;
        for (Server server : backend.servers()) {
            lines.put(server, setCookie(config.name(), server.config().cookie()));
        }
    }

    /** A server without a cookie makes the client forget the one it has (spec of HAProxy 1.3.5, 3.5). */
    private static byte[] setCookie(String name, @Nullable String value) {
        String line = value == null
                ? "Set-Cookie: " + name + "=; expires=Thu, 01-Jan-1970 00:00:01 GMT; path=/"
                : "Set-Cookie: " + name + "=" + value + "; path=/";
        return line.getBytes(ISO_8859_1);
    }

    /** What the log says of the request's cookie. */
    char find(Head request, Cookies cookies) {
        if (!cookies.find(request, name)) {
            return 'N';
        }
        Server named = backend.byCookie(request.bytes(), cookies.valueStart(), cookies.valueEnd());
        if (named == null) {
            return 'I';
        }
        return named.isUp() ? 'V' : 'D';
    }

    /** The server that the cookie found last names. */
    @Nullable
    Server named(Head request, Cookies cookies) {
        return backend.byCookie(request.bytes(), cookies.valueStart(), cookies.valueEnd());
    }

    void removeFrom(Head request, Cookies cookies, HeadEditor editor) {
        cookies.removeFromRequest(request, name, editor);
    }

    /**
     * Replaces what the server set by what the client needs. Returns what the log says of the response's cookie.
     *
     * @param direct whether the client's own cookie led to this server
     */
    char insertInto(Head response, Cookies cookies, HeadEditor editor, Server server, boolean direct) {
        boolean removed = cookies.removeFromResponse(response, name, editor);
        byte[] line = lines.get(server);
        if (direct || line == null) {
            return removed ? 'D' : 'N';
        }
        editor.add(line);
        if (noCache) {
            editor.add(PRIVATE);
        }
        return removed ? 'R' : 'I';
    }
}
