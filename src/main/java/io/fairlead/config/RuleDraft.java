package io.fairlead.config;

import io.fairlead.config.HttpRules.Action;
import io.fairlead.config.HttpRules.Rule;
import org.jspecify.annotations.Nullable;

/**
 * A {@code req*} or {@code rsp*} line.
 *
 * @param replacement of {@link Action#REPLACE}, else null
 * @param target of {@link Action#SET_BACKEND}, else null
 */
record RuleDraft(
        Action action,
        String regex,
        boolean ignoreCase,
        @Nullable String replacement,
        @Nullable Target target) {

    Rule build() {
        return new Rule(action, regex, ignoreCase, target == null ? replacement : target.proxy());
    }
}
