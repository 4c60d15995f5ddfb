package io.fairlead.balance;

import java.util.List;

/**
 * The servers that balancing may choose from now: the active ones that take new clients, or else the first backup that
 * does, or with {@code option allbackups} every such backup. Immutable but for the rotation, which the backend's lock
 * guards.
 */
final class Candidates {
    private final List<Server> servers;
    private final int active;
    private final int backup;

    /** For {@code balance roundrobin}. */
    final Rotation rotation;

    /** For {@code balance source}. */
    final SourceHash sourceHash;

    Candidates(List<Server> all, boolean allBackups) {
        List<Server> actives = usable(all, false);
        List<Server> backups = usable(all, true);
        active = actives.size();
        backup = backups.size();
        List<Server> inReserve = allBackups ? backups : backups.subList(0, Math.min(backup, 1));
        servers = actives.isEmpty() ? inReserve : actives;
        rotation = new Rotation(servers);
        sourceHash = new SourceHash(servers);
    }

    private static List<Server> usable(List<Server> all, boolean backup) {
        return all.stream()
                .filter(server ->
                        server.config().backup() == backup && server.state().takesNewClients())
                .toList();
    }

    List<Server> servers() {
        return servers;
    }

    int weight() {
        return servers.stream().mapToInt(Server::weight).sum();
    }

    boolean isEmpty() {
        return servers.isEmpty();
    }

    /** Active servers that take new clients. */
    int active() {
        return active;
    }

    /** Backups that would. */
    int backup() {
        return backup;
    }
}
