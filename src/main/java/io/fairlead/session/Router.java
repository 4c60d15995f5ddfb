package io.fairlead.session;

import io.fairlead.http.Head;
import io.fairlead.http.Verdict;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a frontend does with requests, and where they go from there. One per loop, for rules that were tried leave
 * traces that make them faster.
 */
final class Router {
    private final ProxyRules rules;
    private final @Nullable Capturer capturer;
    private final Map<String, Lane> lanes = new HashMap<>();
    private final @Nullable Lane defaultLane;

    /**
     * @param routes by the name of the backend
     * @param defaultRoute where requests go that no rule sends elsewhere; null: nowhere
     */
    Router(Frontend frontend, Map<String, Route> routes, @Nullable Route defaultRoute) {
        this.rules = new ProxyRules(frontend.proxy().rules());
        this.capturer = Capturer.of(frontend.proxy().captures());
        routes.forEach((name, route) -> lanes.put(name, lane(frontend, route)));
        this.defaultLane = defaultRoute == null ? null : lane(frontend, defaultRoute);
    }

    private Lane lane(Frontend frontend, Route route) {
        boolean one = route.backend().proxy().equals(frontend.proxy());
        ProxyRules backend =
                one ? ProxyRules.NONE : new ProxyRules(route.backend().proxy().rules());
        return new Lane(route, rules, backend);
    }

    /** Copies what the log shows of heads; null where that is nothing. */
    @Nullable
    Capturer capturer() {
        return capturer;
    }

    /** Applies the frontend's rules to a request. */
    Verdict request(Head head) {
        return rules.request(head);
    }

    /** Where the request goes to which the rules were applied last; null: nowhere. */
    @Nullable
    Lane lane() {
        String backend = rules.chosenBackend();
        return backend == null ? defaultLane : lanes.get(backend);
    }
}
