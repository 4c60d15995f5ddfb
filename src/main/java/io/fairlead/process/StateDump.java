package io.fairlead.process;

import io.fairlead.balance.Backend;
import io.fairlead.balance.Counters;
import io.fairlead.balance.Server;
import io.fairlead.config.ProxyConfig;
import io.fairlead.session.Frontend;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** HAProxy's answer to SIGHUP: a line for each server and one for each proxy, which operators' scripts read. */
final class StateDump {
    /**
     * What is said of one proxy.
     *
     * @param lines as they go to standard error, and after the banner to the proxy's logs
     */
    record Paragraph(ProxyConfig proxy, List<String> lines) {}

    private StateDump() {}

    static String banner(ProxyConfig proxy) {
        return "SIGHUP received, dumping servers states for proxy " + proxy.name() + ".";
    }

    /** In the order of the configuration. */
    static List<Paragraph> of(List<ProxyConfig> proxies, List<Frontend> frontends, List<Backend> backends) {
        List<Paragraph> paragraphs = new ArrayList<>();
        for (ProxyConfig proxy : proxies) {
            Frontend frontend = frontends.stream()
                    .filter(each -> each.proxy().equals(proxy))
                    .findFirst()
                    .orElse(null);
            Backend backend = backends.stream()
                    .filter(each -> each.proxy().equals(proxy))
                    .findFirst()
                    .orElse(null);
            if (frontend != null || backend != null) {
                paragraphs.add(new Paragraph(proxy, lines(proxy, frontend, backend)));
            }
        }
        return paragraphs;
    }

    private static List<String> lines(ProxyConfig proxy, @Nullable Frontend frontend, @Nullable Backend backend) {
        List<Server> servers = backend == null ? List.of() : backend.servers();
        List<String> lines = new ArrayList<>();
        servers.forEach(server -> lines.add(line(proxy, server)));
        lines.add("SIGHUP: Proxy " + proxy.name() + " " + state(servers) + " " + load(frontend, backend));
        return lines;
    }

    private static String line(ProxyConfig proxy, Server server) {
        return "SIGHUP: Server %s/%s is %s. Conn: %d act, %d pend, %d tot."
                .formatted(
                        proxy.name(),
                        server.name(),
                        server.isUp() ? "UP" : "DOWN",
                        server.sessions(),
                        server.queued(),
                        server.counters().sessions.sum());
    }

    private static String state(List<Server> servers) {
        if (servers.isEmpty()) {
            return "has no servers.";
        }
        long backup = up(servers, true);
        long active = up(servers, false);
        if (active > 0) {
            return "has %d active servers and %d backup servers available.".formatted(active, backup);
        }
        return backup > 0 ? "is running on backup servers !" : "has no server available !";
    }

    private static long up(List<Server> servers, boolean backup) {
        return servers.stream()
                .filter(server -> server.isUp() && server.config().backup() == backup)
                .count();
    }

    private static String load(@Nullable Frontend frontend, @Nullable Backend backend) {
        Counters front = frontend == null ? new Counters() : frontend.counters();
        Counters back = backend == null ? new Counters() : backend.counters();
        int unassigned = backend == null ? 0 : backend.queued();
        int pending = backend == null
                ? 0
                : unassigned
                        + backend.servers().stream().mapToInt(Server::queued).sum();
        return "Conn: act(FE+BE): %d+%d, %d pend (%d unass), tot(FE+BE): %d+%d."
                .formatted(
                        front.current(),
                        backend == null ? 0 : backend.sessions(),
                        pending,
                        unassigned,
                        front.sessions.sum(),
                        back.sessions.sum());
    }
}
