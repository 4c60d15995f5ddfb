package io.fairlead.session;

import io.fairlead.http.Head;
import io.fairlead.http.RuleSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a frontend's requests go. One per listener, for rules that were tried leave traces that make them faster. */
final class Router {
    private final RuleSet rules;
    private final List<Route> ruleRoutes;
    private final @Nullable Route defaultRoute;

    Router(RuleSet rules, List<Route> ruleRoutes, @Nullable Route defaultRoute) {
        this.rules = rules;
        this.ruleRoutes = ruleRoutes;
        this.defaultRoute = defaultRoute;
    }

    /** The route of the first rule that matches a line of the head, else the default; null: nowhere. */
    @Nullable
    Route route(Head request) {
        int rule = ruleRoutes.isEmpty() ? RuleSet.NONE : rules.firstMatch(request);
        return rule == RuleSet.NONE ? defaultRoute : ruleRoutes.get(rule);
    }
}
