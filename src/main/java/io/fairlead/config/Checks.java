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
        new SpliceChecks(bodies, messages).run();
    }

    private void checkGlobal() {
        GlobalDraft draft = global.draft;
        if (draft.rewriteBytes > draft.bufferBytes / 2) {
            Origin origin = global.last("tune.maxrewrite", "tune.bufsize");
            messages.alert(origin, "'tune.maxrewrite' is more than half of 'tune.bufsize'");
        }
        refuseBoth("uid", "user");
        refuseBoth("gid", "group");
        checkDebug(draft);
        checkProcesses(draft);
        checkLogs(global);
        bodies.forEach(this::checkLogs);
    }

    /** The first line that names more syslog servers than a message is sent to. */
    private void checkLogs(Body<?> body) {
        int targets = 0;
        for (Statement<?> statement : body.everything().toList()) {
            targets += switch (statement.keyword().name()) {
                case "log" -> 1;
                case "log global" -> global.draft.logs.size();
                default -> 0;
            };
            if (targets > Limits.MAX_LOG_TARGETS) {
                String hint = Limits.MAX_LOG_TARGETS + " at most, with those of 'log global' and 'defaults'";
                messages.alert(statement.origin(), "'log' for " + body.title() + ": too many syslog servers", hint);
                return;
            }
        }
    }

    /** Of two lines that say the same in different words neither can be meant to win. */
    private void refuseBoth(String one, String other) {
        Set<String> present = global.statements().stream()
                .map(statement -> statement.keyword().name())
                .collect(Collectors.toSet());
        if (present.containsAll(List.of(one, other))) {
            messages.alert(global.last(one, other), "'" + one + "' and '" + other + "' exclude each other");
        }
    }

    /** Whoever asks for the foreground on the command line knows what it does to the others. */
    private void checkProcesses(GlobalDraft draft) {
        boolean detaches = draft.daemon || overrides.daemon();
        if (draft.processes > 1 && !detaches && !overrides.foreground() && !overrides.debug()) {
            messages.warning(
                    global.last("nbproc"), "'nbproc' is only meaningful in daemon mode: one process is started");
        }
        if (draft.processes > 1 && detaches && !draft.sockets.isEmpty()) {
            String what = "'stats socket' does not work as expected with 'nbproc' above 1";
            String hint = "the processes share it, and a command reaches any one of them";
            messages.warning(global.last("stats socket"), what, hint);
        }
    }

    private void checkDebug(GlobalDraft draft) {
        if (draft.debug && (draft.daemon || draft.quiet)) {
            String what = "'debug' is incompatible with 'quiet' and 'daemon', which are ignored";
            messages.warning(global.last("debug"), what);
        }
    }

    private void checkScopes() {
        Set<String> names = bodies.stream().map(body -> body.draft.name).collect(Collectors.toSet());
        names.add(StatsDraft.ITSELF);
        for (Body<ProxyDraft> body : bodies) {
            for (Target shown : body.draft.back.statsScope()) {
                if (!names.contains(shown.proxy())) {
                    String what =
                            body.title() + " shows the statistics of '" + shown.proxy() + "', which does not exist";
                    messages.warning(shown.origin(), what);
                }
            }
        }
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
                messages.alert(
                        proxy.origin, proxy.title() + " has the same name as " + first.title() + place(first.origin));
            }
        }
    }

    private void checkListeners() {
        List<ProxyDraft> active = bodies.stream()
                .map(body -> body.draft)
                .filter(proxy -> proxy.section.listens() && !proxy.disabled)
                .toList();
        if (active.isEmpty() && !messages.hasAlerts()) {
            messages.alert("no 'listen' or 'frontend' section that is not disabled: nothing to do");
        }
        if (!refuseTooManyPorts()) {
            SharedAddresses shared = new SharedAddresses(messages);
            active.forEach(shared::check);
            global.draft.sockets.forEach(shared::check);
        }
    }

    /** Says so at the line that passes the limit. */
    private boolean refuseTooManyPorts() {
        long ports = 0;
        for (Body<ProxyDraft> body : bodies) {
            for (BindDraft bind : body.draft.front.binds) {
                ports += bind.ports();
                if (ports > Limits.MAX_LISTENERS) {
                    String what = bind.addresses.quoted() + " of " + body.title() + " makes " + ports + " ports";
                    messages.alert(bind.origin, what + " to listen on", Limits.MAX_LISTENERS + " at most");
                    return true;
                }
            }
        }
        return false;
    }

    /** {@code  (file:12)}. */
    static String place(Origin origin) {
        return " (" + origin.file() + ":" + origin.line() + ")";
    }
}
