package io.fairlead.config;

import io.fairlead.config.ProxyConfig.Mode;
import io.fairlead.config.ProxyConfig.Option;
import java.util.HashMap;
import java.util.Map;

/** The checks of one serving half: where its traffic goes, and what its servers need. */
final class BackendChecks {
    private final ProxyDraft proxy;
    private final BackendDraft back;
    private final Messages messages;

    BackendChecks(ProxyDraft proxy, Messages messages) {
        this.proxy = proxy;
        this.back = proxy.back;
        this.messages = messages;
    }

    void run() {
        checkDestination();
        if (back.opensStats()) {
            warn("has 'stats' lines of its own and forgets the 'stats auth' of 'defaults': everybody may see its page");
        }
        Map<String, ServerDraft> names = new HashMap<>();
        for (ServerDraft server : back.servers) {
            ServerDraft first = names.putIfAbsent(server.name, server);
            if (first != null) {
                alert(server, title(server) + " has the same name as the one on line " + first.origin.line());
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
            alert("cannot use both 'transparent' and 'balance'; 'no option transparent' takes the one back");
        } else if (balanced && back.dispatch != null) {
            warn("balances, its 'dispatch' will be ignored");
        } else if (transparent && back.dispatch != null) {
            warn("has a 'dispatch' address, its 'transparent' will be ignored");
        } else if (!balanced && !transparent && back.dispatch == null) {
            alert("has no dispatch address and is not in transparent or balance mode; add 'balance roundrobin'");
        }
        boolean persistent = proxy.mode == Mode.HTTP && (back.cookie != null || back.appSession != null);
        if (!balanced && persistent && back.servers.isEmpty()) {
            alert("has a cookie but no servers");
        }
        if (!balanced && !persistent && !back.servers.isEmpty()) {
            warn("does not balance and has no cookie, its servers will be ignored");
        }
    }

    private void checkLimits(ServerDraft server) {
        int min = server.minConnections;
        int max = server.maxConnections;
        if (max > 0 && min > max) {
            warn(server, "minconn " + min + " of " + title(server) + " raises its maxconn " + max + " to the same");
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
                    title(server) + " has neither service port nor check port, so it cannot be checked; add 'port'");
        }
    }

    private void checkReferences(ServerDraft server) {
        if (server.foreign != null && server.source == null) {
            alert(server, "'usesrc' of " + title(server) + " needs a 'source' beside it");
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

    private void alert(ServerDraft server, String what) {
        messages.alert(server.origin, what);
    }

    private void warn(ServerDraft server, String what) {
        messages.warning(server.origin, what);
    }

    private void alert(String what) {
        messages.alert(proxy.origin, proxy.title() + " " + what);
    }

    private void warn(String what) {
        messages.warning(proxy.origin, proxy.title() + " " + what);
    }
}
