package io.fairlead.config;

import io.fairlead.config.BackendConfig.Algorithm;
import io.fairlead.config.BackendConfig.AppSession;
import io.fairlead.config.BackendConfig.CookieConfig;
import io.fairlead.config.ProxyConfig.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The serving half of a proxy while it is read. Timeouts are in milliseconds. */
final class BackendDraft {
    @Nullable
    Algorithm algorithm;

    final List<ServerDraft> servers = new ArrayList<>();

    /** What each {@code default-server} line says to the servers after it. */
    final List<Consumer<ServerDraft>> serverDefaults = new ArrayList<>();

    @Nullable
    Endpoint dispatch;

    @Nullable
    Source source;

    int fullConnections;
    int retries = Limits.DEFAULT_RETRIES;
    long connectTimeoutMs;
    long serverTimeoutMs;
    long queueTimeoutMs = ProxyDraft.UNSET;
    long tarpitTimeoutMs = ProxyDraft.UNSET;
    long checkTimeoutMs;

    @Nullable
    ServerCheck check;

    @Nullable
    CookieConfig cookie;

    @Nullable
    AppSession appSession;

    private @Nullable StatsDraft stats;
    private boolean statsInherited;
    private boolean statsOpened;

    void add(ServerLine line) {
        ServerDraft server = new ServerDraft(line.name(), line.origin(), line.destination());
        serverDefaults.forEach(options -> options.accept(server));
        line.options().accept(server);
        servers.add(server);
    }

    /** What a {@code stats} line fills. */
    StatsDraft stats() {
        if (stats == null || statsInherited) {
            statsOpened = stats != null && !stats.accounts.isEmpty();
            stats = new StatsDraft();
            statsInherited = false;
        }
        return stats;
    }

    /** Called between the lines of {@code defaults} and the proxy's own: its first {@code stats} line starts anew. */
    void endInheritance() {
        statsInherited = true;
    }

    /** {@code no option} takes back a check only where it is the one in force. */
    void forget(Class<? extends ServerCheck> kind) {
        if (kind.isInstance(check)) {
            check = null;
        }
    }

    /** Whether there is anything to connect to. */
    boolean connects(Set<Option> options) {
        return !servers.isEmpty() || dispatch != null || options.contains(Option.TRANSPARENT);
    }

    /** Whether accounts of {@code defaults} were forgotten, and no others took their place. */
    boolean opensStats() {
        return stats != null && statsOpened && stats.accounts.isEmpty();
    }

    /** The names that {@code stats scope} lists. */
    List<Target> statsScope() {
        return stats == null ? List.of() : stats.scope;
    }

    BackendConfig build(String proxy, int listenerConnections, int listenerPort) {
        return new BackendConfig(
                servers.stream()
                        .map(server -> server.build(source, listenerPort))
                        .toList(),
                algorithm,
                dispatch,
                source,
                fullConnections == 0 ? listenerConnections : fullConnections,
                retries,
                connectTimeoutMs,
                serverTimeoutMs,
                queueTimeoutMs == ProxyDraft.UNSET ? connectTimeoutMs : queueTimeoutMs,
                tarpitTimeoutMs == ProxyDraft.UNSET ? connectTimeoutMs : tarpitTimeoutMs,
                checkTimeoutMs,
                check,
                cookie,
                appSession,
                stats == null ? null : stats.build(proxy));
    }
}
