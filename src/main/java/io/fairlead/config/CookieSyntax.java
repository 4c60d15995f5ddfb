package io.fairlead.config;

import io.fairlead.config.BackendConfig.CookieConfig;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** {@code cookie <name> [rewrite|insert|prefix] [indirect] [nocache] [postonly]}. */
final class CookieSyntax {
    private static final List<String> WORDS = List.of("rewrite", "insert", "prefix", "indirect", "nocache", "postonly");
    private static final List<String> MODES = WORDS.subList(0, 3);
    private static final Syntax<String> WORD = Syntax.oneOf(WORDS);

    static final Syntax<CookieConfig> COOKIE = new Syntax<>(
            "<name> [rewrite|insert|prefix] [indirect] [nocache] [postonly]",
            List.of("rewrite", "prefix", "postonly"),
            CookieSyntax::read);

    /** The value that means a server. */
    static final Syntax<String> VALUE = Syntax.of("<value>", CookieSyntax::readValue);

    private CookieSyntax() {}

    private static CookieConfig read(Words words) throws Refusal {
        Word name = words.next("<name>");
        if (name.text().isEmpty() || !name.text().chars().allMatch(CookieSyntax::isToken)) {
            throw words.refuse(name, name.quoted() + " cannot be the name of a cookie", "");
        }
        Set<String> flags = new LinkedHashSet<>();
        while (words.hasNext()) {
            flags.add(WORD.reader().read(words));
        }
        refuseContradiction(words, flags);
        boolean noCache = flags.remove("nocache");
        if (!flags.equals(Set.of("insert", "indirect"))) {
            throw Syntax.unsupported(words, name, "a cookie other than 'insert indirect [nocache]'");
        }
        return new CookieConfig(name.text(), CookieConfig.Mode.INSERT, true, noCache, false);
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

    /** RFC 9110, section 5.6.2. */
    static boolean isToken(int c) {
        return Syntax.isLetterOrDigit(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    /** RFC 6265, section 4.1.1. */
    private static boolean isCookieOctet(int c) {
        return c > ' ' && c < 0x7f && "\",;\\".indexOf(c) < 0;
    }
}
