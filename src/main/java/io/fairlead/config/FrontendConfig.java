package io.fairlead.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The listening half of a proxy. Timeouts are in milliseconds; 0 means none.
 *
 * @param binds one address per listening port, ranges expanded
 * @param maxConnections {@code maxconn}
 * @param monitorUri {@code monitor-uri}, or null
 * @param defaultBackend name of the backend used when no rule matches, or null; a {@code listen} uses itself
 * @param switchRules {@code reqsetbe} and {@code reqisetbe} in order
 * @param clientTimeoutMs {@code timeout client}, {@code clitimeout}: client inactivity
 * @param httpRequestTimeoutMs {@code timeout http-request}: a complete request head; 0: the client timeout
 * @param keepAliveTimeoutMs {@code timeout http-keep-alive}: the first byte of a next request; 0: the request timeout
 */
public record FrontendConfig(
        List<Address> binds,
        int maxConnections,
        @Nullable String monitorUri,
        @Nullable String defaultBackend,
        List<SwitchRule> switchRules,
        long clientTimeoutMs,
        long httpRequestTimeoutMs,
        long keepAliveTimeoutMs) {

    /**
     * {@code reqsetbe <regex> <backend>}: a head line that matches sends the request to a backend.
     *
     * @param regex POSIX extended expression, already known to compile
     */
    public record SwitchRule(String regex, boolean ignoreCase, String backend) {}
}
