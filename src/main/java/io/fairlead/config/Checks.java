package io.fairlead.config;

import io.fairlead.config.Body.Statement;
import io.fairlead.config.ProxyConfig.Origin;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What can only be seen when everything is read: names that mean nothing, numbers that do not go together. */
final class Checks {
    private final Body<GlobalDraft> global;
    private final List<Body<ProxyDraft>> bodies;
    private final Backends backends;
    private final Overrides overrides;
    private final Messages messages;

    Checks(Body<GlobalDraft> global, List<Body<ProxyDraft>> bodies, Overrides overrides, Messages messages) {
        this.global = global;
        this.bodies = bodies;
        this.overrides = overrides;
        this.messages = messages;
        this.backends = new Backends(bodies, messages);
    }

    void run() {
        checkGlobal();
        checkNames();
        checkListeners();
        checkScopes();
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
        refuseBoth("uid", "user");
        refuseBoth("gid", "group");
        checkDebug(draft);
        checkProcesses(draft);
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

    /** Of two lines that say the same in different words neither can be meant to win. */
    private void refuseBoth(String one, String other) {
        Set<String> present = global.statements().stream()
                .map(statement -> statement.keyword().name())
                .collect(Collectors.toSet());
        if (present.containsAll(List.of(one, other))) {
            messages.alert(lastLine(one, other), "'" + one + "' and '" + other + "' exclude each other");
        }
    }

    /** Whoever asks for the foreground on the command line knows what it does to the others. */
    private void checkProcesses(GlobalDraft draft) {
        boolean detaches = draft.daemon || overrides.daemon();
        if (draft.processes > 1 && !detaches && !overrides.foreground() && !overrides.debug()) {
            messages.warning(lastLine("nbproc"), "'nbproc' is only meaningful in daemon mode: one process is started");
        }
    }

    private void checkDebug(GlobalDraft draft) {
        if (draft.debug && (draft.daemon || draft.quiet)) {
            String what = "'debug' is incompatible with 'quiet' and 'daemon', which are ignored";
            messages.warning(lastLine("debug"), what);
        }
    }

    private void checkScopes() {
        Set<String> names = bodies.stream().map(body -> body.draft.name).collect(Collectors.toSet());
        names.add(StatsDraft.ITSELF);
        for (Body<ProxyDraft> body : bodies) {
            for (String name : body.draft.back.statsScope()) {
                if (!names.contains(name)) {
                    String what = body.draft.title() + " shows the statistics of '" + name + "', which does not exist";
                    messages.warning(body.draft.origin, what);
                }
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
        long ports = bodies.stream().mapToLong(body -> body.draft.front.ports()).sum();
        if (ports > Limits.MAX_LISTENERS) {
            messages.alert(null, "%d ports to listen on; %d at most".formatted(ports, Limits.MAX_LISTENERS));
        } else {
            SharedAddresses shared = new SharedAddresses(messages);
            active.forEach(shared::check);
            global.draft.sockets.forEach(shared::check);
        }
    }

    static String place(ProxyDraft proxy) {
        return proxy.title() + " (" + proxy.origin.file() + ":" + proxy.origin.line() + ")";
    }
}
