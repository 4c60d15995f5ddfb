package io.fairlead.balance;

import io.fairlead.config.Address;
import io.fairlead.config.BackendConfig;
import io.fairlead.config.BackendConfig.Algorithm;
import io.fairlead.config.BackendConfig.ServerConfig;
import io.fairlead.config.Captures;
import io.fairlead.config.HttpRules;
import io.fairlead.config.ProxyConfig;
import io.fairlead.config.ProxyConfig.Mode;
import io.fairlead.config.ProxyConfig.Option;
import io.fairlead.config.ProxyConfig.Origin;
import io.fairlead.config.ServerCheck;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Configurations of backends, said briefly. */
public final class Proxies {
    public static final CheckResult PASSED = new CheckResult(CheckStatus.L4OK, 0, "", 1);
    public static final CheckResult FAILED = new CheckResult(CheckStatus.L4CON, 0, "Connection refused", 1);

    private final List<ServerConfig> servers = new ArrayList<>();
    private Set<Option> options = Set.of();
    private int fullConnections;
    private long checkTimeoutMs;
    private @Nullable ServerCheck check;

    public Proxies redispatch() {
        options = Set.of(Option.REDISPATCH);
        return this;
    }

    Proxies fullconn(int connections) {
        fullConnections = connections;
        return this;
    }

    public Proxies timeoutCheck(long ms) {
        checkTimeoutMs = ms;
        return this;
    }

    public Proxies httpchk(String method, String uri, String version) {
        check = new ServerCheck.Http(method, uri, version);
        return this;
    }

    public Proxies server(ServerConfig server) {
        servers.add(server);
        return this;
    }

    Proxies weights(int... weights) {
        Arrays.stream(weights).mapToObj(weight -> limited(weight, 0, 0)).forEach(servers::add);
        return this;
    }

    Proxies maxconn(int... maxima) {
        Arrays.stream(maxima).mapToObj(highest -> limited(1, highest, highest)).forEach(servers::add);
        return this;
    }

    Proxies server(int weight, int minconn, int maxconn) {
        return server(limited(weight, minconn, maxconn));
    }

    Proxies cookies(@Nullable String... cookies) {
        Arrays.stream(cookies)
                .map(cookie -> config(cookie, true, 1000, 0, 1, 0, 0))
                .forEach(servers::add);
        return this;
    }

    private ServerConfig limited(int weight, int minconn, int maxconn) {
        return config(null, true, 1000, 0, weight, minconn, maxconn);
    }

    /** A server to be checked at a port of 127.0.0.1, rise 2, fall 3. */
    public static ServerConfig checked(int port, long intervalMs) {
        return config(null, true, intervalMs, port, 1, 0, 0);
    }

    public static ServerConfig unchecked(int port) {
        return config(null, false, 1000, port, 1, 0, 0);
    }

    private static ServerConfig config(
            @Nullable String cookie, boolean checked, long intervalMs, int port, int weight, int minconn, int maxconn) {
        Address address = new Address(InetAddress.getLoopbackAddress(), port);
        return new ServerConfig(
                "s",
                address,
                false,
                0,
                cookie,
                checked,
                port,
                intervalMs,
                2,
                3,
                false,
                false,
                weight,
                minconn,
                maxconn,
                0,
                null);
    }

    public Backend backend() {
        BackendConfig backend = new BackendConfig(
                List.copyOf(servers),
                Algorithm.ROUND_ROBIN,
                null,
                null,
                fullConnections,
                3,
                5000,
                0,
                0,
                0,
                checkTimeoutMs,
                check,
                null,
                null,
                null);
        return new Backend(new ProxyConfig(
                "farm",
                Mode.HTTP,
                false,
                options,
                null,
                HttpRules.NONE,
                Captures.NONE,
                Map.of(),
                List.of(),
                null,
                backend,
                new Origin("test.cfg", 1, 1)), 0);
    }
}
