package io.fairlead.config;

import io.fairlead.config.Body.Statement;
import io.fairlead.config.ProxyConfig.Mode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The checks of one proxy on its own. */
final class ProxyChecks {
    private final ProxyDraft proxy;
    private final List<Statement<ProxyDraft>> statements;
    private final Messages messages;

    ProxyChecks(Body<ProxyDraft> body, Messages messages) {
        this.proxy = body.draft;
        this.statements = body.statements();
        this.messages = messages;
    }

    void run() {
        if (proxy.section.listens()) {
            checkFrontend();
        }
        if (proxy.section.serves()) {
            checkBackend();
        }
        checkTimeouts();
        checkMode();
    }

    private void checkFrontend() {
        if (proxy.listeners.isEmpty()) {
            alert("has no listen address", "add 'bind <address>:<port>'");
        }
        boolean leads = proxy.section.serves() || proxy.defaultBackend != null || !proxy.switchRules.isEmpty();
        if (!leads) {
            messages.warning(proxy.origin, proxy.title() + " leads to no backend; add 'default_backend <name>'");
        }
    }

    private void checkBackend() {
        if (!proxy.balanced) {
            alert("has no dispatch address and is not in transparent or balance mode", "add 'balance roundrobin'");
        }
        Map<String, ServerDraft> names = new HashMap<>();
        for (ServerDraft server : proxy.servers) {
            ServerDraft first = names.putIfAbsent(server.name, server);
            if (first != null) {
                String what = "server '" + server.name + "' of " + proxy.title();
                messages.alert(server.origin, what + " has the same name as the one on line " + first.origin.line());
            }
            checkServer(server);
        }
    }

    private void checkServer(ServerDraft server) {
        int min = server.minConnections;
        int max = server.maxConnections;
        String of = " of server '" + server.name + "'";
        if (max > 0 && min > max) {
            messages.warning(server.origin, "minconn " + min + of + " raises its maxconn " + max + " to the same");
        }
        boolean full = proxy.fullConnections > 0 || proxy.section.listens();
        if (min > 0 && min < max && !full) {
            messages.alert(server.origin, "'fullconn' is mandatory in " + proxy.title() + " for minconn" + of);
        }
        if (server.cookie != null && proxy.cookie == null) {
            messages.warning(
                    server.origin, "the cookie" + of + " has no effect: " + proxy.title() + " has no 'cookie'");
        }
    }

    private void checkTimeouts() {
        List<String> missing = new ArrayList<>();
        if (proxy.section.listens() && proxy.clientTimeoutMs == 0) {
            missing.add("'timeout client'");
        }
        if (!proxy.servers.isEmpty() && proxy.connectTimeoutMs == 0) {
            missing.add("'timeout connect'");
        }
        if (!proxy.servers.isEmpty() && proxy.serverTimeoutMs == 0) {
            missing.add("'timeout server'");
        }
        if (!missing.isEmpty()) {
            String what = "missing timeouts for " + proxy.title() + ": without " + String.join(", ", missing);
            messages.warning(proxy.origin, what + " dead peers are never noticed");
        }
    }

    private void checkMode() {
        for (Statement<ProxyDraft> statement : statements) {
            if (proxy.mode == Mode.TCP && statement.keyword().httpOnly() && !statement.negated()) {
                String what = "'" + statement.keyword().name() + "' will be ignored: " + proxy.title();
                messages.warning(statement.origin(), what + " is in TCP mode");
            }
        }
    }

    private void alert(String what, String hint) {
        messages.alert(proxy.origin, proxy.title() + " " + what + "; " + hint);
    }
}
