package io.fairlead.config;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The process's own environment and the system's resolver; each name is asked for once. */
final class SystemEnvironment implements Environment {
    private final Map<String, Optional<InetAddress>> resolved = new HashMap<>();

    @Override
    public @Nullable String variable(String name) {
        return System.getenv(name);
    }

    @Override
    public @Nullable InetAddress resolve(String hostName) {
        return resolved.computeIfAbsent(hostName, SystemEnvironment::ask).orElse(null);
    }

    private static Optional<InetAddress> ask(String hostName) {
        try {
            InetAddress[] all = InetAddress.getAllByName(hostName);
            return Arrays.stream(all)
                    .filter(Inet4Address.class::isInstance)
                    .findFirst()
                    .or(() -> Arrays.stream(all).findFirst());
        } catch (UnknownHostException _) {
            return Optional.empty();
        }
    }
}
