package io.fairlead.config;

import java.net.InetAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A small world without a network: two host names, three environment variables. */
final class FakeEnvironment implements Environment {
    private static final Map<String, String> HOSTS = Map.of("localhost", "127.0.0.1", "www.example.com", "192.0.2.80");
    private static final Map<String, String> VARIABLES =
            Map.of("PORT", "8080", "HOST_NAME", "www.example.com", "WITH_BLANK", "a b");

    @Override
    public @Nullable String variable(String name) {
        return VARIABLES.get(name);
    }

    @Override
    public @Nullable InetAddress resolve(String hostName) {
        String address = HOSTS.get(hostName);
        return address == null ? null : InetAddress.ofLiteral(address);
    }
}
