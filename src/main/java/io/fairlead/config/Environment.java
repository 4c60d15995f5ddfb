package io.fairlead.config;

import java.io.IOException;
import java.net.InetAddress;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The outside world as a configuration sees it. */
interface Environment {

    /** The value of an environment variable, or null where it is not set. */
    @Nullable
    String variable(String name);

    /** The address of a host name, an IPv4 one where there is one; null where the name does not resolve. */
    @Nullable
    InetAddress resolve(String hostName);

    /** The number of a user of this machine (passwd(5)). */
    OptionalInt userId(String name);

    /** The number of a group of this machine (group(5)). */
    OptionalInt groupId(String name);

    /** The first {@code maxBytes} bytes of a file. */
    byte[] read(String path, int maxBytes) throws IOException;
}
