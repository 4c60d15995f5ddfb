package io.fairlead.config;

import io.fairlead.config.HttpRules.Action;
import io.fairlead.config.HttpRules.Rule;
import io.fairlead.config.ProxyConfig.Origin;
import io.fairlead.http.HeadRule;
import org.jspecify.annotations.Nullable;

/**
 * A {@code req*} or {@code rsp*} line.
 *
 * @param origin where the expression stands
 * @param replacement of {@link Action#REPLACE}, else null
 * @param target of {@link Action#SET_BACKEND}, else null
 */
record RuleDraft(
        Action action,
        String regex,
        Origin origin,
        boolean ignoreCase,
        @Nullable String replacement,
        @Nullable Target target) {

    /** How large the expression is. */
    int states() {
        return HeadRule.states(regex, ignoreCase);
    }

    Rule build() {
        return new Rule(action, regex, ignoreCase, target == null ? replacement : target.proxy());
    }
}
