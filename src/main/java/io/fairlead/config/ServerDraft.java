package io.fairlead.config;

import io.fairlead.config.BackendConfig.ServerConfig;
import io.fairlead.config.Endpoints.Destination;
import io.fairlead.config.ProxyConfig.Origin;
import io.fairlead.config.Source.Spoof;
import io.fairlead.config.Sources.Foreign;
import org.jspecify.annotations.Nullable;

/** A {@code server} line while it is read. */
final class ServerDraft {
    final String name;
    final Origin origin;
    private final Destination destination;

    @Nullable
    String cookie;

    boolean checked;
    int checkPort;
    long intervalMs = Limits.DEFAULT_CHECK_INTERVAL_MS;
    int rise = Limits.DEFAULT_RISE;
    int fall = Limits.DEFAULT_FALL;
    boolean backup;
    boolean disabled;
    int weight = 1;
    int minConnections;
    int maxConnections;
    int maxQueue;

    @Nullable
    Address source;

    @Nullable
    Foreign foreign;

    ServerDraft(String name, Origin origin, Destination destination) {
        this.name = name;
        this.origin = origin;
        this.destination = destination;
    }

    boolean hasPorts() {
        return destination.endpoint() instanceof Address;
    }

    /** The port of checks; 0 where there is none; the first listener's stands in for the one a client connected to. */
    int effectiveCheckPort(int listenerPort) {
        if (checkPort != 0 || !(destination.endpoint() instanceof Address address)) {
            return checkPort;
        }
        if (!destination.relative()) {
            return address.port();
        }
        int port = listenerPort + destination.portOffset();
        return listenerPort == 0 || port < 1 || port > Limits.MAX_PORT ? 0 : port;
    }

    ServerConfig build(@Nullable Source proxySource, int listenerPort) {
        int maximum = Math.max(minConnections, maxConnections);
        return new ServerConfig(
                name,
                destination.endpoint(),
                destination.relative(),
                destination.portOffset(),
                cookie,
                checked,
                effectiveCheckPort(listenerPort),
                intervalMs,
                rise,
                fall,
                backup,
                disabled,
                weight,
                minConnections == 0 ? maximum : minConnections,
                maximum,
                maxQueue,
                source == null ? proxySource : buildSource(source));
    }

    private Source buildSource(Address address) {
        return foreign == null
                ? new Source(address, Spoof.NONE, null)
                : new Source(address, foreign.spoof(), foreign.address());
    }
}
