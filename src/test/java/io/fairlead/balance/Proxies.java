package io.fairlead.balance;

import io.fairlead.config.Address;
import io.fairlead.config.BackendConfig;
import io.fairlead.config.BackendConfig.Algorithm;
import io.fairlead.config.BackendConfig.ServerConfig;
import io.fairlead.config.Captures;
import io.fairlead.config.Endpoint;
import io.fairlead.config.HttpRules;
import io.fairlead.config.ProxyConfig;
import io.fairlead.config.ProxyConfig.Mode;
import io.fairlead.config.ProxyConfig.Option;
import io.fairlead.config.ProxyConfig.Origin;
import io.fairlead.config.ServerCheck;
import io.fairlead.config.Source;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Configurations of backends, said briefly. */
public final class Proxies {
    public static final CheckResult PASSED = new CheckResult(CheckStatus.L4OK, 0, "", 1);
    public static final CheckResult FAILED = new CheckResult(CheckStatus.L4CON, 0, "Connection refused", 1);

    private final List<ServerConfig> servers = new ArrayList<>();
    private final Set<Option> options = EnumSet.noneOf(Option.class);
    private String name = "farm";
    private @Nullable Algorithm algorithm = Algorithm.ROUND_ROBIN;
    private @Nullable Endpoint dispatch;
    private int fullConnections;
    private long checkTimeoutMs;
    private @Nullable ServerCheck check;

    /** A server line while it is written: 127.0.0.1, rise 2, fall 3, inter 1000, weight 1, not checked. */
    public static final class Line {
        private String name = "";
        private Endpoint endpoint = new Address(InetAddress.getLoopbackAddress(), 0);
        private @Nullable String cookie;
        private boolean checked;
        private int checkPort;
        private long intervalMs = 1000;
        private boolean backup;
        private boolean disabled;
        private int weight = 1;
        private int minConnections;
        private int maxConnections;
        private int maxQueue;
        private @Nullable Source source;

        public Line name(String value) {
            name = value;
            return this;
        }

        public Line at(Endpoint value) {
            endpoint = value;
            return this;
        }

        Line cookie(@Nullable String value) {
            cookie = value;
            return this;
        }

        /** Checked at a port of 127.0.0.1. */
        public Line checked(int port, long everyMs) {
            checked = true;
            checkPort = port;
            intervalMs = everyMs;
            return this;
        }

        public Line backup() {
            backup = true;
            return this;
        }

        public Line disabled() {
            disabled = true;
            return this;
        }

        Line weight(int value) {
            weight = value;
            return this;
        }

        Line maxconn(int value) {
            return limits(value, value);
        }

        Line limits(int minconn, int maxconn) {
            minConnections = minconn;
            maxConnections = maxconn;
            return this;
        }

        Line maxqueue(int value) {
            maxQueue = value;
            return this;
        }

        public Line source(Source value) {
            source = value;
            return this;
        }

        private ServerConfig build(int number) {
            return new ServerConfig(
                    name.isEmpty() ? "s" + number : name,
                    endpoint,
                    false,
                    0,
                    cookie,
                    checked,
                    checkPort,
                    intervalMs,
                    2,
                    3,
                    backup,
                    disabled,
                    weight,
                    minConnections,
                    maxConnections,
                    maxQueue,
                    source);
        }
    }

    public Proxies name(String value) {
        name = value;
        return this;
    }

    Proxies options(Option... more) {
        options.addAll(List.of(more));
        return this;
    }

    Proxies redispatch() {
        return options(Option.REDISPATCH);
    }

    /** {@code balance source}. */
    Proxies source() {
        algorithm = Algorithm.SOURCE;
        return this;
    }

    /** No {@code balance}. */
    Proxies unbalanced() {
        algorithm = null;
        return this;
    }

    Proxies dispatch() {
        dispatch = new Address(InetAddress.getLoopbackAddress(), 1);
        return unbalanced();
    }

    Proxies fullconn(int connections) {
        fullConnections = connections;
        return this;
    }

    public Proxies timeoutCheck(long ms) {
        checkTimeoutMs = ms;
        return this;
    }

    public Proxies check(ServerCheck value) {
        check = value;
        return this;
    }

    public Proxies httpchk(String method, String uri, String version) {
        return check(new ServerCheck.Http(method, uri, version));
    }

    public Proxies server(UnaryOperator<Line> line) {
        servers.add(line.apply(new Line()).build(servers.size() + 1));
        return this;
    }

    Proxies weights(int... weights) {
        Arrays.stream(weights).forEach(weight -> server(line -> line.weight(weight)));
        return this;
    }

    Proxies maxconn(int... maxima) {
        Arrays.stream(maxima).forEach(highest -> server(line -> line.maxconn(highest)));
        return this;
    }

    Proxies server(int weight, int minconn, int maxconn) {
        return server(line -> line.weight(weight).limits(minconn, maxconn));
    }

    Proxies cookies(@Nullable String... cookies) {
        Arrays.stream(cookies).forEach(cookie -> server(line -> line.cookie(cookie)));
        return this;
    }

    /** A backend that begins at time 0. */
    public Backend backend() {
        BackendConfig backend = new BackendConfig(
                List.copyOf(servers),
                algorithm,
                dispatch,
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
        ProxyConfig proxy = new ProxyConfig(
                name,
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
                new Origin("test.cfg", 1, 1));
        return new Backend(proxy, 0);
    }
}
