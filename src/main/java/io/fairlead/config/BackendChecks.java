package io.fairlead.config;

import io.fairlead.config.Body.Statement;
import io.fairlead.config.ProxyConfig.Mode;
import io.fairlead.config.ProxyConfig.Option;
import io.fairlead.config.ProxyConfig.Origin;
import java.util.HashMap;
import java.util.Map;

/** The checks of one serving half: where its traffic goes, and what its servers need. */
final class BackendChecks {
    private final Body<ProxyDraft> body;
    private final ProxyDraft proxy;
    private final BackendDraft back;
    private final Messages messages;

    BackendChecks(Body<ProxyDraft> body, Messages messages) {
        this.body = body;
        this.proxy = body.draft;
        this.back = proxy.back;
        this.messages = messages;
    }

    void run() {
        checkDestination();
        if (back.opensStats()) {
            String what = " has 'stats' lines of its own and forgets the 'stats auth' of 'defaults'";
            messages.warning(firstStats(), proxy.title() + what, "everybody may see its page");
        }
        Map<String, ServerDraft> names = new HashMap<>();
        for (ServerDraft server : back.servers) {
            ServerDraft first = names.putIfAbsent(server.name, server);
            if (first != null) {
                alert(server, title(server) + " has the same name as another" + Checks.place(first.origin));
            }
            checkLimits(server);
            checkPort(server);
            checkReferences(server);
        }
    }

    private void checkDestination() {
        boolean balanced = back.algorithm != null;
        boolean transparent = proxy.options.contains(Option.TRANSPARENT);
        if (balanced && transparent) {
            String what = proxy.title() + " cannot use both 'transparent' and 'balance'";
            messages.alert(
                    body.last("option transparent", "balance"), what, "'no option transparent' takes the one back");
        } else if (balanced && back.dispatch != null) {
            warn("dispatch", "balances, its 'dispatch' will be ignored");
        } else if (transparent && back.dispatch != null) {
            warn("option transparent", "has a 'dispatch' address, its 'transparent' will be ignored");
        } else if (!balanced && !transparent && back.dispatch == null) {
            String what = " has no dispatch address and is not in transparent or balance mode";
            messages.alert(proxy.origin, proxy.title() + what, "add 'balance roundrobin'");
        }
        boolean persistent = proxy.mode == Mode.HTTP && (back.cookie != null || back.appSession != null);
        if (!balanced && persistent && back.servers.isEmpty()) {
            String keyword = back.cookie == null ? "appsession" : "cookie";
            messages.alert(body.last(keyword), proxy.title() + " has '" + keyword + "' but no servers");
        }
        if (!balanced && !persistent && !back.servers.isEmpty()) {
            warn("server", "does not balance and has no cookie, its 'server' lines will be ignored");
        }
    }

    private void checkLimits(ServerDraft server) {
        int min = server.minConnections;
        int max = server.maxConnections;
        if (max > 0 && min > max) {
            warn(server, title(server) + " has minconn " + min + ", which raises its maxconn " + max + " to the same");
        }
        boolean full = back.fullConnections > 0 || proxy.section.listens();
        if (min > 0 && min < max && !full) {
            alert(
                    server,
                    "'fullconn' is mandatory in " + proxy.title() + " for minconn of server '" + server.name + "'");
        }
        if (max == 0 && min == 0 && server.maxQueue > 0) {
            warn(server, "maxqueue of " + title(server) + " has no effect: without maxconn nobody waits for it");
        }
    }

    private void checkPort(ServerDraft server) {
        if (server.checkPort != 0 && !server.hasPorts()) {
            alert(server, title(server) + " is a UNIX socket and has no port to check");
        } else if (server.checked && server.hasPorts() && server.effectiveCheckPort(proxy.front.firstPort()) == 0) {
            alert(
                    server,
                    title(server) + " has neither service port nor check port, so it cannot be checked",
                    "add 'port'");
        }
    }

    private void checkReferences(ServerDraft server) {
        if (server.foreign != null && server.source == null) {
            alert(server, title(server) + " has 'usesrc' and needs 'source' beside it");
        }
        if (server.source != null && !server.hasPorts()) {
            warn(server, "the source of " + title(server) + " has no effect: it is a UNIX socket");
        }
        if (server.cookie != null && back.cookie == null) {
            warn(server, "the cookie of " + title(server) + " has no effect: " + proxy.title() + " has no 'cookie'");
        }
    }

    private String title(ServerDraft server) {
        return "server '" + server.name + "' of " + proxy.title();
    }

    /** The first of the lines that switched the page on again. */
    private Origin firstStats() {
        return body.statements().stream()
                .filter(statement -> statement.keyword().name().startsWith("stats "))
                .map(Statement::origin)
                .findFirst()
                .orElseThrow();
    }

    private void alert(ServerDraft server, String what) {
        alert(server, what, "");
    }

    private void alert(ServerDraft server, String what, String hint) {
        messages.alert(server.origin, what, hint);
    }

    private void warn(ServerDraft server, String what) {
        messages.warning(server.origin, what);
    }

    private void warn(String keyword, String what) {
        messages.warning(body.last(keyword), proxy.title() + " " + what);
    }
}
