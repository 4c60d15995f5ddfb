package io.fairlead.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The serving half of a proxy. Timeouts are in milliseconds; 0 means none.
 *
 * @param servers in declaration order; may be empty (a backend for statistics)
 * @param fullConnections {@code fullconn}: the load at which servers get their full maxconn; 0 where unset
 * @param retries connection attempts after the first
 * @param connectTimeoutMs {@code timeout connect}, {@code contimeout}
 * @param serverTimeoutMs {@code timeout server}, {@code srvtimeout}: server inactivity
 * @param queueTimeoutMs {@code timeout queue}; resolved: the connect timeout where unset
 * @param checkTimeoutMs {@code timeout check}; 0: the server's check interval bounds the whole check
 * @param httpCheck {@code option httpchk}, or null: a check is a connection
 */
public record BackendConfig(
        List<ServerConfig> servers,
        int fullConnections,
        int retries,
        long connectTimeoutMs,
        long serverTimeoutMs,
        long queueTimeoutMs,
        long checkTimeoutMs,
        @Nullable HttpCheck httpCheck,
        @Nullable CookieConfig cookie,
        @Nullable StatsConfig stats) {

    /** {@code option httpchk [method] uri [version]}; the version may carry headers after {@code \r\n}. */
    public record HttpCheck(String method, String uri, String version) {}

    /** {@code cookie <name> insert indirect [nocache]}: the one mode built. */
    public record CookieConfig(String name, boolean noCache) {}

    /** {@code stats uri <prefix>}. */
    public record StatsConfig(String uriPrefix) {}

    /**
     * {@code server <name> <address> …}.
     *
     * @param address resolved address; its port is ignored where {@code relativePort} is set
     * @param relativePort true for {@code ip}, {@code ip:+n}, {@code ip:-n}: the port the client connected to plus
     *     {@code portOffset}
     * @param cookie persistence value, or null
     * @param checked {@code check}
     * @param intervalMs {@code inter}
     * @param weight 1 to 256
     * @param minConnections {@code minconn}; equals maxConnections where unset
     * @param maxConnections {@code maxconn}; 0: no limit, no queue
     */
    public record ServerConfig(
            String name,
            Address address,
            boolean relativePort,
            int portOffset,
            @Nullable String cookie,
            boolean checked,
            long intervalMs,
            int rise,
            int fall,
            int weight,
            int minConnections,
            int maxConnections) {}
}
