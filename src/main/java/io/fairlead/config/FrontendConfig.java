package io.fairlead.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The listening half of a proxy. Timeouts are in milliseconds; 0 means none.
 *
 * @param binds one for each listening port, ranges expanded
 * @param maxConnections {@code maxconn}
 * @param monitorUri {@code monitor-uri}, or null
 * @param monitorNet {@code monitor-net}, or null
 * @param defaultBackend name of the backend used when no rule matches, or null; a {@code listen} uses itself
 * @param graceMs {@code grace}: how long it goes on listening after a soft stop
 * @param clientTimeoutMs {@code timeout client}, {@code clitimeout}: client inactivity
 * @param httpRequestTimeoutMs {@code timeout http-request}: a complete request head; 0: the client timeout
 * @param keepAliveTimeoutMs {@code timeout http-keep-alive}: the first byte of a next request; 0: the request timeout
 */
public record FrontendConfig(
        List<Bind> binds,
        int maxConnections,
        @Nullable String monitorUri,
        @Nullable Network monitorNet,
        @Nullable String defaultBackend,
        long graceMs,
        long clientTimeoutMs,
        long httpRequestTimeoutMs,
        long keepAliveTimeoutMs) {

    /**
     * One listening socket.
     *
     * @param onlyIpv6 {@code v6only}; false: an IPv6 wildcard takes IPv4 clients too
     * @param transparent {@code transparent}: an address that need not be ours (IP_TRANSPARENT)
     * @param access who may connect to a UNIX socket, or null: whom the umask lets
     */
    public record Bind(
            Endpoint endpoint,
            boolean onlyIpv6,
            boolean transparent,
            @Nullable Access access) {}
}
