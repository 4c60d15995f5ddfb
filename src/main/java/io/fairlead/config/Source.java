package io.fairlead.config;

import org.jspecify.annotations.Nullable;

/**
 * {@code source <address>[:<port>] [usesrc <address>[:<port>]|client|clientip]}: what connections to servers come from.
 *
 * @param address port 0: any
 * @param spoof whose address the server sees, where not {@code address} (IP_TRANSPARENT, ip(7))
 * @param spoofed of {@link Spoof#ADDRESS}, else null
 */
public record Source(Address address, Spoof spoof, @Nullable Address spoofed) {

    /** {@code usesrc}. */
    public enum Spoof {
        NONE,
        /** A fixed address. */
        ADDRESS,
        /** The client's address and port. */
        CLIENT,
        /** The client's address, any port. */
        CLIENT_IP
    }
}
