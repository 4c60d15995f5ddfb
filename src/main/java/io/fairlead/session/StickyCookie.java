package io.fairlead.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.fairlead.balance.Backend;
import io.fairlead.balance.Server;
import io.fairlead.config.BackendConfig.CookieConfig;
import io.fairlead.config.BackendConfig.CookieConfig.Mode;
import io.fairlead.http.Cookies;
import io.fairlead.http.Head;
import io.fairlead.http.HeadEditor;
import io.fairlead.http.Method;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code cookie}: the server is named in a cookie. Who writes it, and who sees it, is the matter of its modes. Letters
 * are those that the log shows of a request's and of a response's cookie. Shared by all loops.
 */
final class StickyCookie {
    private static final byte[] PRIVATE = "Cache-control: private".getBytes(ISO_8859_1);

    /**
     * What a server's cookie looks like.
     *
     * @param value null where the server has none
     * @param prefix value and delimiter, or null
     * @param line the Set-Cookie line; without a value one that makes the client forget what it has
     */
    private record Text(byte @Nullable [] value, byte @Nullable [] prefix, byte[] line) {
        static Text of(String name, @Nullable String value) {
            if (value == null) {
                String line = "Set-Cookie: " + name + "=; Expires=Thu, 01-Jan-1970 00:00:01 GMT; path=/";
                return new Text(null, null, line.getBytes(ISO_8859_1));
            }
            String line = "Set-Cookie: " + name + "=" + value + "; path=/";
            byte[] prefix = (value + Cookies.DELIMITER).getBytes(ISO_8859_1);
            return new Text(value.getBytes(ISO_8859_1), prefix, line.getBytes(ISO_8859_1));
        }
    }

    private final CookieConfig config;
    private final byte[] name;
    private final Backend backend;
    private final boolean usesDownServers;
    private final Map<Server, Text> texts = new HashMap<>();

    /** @param usesDownServers {@code option persist} */
    StickyCookie(CookieConfig config, Backend backend, boolean usesDownServers) {
        this.config = config;
        this.name = config.name().getBytes(ISO_8859_1);
        this.backend = backend;
        this.usesDownServers = usesDownServers;
        for (Server server : backend.servers()) {
            texts.put(server, Text.of(config.name(), server.config().cookie()));
        }
    }

    /** Whether the log shows letters: not for a cookie that is only read. */
    boolean isLogged() {
        return config.mode() != Mode.PASSIVE || config.indirect();
    }

    /** Whether a client that this server was found for by its cookie may go there. */
    boolean mayUse(Server server) {
        return server.isUp() || usesDownServers;
    }

    /** Looks for the cookie in a request: N none, I names no server, D one that is down, V one that can be used. */
    char find(Head request, Cookies cookies) {
        if (!cookies.find(request, name)) {
            return 'N';
        }
        Server named = named(request, cookies);
        return named == null ? 'I' : mayUse(named) ? 'V' : 'D';
    }

    /** The server that the cookie found last names; null: none. */
    @Nullable
    Server named(Head request, Cookies cookies) {
        int end = config.mode() == Mode.PREFIX ? cookies.delimiter(request) : cookies.valueEnd();
        return end == cookies.valueStart() ? null : backend.byCookie(request.bytes(), cookies.valueStart(), end);
    }

    /** Takes out of a request what its server shall not see of the cookie. */
    void hideFrom(Head request, Cookies cookies, HeadEditor editor) {
        if (config.mode() == Mode.INSERT && config.indirect()) {
            cookies.remove(request, name, editor);
        } else if (config.mode() == Mode.PREFIX) {
            cookies.removePrefix(request, name, editor);
        }
    }

    /**
     * Has a response say to the client what the mode asks for: N nothing was or is set, P what the server set goes
     * through, R it is replaced, D it is removed, I the cookie is inserted.
     *
     * @param direct whether the client's own cookie led to this server
     */
    char write(Head response, Cookies cookies, HeadEditor editor, Server server, boolean direct) {
        Text text = texts.get(server);
        if (text == null) {
            return 'N';
        }
        return switch (config.mode()) {
            case INSERT -> insert(response, cookies, editor, text, direct);
            case REWRITE -> replace(response, cookies, editor, text.value());
            case PREFIX -> addPrefix(response, cookies, editor, text.prefix());
            case PASSIVE -> pass(response, cookies, editor, direct);
        };
    }

    private char insert(Head response, Cookies cookies, HeadEditor editor, Text text, boolean direct) {
        boolean removed = cookies.remove(response, name, editor);
        if (direct || (config.postOnly() && response.method() != Method.POST)) {
            return removed ? 'D' : 'N';
        }
        editor.add(text.line());
        if (config.noCache()) {
            editor.add(PRIVATE);
        }
        return removed ? 'R' : 'I';
    }

    private char replace(Head response, Cookies cookies, HeadEditor editor, byte @Nullable [] value) {
        if (value == null) {
            return seen(response, cookies);
        }
        return cookies.replaceValue(response, name, value, editor) ? 'R' : 'N';
    }

    private char addPrefix(Head response, Cookies cookies, HeadEditor editor, byte @Nullable [] prefix) {
        if (prefix == null) {
            return seen(response, cookies);
        }
        return cookies.addPrefix(response, name, prefix, editor) ? 'R' : 'N';
    }

    private char pass(Head response, Cookies cookies, HeadEditor editor, boolean direct) {
        if (config.indirect() && direct) {
            return cookies.remove(response, name, editor) ? 'D' : 'N';
        }
        return seen(response, cookies);
    }

    private char seen(Head response, Cookies cookies) {
        return cookies.find(response, name) ? 'P' : 'N';
    }
}
