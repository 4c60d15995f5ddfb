package io.fairlead.balance;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Weighted round robin over the candidates, in HAProxy's order: in every cycle each server has exactly its
 * weight's share of the slots, spread out, the first declared first. Each slot adds its weight to every server's score;
 * the first server with the highest score in whole cycles has the slot and pays a cycle for it. After a cycle all
 * scores are zero again, so the slots are worked out once, when first walked. Guarded by the backend's lock.
 */
final class Rotation {
    private final Server[] servers;
    private final int[] weights;
    private final int[] scores;
    private final Server[] cycle;
    private int known;
    private int next;

    /** @param candidates the servers to choose from, in declaration order, all with weight; may be empty */
    Rotation(List<Server> candidates) {
        servers = candidates.toArray(Server[]::new);
        weights = new int[servers.length];
        scores = new int[servers.length];
        int divisor = commonDivisor(candidates);
        int slots = 0;
        for (int i = 0; i < servers.length; i++) {
            weights[i] = servers[i].weight() / divisor;
            slots += weights[i];
        }
        cycle = new Server[slots];
    }

    private static int commonDivisor(List<Server> servers) {
        int divisor = 0;
        for (Server server : servers) {
            divisor = greatestCommonDivisor(server.weight(), divisor);
        }
        return divisor;
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }

    /** The next server with room, {@code avoid} only where no other has room; null where none has. */
    @Nullable
    Server next(int load, @Nullable Server avoid) {
        if (!hasRoom(load, avoid)) {
            return avoid != null && avoid.candidate && avoid.hasRoom(load) ? avoid : null;
        }
        Server server = advance();
        while (server == avoid || !server.hasRoom(load)) {
            server = advance();
        }
        return server;
    }

    private boolean hasRoom(int load, @Nullable Server avoid) {
        for (Server server : servers) {
            if (server != avoid && server.hasRoom(load)) {
                return true;
            }
        }
        return false;
    }

    private Server advance() {
        if (next == known) {
            cycle[known++] = nextSlot();
        }
        Server server = cycle[next];
        next = next + 1 == cycle.length ? 0 : next + 1;
        return server;
    }

    private Server nextSlot() {
        int best = 0;
        int mostCycles = -1;
        for (int i = 0; i < servers.length; i++) {
            scores[i] += weights[i];
            int cycles = (scores[i] + cycle.length) / cycle.length;
            if (cycles > mostCycles) {
                mostCycles = cycles;
                best = i;
            }
        }
        scores[best] -= cycle.length;
        return servers[best];
    }
}
