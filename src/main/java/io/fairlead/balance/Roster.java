package io.fairlead.balance;

import io.fairlead.config.BackendConfig;
import io.fairlead.config.BackendConfig.ServerConfig;
import io.fairlead.config.ProxyConfig;
import io.fairlead.config.ProxyConfig.Option;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The servers of a backend, and which of them balancing may choose now. Changed under the backend's lock. */
final class Roster {
    private final List<Server> servers;
    private final boolean balanced;
    private final boolean allBackups;
    private final boolean passesOn;
    private volatile Candidates candidates;
    private volatile Uptime uptime;

    /** @param nowMs time of day */
    Roster(ProxyConfig proxy, BackendConfig config, long nowMs) {
        balanced = config.algorithm() != null;
        passesOn = !balanced && (config.dispatch() != null || proxy.has(Option.TRANSPARENT));
        allBackups = proxy.has(Option.ALLBACKUPS);
        servers = servers(config, nowMs);
        candidates = chosen();
        uptime = Uptime.since(nowMs, isUp());
    }

    private static List<Server> servers(BackendConfig config, long nowMs) {
        List<Server> servers = new ArrayList<>();
        for (ServerConfig each : config.servers()) {
            long namesakes = servers.stream()
                    .filter(earlier -> earlier.name().equals(each.name()))
                    .count();
            servers.add(new Server(each, config.fullConnections(), (int) namesakes, nowMs));
        }
        return List.copyOf(servers);
    }

    /** A server's state has changed: balancing chooses anew. */
    void choose(long nowMs) {
        candidates = chosen();
        uptime = uptime.next(isUp(), nowMs);
    }

    private Candidates chosen() {
        Candidates chosen = new Candidates(servers, allBackups);
        for (Server server : servers) {
            server.candidate = false;
        }
        for (Server server : chosen.servers()) {
            server.candidate = balanced;
        }
        return chosen;
    }

    private boolean isUp() {
        return !candidates.isEmpty() || servers.isEmpty() || passesOn;
    }

    /** Forgets what was counted of going up and down. */
    void clearCounters() {
        uptime = uptime.cleared();
        servers.forEach(server -> server.become(server.state().cleared()));
    }

    /** In declaration order. */
    List<Server> servers() {
        return servers;
    }

    Candidates candidates() {
        return candidates;
    }

    Uptime uptime() {
        return uptime;
    }

    /** Whether what no server is wanted for goes to {@code dispatch}, or where the client meant to go. */
    boolean passesOn() {
        return passesOn;
    }

    /**
     * The server whose cookie is the bytes from {@code from} to before {@code to}: the first in order that is up, or
     * else the first; null where there is none.
     */
    @Nullable
    Server byCookie(ByteBuffer bytes, int from, int to) {
        Server down = null;
        for (int i = 0; i < servers.size(); i++) { // no iterator: runs for every request
            Server server = servers.get(i);
            if (server.hasCookie(bytes, from, to)) {
                if (server.isUp()) {
                    return server;
                }
                down = down == null ? server : down;
            }
        }
        return down;
    }
}
