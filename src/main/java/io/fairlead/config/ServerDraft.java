package io.fairlead.config;

import io.fairlead.config.Addresses.ServerAddress;
import io.fairlead.config.BackendConfig.ServerConfig;
import io.fairlead.config.ProxyConfig.Origin;
import org.jspecify.annotations.Nullable;

/** A {@code server} line while it is read. */
final class ServerDraft {
    final String name;
    final Origin origin;
    private final ServerAddress address;

    @Nullable
    String cookie;

    boolean checked;
    long intervalMs = Limits.DEFAULT_CHECK_INTERVAL_MS;
    int rise = Limits.DEFAULT_RISE;
    int fall = Limits.DEFAULT_FALL;
    int weight = 1;
    int minConnections;
    int maxConnections;

    ServerDraft(String name, Origin origin, ServerAddress address) {
        this.name = name;
        this.origin = origin;
        this.address = address;
    }

    /** False where the port depends on the client's connection. */
    boolean hasFixedPort() {
        return !address.relative();
    }

    ServerConfig build() {
        int maximum = Math.max(minConnections, maxConnections);
        return new ServerConfig(
                name,
                new Address(address.ip(), address.relative() ? 0 : address.port()),
                address.relative(),
                address.relative() ? address.port() : 0,
                cookie,
                checked,
                address.relative() ? 0 : address.port(),
                intervalMs,
                rise,
                fall,
                false,
                false,
                weight,
                minConnections == 0 ? maximum : minConnections,
                maximum,
                0,
                null);
    }
}
