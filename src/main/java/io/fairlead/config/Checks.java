package io.fairlead.config;

import io.fairlead.config.Body.Statement;
import io.fairlead.config.ProxyConfig.Origin;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What can only be seen when everything is read: names that mean nothing, numbers that do not go together. */
final class Checks {
    private final Body<GlobalDraft> global;
    private final List<Body<ProxyDraft>> bodies;
    private final Backends backends;
    private final Messages messages;

    Checks(Body<GlobalDraft> global, List<Body<ProxyDraft>> bodies, Messages messages) {
        this.global = global;
        this.bodies = bodies;
        this.messages = messages;
        this.backends = new Backends(bodies, messages);
    }

    void run() {
        checkGlobal();
        checkNames();
        checkListeners();
        for (Body<ProxyDraft> body : bodies) {
            // what a broken proxy lacks may be what its refused line meant to say
            if (!body.draft.disabled && !body.broken() && !messages.full()) {
                new ProxyChecks(body, messages).run();
                backends.check(body.draft);
            }
        }
    }

    private void checkGlobal() {
        GlobalDraft draft = global.draft;
        if (draft.rewriteBytes > draft.bufferBytes / 2) {
            Origin origin = lastLine("tune.maxrewrite", "tune.bufsize");
            messages.alert(origin, "'tune.maxrewrite' is more than half of 'tune.bufsize'");
        }
        if (draft.logs.size() > Limits.MAX_LOG_TARGETS) {
            messages.alert(lastLine("log"), tooManyLogs());
        }
        for (Body<ProxyDraft> body : bodies) {
            int logs = body.draft.logs.size() + (body.draft.logGlobal ? draft.logs.size() : 0);
            if (logs > Limits.MAX_LOG_TARGETS) {
                messages.alert(body.draft.origin, tooManyLogs() + " for " + body.draft.title());
            }
        }
    }

    private static String tooManyLogs() {
        return "too many syslog servers; " + Limits.MAX_LOG_TARGETS
                + " at most, with those of 'log global' and 'defaults'";
    }

    /** The last line of the global section with one of these keywords; there is one. */
    private Origin lastLine(String... keywords) {
        return global.statements().stream()
                .filter(statement ->
                        List.of(keywords).contains(statement.keyword().name()))
                .map(Statement::origin)
                .reduce((_, later) -> later)
                .orElseThrow();
    }

    /** A frontend and a backend may share a name; two proxies with the same capability may not. */
    private void checkNames() {
        Map<String, ProxyDraft> frontends = new HashMap<>();
        Map<String, ProxyDraft> serving = new HashMap<>();
        for (Body<ProxyDraft> body : bodies) {
            ProxyDraft proxy = body.draft;
            ProxyDraft front = proxy.section.listens() ? frontends.putIfAbsent(proxy.name, proxy) : null;
            ProxyDraft back = proxy.section.serves() ? serving.putIfAbsent(proxy.name, proxy) : null;
            ProxyDraft first = front != null ? front : back;
            if (first != null) {
                messages.alert(proxy.origin, proxy.title() + " has the same name as " + place(first));
            }
        }
    }

    private void checkListeners() {
        List<ProxyDraft> active = bodies.stream()
                .map(body -> body.draft)
                .filter(proxy -> proxy.section.listens() && !proxy.disabled)
                .toList();
        if (active.isEmpty() && !messages.hasAlerts()) {
            messages.alert(null, "no 'listen' or 'frontend' section that is not disabled: nothing to do");
        }
        long ports = bodies.stream()
                .flatMap(body -> body.draft.listeners.stream())
                .mapToLong(Addresses.Listener::ports)
                .sum();
        if (ports > Limits.MAX_LISTENERS) {
            messages.alert(null, "%d ports to listen on; %d at most".formatted(ports, Limits.MAX_LISTENERS));
        } else {
            active.forEach(new SharedAddresses(messages)::check);
        }
    }

    static String place(ProxyDraft proxy) {
        return proxy.title() + " (" + proxy.origin.file() + ":" + proxy.origin.line() + ")";
    }
}
