package io.fairlead.admin;

import io.fairlead.balance.Backend;
import io.fairlead.balance.CheckResult;
import io.fairlead.balance.CheckStatus;
import io.fairlead.balance.Server;
import io.fairlead.config.Address;
import io.fairlead.config.BackendConfig;
import io.fairlead.config.BackendConfig.Algorithm;
import io.fairlead.config.BackendConfig.ServerConfig;
import io.fairlead.config.Captures;
import io.fairlead.config.FrontendConfig;
import io.fairlead.config.HttpRules;
import io.fairlead.config.ProxyConfig;
import io.fairlead.config.ProxyConfig.Mode;
import io.fairlead.loop.Clock;
import io.fairlead.session.Frontend;
import io.fairlead.session.Gate;
import io.fairlead.splice.PacketView;
import io.fairlead.splice.SpliceCounters;
import io.fairlead.splice.SpliceTunables;
import io.fairlead.splice.SplicedPair;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A small proxy to read: a frontend, a backend with two servers, and a TCP listen whose name is hostile. */
final class Fixture implements Clock {
    static final CheckResult PASSED = new CheckResult(CheckStatus.L7OK, 200, "OK", 3);
    static final CheckResult FAILED = new CheckResult(CheckStatus.L7STS, 500, "Oh, \"no\"", 12);
    static final String HOSTILE = "<b>\"x'&";

    final ProxyConfig pub = proxy("public", Mode.HTTP, false, listening(8000), null);
    final ProxyConfig app =
            proxy("app", Mode.HTTP, false, null, serving(List.of(server("s1", true, 3), server("s2", false, 4)), 400));
    final ProxyConfig tcp =
            proxy(HOSTILE, Mode.TCP, false, listening(0), serving(List.of(server(HOSTILE, true, 1)), 0));
    final ProxyConfig off = proxy("switched-off", Mode.HTTP, true, null, serving(List.of(), 0));

    final Frontend publicFrontend = new Frontend(pub, Map.of(), null);
    final Frontend tcpFrontend = new Frontend(tcp, Map.of(), null);
    final Backend appBackend = new Backend(app, 0);
    final Backend tcpBackend = new Backend(tcp, 0);
    final SpliceCounters splice = new SpliceCounters();
    List<SplicedPair> pairs = List.of();
    final SpliceTunables tunables = new SpliceTunables();
    long nowNs = 5_000_000_000L;

    final Statistics statistics = statistics(new PacketView() {
        @Override
        public List<SplicedPair> pairs() {
            return pairs;
        }

        @Override
        public SpliceTunables tunables() {
            return tunables;
        }
    });

    /** @param packets null: the kernel joins nothing */
    Statistics statistics(@Nullable PacketView packets) {
        return new Statistics(
                new Facts("1.2.3", 4711, 1, 1, 2, 20_031, 10_000, 2_500),
                this,
                new Gate(10_000),
                splice,
                packets,
                List.of(tcp, app, off, pub),
                List.of(publicFrontend, tcpFrontend),
                List.of(appBackend, tcpBackend, new Backend(off, 0)));
    }

    @Override
    public long nanoTime() {
        return nowNs;
    }

    @Override
    public long wallTimeMs() {
        return nowNs / 1_000_000;
    }

    /** Time passes, and the counters are looked at. */
    void passes(long ms) {
        nowNs += ms * 1_000_000;
        statistics.look();
    }

    /** The row of this name in the table of that name. */
    Row row(String proxy, String row) {
        return statistics
                .rows()
                .filter(one -> one.proxy().equals(proxy) && one.name().equals(row))
                .findFirst()
                .orElseThrow();
    }

    Server server(String name) {
        return appBackend.servers().stream()
                .filter(server -> server.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static ProxyConfig proxy(
            String name, Mode mode, boolean off, @Nullable FrontendConfig frontend, @Nullable BackendConfig backend) {
        ProxyConfig.Origin origin = new ProxyConfig.Origin("test.cfg", 1, 1);
        return new ProxyConfig(
                name,
                mode,
                off,
                Set.of(),
                null,
                HttpRules.NONE,
                Captures.NONE,
                Map.of(),
                List.of(),
                frontend,
                backend,
                origin);
    }

    private static FrontendConfig listening(int maxConnections) {
        return new FrontendConfig(List.of(), maxConnections, null, null, null, 0, 0, 0, 0);
    }

    private static BackendConfig serving(List<ServerConfig> servers, int fullConnections) {
        return new BackendConfig(
                servers, Algorithm.ROUND_ROBIN, null, null, fullConnections, 3, 0, 0, 0, 0, 0, null, null, null, null);
    }

    private static ServerConfig server(String name, boolean checked, int weight) {
        Address address = new Address(InetAddress.getLoopbackAddress(), 80);
        return new ServerConfig(
                name, address, false, 0, null, checked, 80, 2_000, 2, 3, false, false, weight, 50, 50, 0, null);
    }
}
