package io.fairlead.session;

import io.fairlead.config.HttpRules;
import io.fairlead.config.HttpRules.Action;
import io.fairlead.config.HttpRules.Rule;
import io.fairlead.http.Head;
import io.fairlead.http.HeadRule;
import io.fairlead.http.RequestRules;
import io.fairlead.http.ResponseRules;
import io.fairlead.http.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The {@code req*} and {@code rsp*} lines of one proxy, as one loop applies them. */
final class ProxyRules {
    static final ProxyRules NONE = new ProxyRules(HttpRules.NONE);

    private final @Nullable RequestRules request;
    private final @Nullable ResponseRules response;
    private final List<Rule> requestLines;

    ProxyRules(HttpRules rules) {
        requestLines = rules.request();
        request = rules.request().isEmpty() && rules.requestAdditions().isEmpty()
                ? null
                : new RequestRules(heads(rules.request()), rules.requestAdditions());
        response = rules.response().isEmpty() && rules.responseAdditions().isEmpty()
                ? null
                : new ResponseRules(heads(rules.response()), rules.responseAdditions());
    }

    private static List<HeadRule> heads(List<Rule> rules) {
        return rules.stream().map(ProxyRules::head).toList();
    }

    private static HeadRule head(Rule rule) {
        String replacement = rule.action() == Action.REPLACE ? rule.argument() : null;
        return new HeadRule(kind(rule.action()), rule.regex(), rule.ignoreCase(), replacement);
    }

    private static HeadRule.Kind kind(Action action) {
        return switch (action) {
            case REPLACE -> HeadRule.Kind.REPLACE;
            case DELETE -> HeadRule.Kind.DELETE;
            case ALLOW -> HeadRule.Kind.ALLOW;
            case DENY -> HeadRule.Kind.DENY;
            case PASS -> HeadRule.Kind.PASS;
            case TARPIT -> HeadRule.Kind.TARPIT;
            case SET_BACKEND -> HeadRule.Kind.SET_BACKEND;
        };
    }

    /** Edits a request's head where it lies. */
    Verdict request(Head head) {
        return request == null ? Verdict.ACCEPT : request.apply(head, 0);
    }

    /** Edits a response's head where it lies. */
    Verdict response(Head head) {
        return response == null ? Verdict.ACCEPT : response.apply(head, 0);
    }

    /** The backend that the rules chose for the request they were applied to last; null: none. */
    @Nullable
    String chosenBackend() {
        int rule = request == null ? RequestRules.NONE : request.switchRule();
        return rule == RequestRules.NONE ? null : requestLines.get(rule).argument();
    }
}
