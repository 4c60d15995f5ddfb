package io.fairlead.config;

import org.jspecify.annotations.Nullable;

/**
 * What the command line says in place of a configuration.
 *
 * @param maxConnections {@code -n}: replaces the global {@code maxconn}; 0: nothing said
 * @param proxyMaxConnections {@code -N}: the {@code maxconn} of proxies that set none; 0: nothing said
 * @param daemon {@code -D}
 * @param foreground {@code -db}: neither {@code daemon} nor {@code quiet}, wherever they are said
 * @param debug {@code -d}
 * @param quiet {@code -q}, {@code -D}
 * @param copy {@code -dS}: as {@code nosplice}
 * @param pidfile {@code -p}, or null
 */
public record Overrides(
        int maxConnections,
        int proxyMaxConnections,
        boolean daemon,
        boolean foreground,
        boolean debug,
        boolean quiet,
        boolean copy,
        @Nullable String pidfile) {

    /** A command line that says nothing. */
    public static final Overrides NONE = new Overrides(0, 0, false, false, false, false, false, null);
}
