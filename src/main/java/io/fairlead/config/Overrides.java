package io.fairlead.config;

/**
 * What the command line says about numbers of a configuration.
 *
 * @param maxConnections {@code -n}: replaces the global {@code maxconn}; 0: nothing said
 * @param proxyMaxConnections {@code -N}: the {@code maxconn} of proxies that set none; 0: nothing said
 */
public record Overrides(int maxConnections, int proxyMaxConnections) {

    /** A command line that says nothing. */
    public static final Overrides NONE = new Overrides(0, 0);
}
