package io.fairlead.config;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One proxy: a {@code frontend}, a {@code backend}, or a {@code listen}, which is both.
 *
 * @param options every {@code option} in force, inherited ones included
 * @param forwardFor {@code option forwardfor}, or null
 * @param rules {@code req*} and {@code rsp*}
 * @param errors {@code errorloc*} and {@code errorfile} by the status they replace
 * @param logs where its sessions are logged; empty: the global targets
 * @param frontend the listening half, or null
 * @param backend the serving half, or null
 * @param origin where it was declared
 */
public record ProxyConfig(
        String name,
        Mode mode,
        boolean disabled,
        Set<Option> options,
        @Nullable ForwardFor forwardFor,
        HttpRules rules,
        Captures captures,
        Map<Integer, ErrorAnswer> errors,
        List<LogTarget> logs,
        @Nullable FrontendConfig frontend,
        @Nullable BackendConfig backend,
        Origin origin) {

    /** {@code mode}. */
    public enum Mode {
        TCP,
        HTTP,
        HEALTH
    }

    /** The options that are either on or off. */
    public enum Option {
        HTTPLOG,
        TCPLOG,
        LOGASAP,
        DONTLOGNULL,
        HTTPCLOSE,
        FORCECLOSE,
        CHECKCACHE,
        PERSIST,
        REDISPATCH,
        ALLBACKUPS,
        ABORTONCLOSE,
        /** {@code clitcpka}, {@code tcpka}. */
        CLIENT_KEEPALIVE,
        /** {@code srvtcpka}, {@code tcpka}. */
        SERVER_KEEPALIVE,
        /** {@code transparent} as an option or a keyword of its own. */
        TRANSPARENT,
        TCPSPLICE,
        /** {@code tcpsplice packet}: nothing else will do. */
        TCPSPLICE_PACKET,
        /** {@code tcpsplice pipe}: nothing else is wanted. */
        TCPSPLICE_PIPE,
        SPLICE_REQUEST,
        SPLICE_RESPONSE,
        SPLICE_AUTO
    }

    /** A line of a configuration file; line and column count from 1. */
    public record Origin(String file, int line, int column) {}

    public boolean has(Option option) {
        return options.contains(option);
    }
}
