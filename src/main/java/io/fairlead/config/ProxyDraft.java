package io.fairlead.config;

import io.fairlead.config.Addresses.Listener;
import io.fairlead.config.BackendConfig.Algorithm;
import io.fairlead.config.BackendConfig.CookieConfig;
import io.fairlead.config.BackendConfig.StatsConfig;
import io.fairlead.config.ProxyConfig.Mode;
import io.fairlead.config.ProxyConfig.Option;
import io.fairlead.config.ProxyConfig.Origin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A proxy, or a {@code defaults} section, while it is read. Timeouts are in milliseconds; {@link #UNSET}: no line. */
final class ProxyDraft {
    static final int UNSET = -1;

    final Section section;
    final String name;
    final Origin origin;

    Mode mode = Mode.TCP;
    boolean disabled;
    final Set<Option> options = EnumSet.noneOf(Option.class);
    boolean logGlobal;
    final List<LogTarget> logs = new ArrayList<>();

    final List<Listener> listeners = new ArrayList<>();
    int maxConnections = UNSET;

    @Nullable
    String monitorUri;

    @Nullable
    Target defaultBackend;

    final List<SwitchDraft> switchRules = new ArrayList<>();
    long clientTimeoutMs;
    long httpRequestTimeoutMs;
    long keepAliveTimeoutMs;

    boolean balanced;
    final List<ServerDraft> servers = new ArrayList<>();
    int fullConnections;
    int retries = Limits.DEFAULT_RETRIES;
    long connectTimeoutMs;
    long serverTimeoutMs;
    long queueTimeoutMs = UNSET;
    long checkTimeoutMs;

    @Nullable
    ServerCheck check;

    @Nullable
    CookieConfig cookie;

    @Nullable
    StatsConfig stats;

    ProxyDraft(Section section, String name, Origin origin) {
        this.section = section;
        this.name = name;
        this.origin = origin;
    }

    /** {@code frontend 'www'}: how messages call it. */
    String title() {
        return name.isEmpty() ? "'" + section.keyword() + "'" : section.keyword() + " '" + name + "'";
    }

    /** Keeps one more than may be: enough to see that there are too many. */
    void addLog(LogTarget target) {
        if (logs.size() <= Limits.MAX_LOG_TARGETS) {
            logs.add(target);
        }
    }

    ProxyConfig build(GlobalConfig global, Overrides overrides) {
        return new ProxyConfig(
                name,
                mode,
                disabled,
                Collections.unmodifiableSet(EnumSet.copyOf(options)),
                null,
                new HttpRules(switchRules.stream().map(SwitchDraft::build).toList(), List.of(), List.of(), List.of()),
                Captures.NONE,
                Map.of(),
                buildLogs(global),
                section.listens() ? buildFrontend(overrides) : null,
                section.serves() ? buildBackend(overrides) : null,
                origin);
    }

    private List<LogTarget> buildLogs(GlobalConfig global) {
        List<LogTarget> all = new ArrayList<>(logGlobal ? global.logs() : List.of());
        all.addAll(logs);
        return List.copyOf(all);
    }

    private FrontendConfig buildFrontend(Overrides overrides) {
        return new FrontendConfig(
                listeners.stream().flatMap(l -> l.expand().stream()).toList(),
                effectiveMaxConnections(overrides),
                monitorUri,
                null,
                defaultBackend == null ? null : defaultBackend.backend(),
                0,
                clientTimeoutMs,
                httpRequestTimeoutMs,
                keepAliveTimeoutMs);
    }

    private BackendConfig buildBackend(Overrides overrides) {
        boolean fromMaxConnections = fullConnections == 0 && section.listens();
        return new BackendConfig(
                servers.stream().map(ServerDraft::build).toList(),
                balanced ? Algorithm.ROUND_ROBIN : null,
                null,
                null,
                fromMaxConnections ? effectiveMaxConnections(overrides) : fullConnections,
                retries,
                connectTimeoutMs,
                serverTimeoutMs,
                queueTimeoutMs == UNSET ? connectTimeoutMs : queueTimeoutMs,
                connectTimeoutMs,
                checkTimeoutMs,
                check,
                cookie,
                null,
                stats);
    }

    private int effectiveMaxConnections(Overrides overrides) {
        if (maxConnections != UNSET) {
            return maxConnections;
        }
        return overrides.proxyMaxConnections() > 0 ? overrides.proxyMaxConnections() : Limits.DEFAULT_CONNECTIONS;
    }
}
