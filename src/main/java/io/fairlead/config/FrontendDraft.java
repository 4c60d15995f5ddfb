package io.fairlead.config;

import io.fairlead.config.Endpoints.Listener;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The listening half of a proxy while it is read. Timeouts are in milliseconds. */
final class FrontendDraft {
    final List<BindDraft> binds = new ArrayList<>();
    int maxConnections = ProxyDraft.UNSET;

    @Nullable
    String monitorUri;

    @Nullable
    Network monitorNet;

    @Nullable
    Target defaultBackend;

    long graceMs;
    long clientTimeoutMs;
    long httpRequestTimeoutMs;
    long keepAliveTimeoutMs;

    int effectiveMaxConnections(Overrides overrides) {
        if (maxConnections != ProxyDraft.UNSET) {
            return maxConnections;
        }
        return overrides.proxyMaxConnections() > 0 ? overrides.proxyMaxConnections() : Limits.DEFAULT_CONNECTIONS;
    }

    /** The port of the first address, or 0. */
    int firstPort() {
        return binds.stream()
                .flatMap(bind -> bind.listeners.stream())
                .map(Listener::first)
                .filter(Address.class::isInstance)
                .mapToInt(endpoint -> ((Address) endpoint).port())
                .findFirst()
                .orElse(0);
    }

    FrontendConfig build(Overrides overrides) {
        return new FrontendConfig(
                binds.stream().flatMap(BindDraft::build).toList(),
                effectiveMaxConnections(overrides),
                monitorUri,
                monitorNet,
                defaultBackend == null ? null : defaultBackend.proxy(),
                graceMs,
                clientTimeoutMs,
                httpRequestTimeoutMs,
                keepAliveTimeoutMs);
    }
}
