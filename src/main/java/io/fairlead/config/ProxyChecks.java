package io.fairlead.config;

import io.fairlead.config.Body.Statement;
import io.fairlead.config.ProxyConfig.Mode;
import io.fairlead.http.HeadRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The checks of one proxy on its own. */
final class ProxyChecks {
    /** What a proxy that answers by itself never comes to use. */
    private static final Set<String> OF_TRAFFIC = Set.of("server", "dispatch", "default_backend", "option transparent");

    private final Body<ProxyDraft> body;
    private final ProxyDraft proxy;
    private final Messages messages;

    ProxyChecks(Body<ProxyDraft> body, Messages messages) {
        this.body = body;
        this.proxy = body.draft;
        this.messages = messages;
    }

    void run() {
        if (proxy.section.listens()) {
            checkFrontend();
        }
        if (proxy.section.serves() && proxy.mode != Mode.HEALTH) {
            new BackendChecks(body, messages).run();
        }
        checkTimeouts();
        checkSize(proxy.rules.request);
        checkSize(proxy.rules.response);
        body.statements().forEach(this::checkMode);
    }

    private void checkFrontend() {
        if (proxy.front.binds.isEmpty()) {
            messages.alert(proxy.origin, proxy.title() + " has no listen address", "add 'bind <address>:<port>'");
        }
        boolean leads = proxy.section.serves()
                || proxy.mode == Mode.HEALTH
                || proxy.front.defaultBackend != null
                || proxy.rules.switching().findAny().isPresent();
        if (!leads) {
            messages.warning(proxy.origin, proxy.title() + " leads to no backend", "add 'default_backend <name>'");
        }
    }

    /** Each loop has an automaton of all rules for requests, and one of those for responses. */
    private void checkSize(List<RuleDraft> rules) {
        int states = 0;
        for (RuleDraft rule : rules) {
            states += rule.states();
            if (states > HeadRule.mostStates()) {
                String what = Word.quote(rule.regex()) + " and the expressions before it are too large together";
                messages.alert(rule.origin(), what, HeadRule.mostStates() + " states at most");
                return;
            }
        }
    }

    private void checkTimeouts() {
        boolean serving = proxy.section.serves() && proxy.mode != Mode.HEALTH && proxy.back.connects(proxy.options);
        List<String> missing = new ArrayList<>();
        if (proxy.section.listens() && proxy.front.clientTimeoutMs == 0) {
            missing.add("'timeout client'");
        }
        if (serving && proxy.back.connectTimeoutMs == 0) {
            missing.add("'timeout connect'");
        }
        if (serving && proxy.back.serverTimeoutMs == 0) {
            missing.add("'timeout server'");
        }
        if (!missing.isEmpty()) {
            String what = "missing timeouts for " + proxy.title() + ": without " + String.join(", ", missing);
            messages.warning(proxy.origin, what + " dead peers are never noticed");
        }
    }

    private void checkMode(Statement<ProxyDraft> statement) {
        Keyword<ProxyDraft, ?> keyword = statement.keyword();
        boolean ignored = proxy.mode != Mode.HTTP && keyword.httpOnly();
        ignored |= proxy.mode == Mode.HEALTH && OF_TRAFFIC.contains(keyword.name());
        if (ignored && !statement.negated()) {
            String what = "'" + statement.written() + "' will be ignored: " + proxy.title() + " is in ";
            messages.warning(statement.origin(), what + proxy.mode + " mode");
        }
    }
}
