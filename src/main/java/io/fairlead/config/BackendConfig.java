package io.fairlead.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The serving half of a proxy. Timeouts are in milliseconds; 0 means none.
 *
 * @param servers in declaration order; may be empty (a backend for statistics)
 * @param algorithm {@code balance}; null: only cookies lead to servers, all else to {@code dispatch} or, with
 *     {@code transparent}, to where the client meant to go
 * @param dispatch {@code dispatch}, or null
 * @param source {@code source}: of servers that name none of their own, or null
 * @param fullConnections {@code fullconn}: the load at which servers get their full maxconn; 0 where unset
 * @param retries connection attempts after the first
 * @param connectTimeoutMs {@code timeout connect}, {@code contimeout}
 * @param serverTimeoutMs {@code timeout server}, {@code srvtimeout}: server inactivity
 * @param queueTimeoutMs {@code timeout queue}; resolved: the connect timeout where unset
 * @param tarpitTimeoutMs {@code timeout tarpit}; resolved: the connect timeout where unset
 * @param checkTimeoutMs {@code timeout check}; 0: the server's check interval bounds the whole check
 * @param check {@code option httpchk} and its like, or null: a check is a connection
 */
public record BackendConfig(
        List<ServerConfig> servers,
        @Nullable Algorithm algorithm,
        @Nullable Endpoint dispatch,
        @Nullable Source source,
        int fullConnections,
        int retries,
        long connectTimeoutMs,
        long serverTimeoutMs,
        long queueTimeoutMs,
        long tarpitTimeoutMs,
        long checkTimeoutMs,
        @Nullable ServerCheck check,
        @Nullable CookieConfig cookie,
        @Nullable AppSession appSession,
        @Nullable StatsConfig stats) {

    /** {@code balance}. */
    public enum Algorithm {
        ROUND_ROBIN,
        SOURCE
    }

    /** {@code cookie <name> [rewrite|insert|prefix] [indirect] [nocache] [postonly]}. */
    public record CookieConfig(String name, Mode mode, boolean indirect, boolean noCache, boolean postOnly) {
        /** Who writes the cookie. */
        public enum Mode {
            /** The server; it is only read. */
            PASSIVE,
            REWRITE,
            INSERT,
            PREFIX
        }
    }

    /** {@code appsession <cookie> len <length> timeout <time>}. */
    public record AppSession(String cookie, int lengthBytes, long timeoutMs) {}

    /**
     * The {@code stats} lines.
     *
     * @param accounts who may see the page; empty: everybody
     * @param scope names of the proxies shown ({@code .} resolved to the proxy's own); empty: all
     * @param refreshSeconds {@code stats refresh}; 0: only when asked
     * @param hideVersion {@code stats hide-version}
     */
    public record StatsConfig(
            String uriPrefix,
            String realm,
            List<Account> accounts,
            List<String> scope,
            int refreshSeconds,
            boolean hideVersion) {
        /** {@code stats auth <user>:<password>}. */
        public record Account(String user, String password) {}
    }

    /**
     * {@code server <name> <address> …}.
     *
     * @param endpoint resolved; the port of an {@link Address} is ignored where {@code relativePort} is set
     * @param relativePort true for {@code ip}, {@code ip:+n}, {@code ip:-n}: the port the client connected to plus
     *     {@code portOffset}
     * @param cookie persistence value, or null
     * @param checked {@code check}
     * @param checkPort {@code port}; resolved: the server's own, or the first listener's; 0: the endpoint has none
     * @param intervalMs {@code inter}
     * @param backup only used while no other server is up
     * @param disabled in maintenance from the start
     * @param weight 1 to 256
     * @param minConnections {@code minconn}; equals maxConnections where unset
     * @param maxConnections {@code maxconn}; 0: no limit, no queue
     * @param maxQueue {@code maxqueue}: the most who may wait for it; 0: no limit
     * @param source {@code source}; resolved: the backend's where unset; or null
     */
    public record ServerConfig(
            String name,
            Endpoint endpoint,
            boolean relativePort,
            int portOffset,
            @Nullable String cookie,
            boolean checked,
            int checkPort,
            long intervalMs,
            int rise,
            int fall,
            boolean backup,
            boolean disabled,
            int weight,
            int minConnections,
            int maxConnections,
            int maxQueue,
            @Nullable Source source) {}
}
