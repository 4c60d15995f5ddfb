package io.fairlead.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy does to the heads that pass, each list in the order of its lines.
 *
 * @param request {@code reqrep}, {@code reqdel}, {@code reqallow}, {@code reqdeny}, {@code reqpass}, {@code reqtarpit},
 *     {@code reqsetbe} and their variants
 * @param requestAdditions {@code reqadd}: whole header lines
 * @param response {@code rsprep}, {@code rspdel}, {@code rspdeny} and their variants
 * @param responseAdditions {@code rspadd}: whole header lines
 */
public record HttpRules(
        List<Rule> request, List<String> requestAdditions, List<Rule> response, List<String> responseAdditions) {

    /** No rule. */
    public static final HttpRules NONE = new HttpRules(List.of(), List.of(), List.of(), List.of());

    /** What is done to a line that matches, or to the message it stands in. */
    public enum Action {
        REPLACE,
        DELETE,
        ALLOW,
        DENY,
        PASS,
        TARPIT,
        SET_BACKEND
    }

    /**
     * One line of rules.
     *
     * @param regex POSIX extended expression, already known to compile
     * @param argument the replacement text of {@link Action#REPLACE}, already known to be well formed; the backend's
     *     name of {@link Action#SET_BACKEND}; else null
     */
    public record Rule(
            Action action,
            String regex,
            boolean ignoreCase,
            @Nullable String argument) {}
}
