package io.fairlead.config;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** The outside world as a configuration sees it. */
interface Environment {

    /** The value of an environment variable, or null where it is not set. */
    @Nullable
    String variable(String name);

    /** The address of a host name, an IPv4 one where there is one; null where the name does not resolve. */
    @Nullable
    InetAddress resolve(String hostName);
}
