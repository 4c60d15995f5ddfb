package io.fairlead.config;

import io.fairlead.config.BackendConfig.AppSession;
import io.fairlead.config.BackendConfig.CookieConfig;
import io.fairlead.config.BackendConfig.CookieConfig.Mode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code cookie <name> [rewrite|insert|prefix] [indirect] [nocache] [postonly]}. */
final class CookieSyntax {
    private static final List<String> WORDS = List.of("rewrite", "insert", "prefix", "indirect", "nocache", "postonly");
    private static final List<String> MODES = WORDS.subList(0, 3);
    private static final Syntax<String> WORD = Syntax.oneOf(WORDS);

    static final Syntax<CookieConfig> COOKIE =
            Syntax.of("<name> [rewrite|insert|prefix] [indirect] [nocache] [postonly]", CookieSyntax::read);

    /** {@code appsession <cookie> len <length> timeout <time>}. */
    static final Syntax<AppSession> APP_SESSION =
            Syntax.of("<cookie> len <length> timeout <time>", CookieSyntax::readAppSession);

    /** The value that means a server. */
    static final Syntax<String> VALUE = Syntax.of("<value>", CookieSyntax::readValue);

    private CookieSyntax() {}

    private static CookieConfig read(Words words) throws Refusal {
        String name = Syntax.readToken(words, "<name>");
        Set<String> flags = new LinkedHashSet<>();
        while (words.hasNext()) {
            flags.add(WORD.reader().read(words));
        }
        refuseContradiction(words, flags);
        return new CookieConfig(
                name, mode(flags), flags.contains("indirect"), flags.contains("nocache"), flags.contains("postonly"));
    }

    private static Mode mode(Set<String> flags) {
        return MODES.stream()
                .filter(flags::contains)
                .map(word -> Mode.valueOf(word.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElse(Mode.PASSIVE);
    }

    private static AppSession readAppSession(Words words) throws Refusal {
        String cookie = Syntax.readToken(words, "<cookie>");
        words.expect("len");
        int lengthBytes = Syntax.number("length", 1, Limits.MAX_APP_SESSION_BYTES)
                .reader()
                .read(words);
        words.expect("timeout");
        return new AppSession(cookie, lengthBytes, Durations.read(words, 1));
    }

    private static void refuseContradiction(Words words, Set<String> flags) throws Refusal {
        if (flags.containsAll(List.of("rewrite", "indirect"))) {
            throw words.refuse(words.last(), "'rewrite' and 'indirect' exclude each other", "");
        }
        if (flags.stream().filter(MODES::contains).count() > 1) {
            throw words.refuse(words.last(), "only one of 'rewrite', 'insert', 'prefix' can be used", "");
        }
    }

    private static String readValue(Words words) throws Refusal {
        Word value = words.next("<value>");
        if (value.text().isEmpty() || !value.text().chars().allMatch(CookieSyntax::isCookieOctet)) {
            throw words.refuse(value, value.quoted() + " cannot be the value of a cookie", "");
        }
        return value.text();
    }

    /** RFC 6265, section 4.1.1. */
    private static boolean isCookieOctet(int c) {
        return c > ' ' && c < 0x7f && "\",;\\".indexOf(c) < 0;
    }
}
