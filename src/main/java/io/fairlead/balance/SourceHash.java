package io.fairlead.balance;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Weighted rendezvous hashing: each client draws a lot with each server, and the best lot wins. When a server goes, only
 * its own clients draw anew; when one comes, or gains weight, only those move that move to it. Immutable: any thread may
 * ask.
 */
final class SourceHash {
    /** 2 to the power of -53: the distance of the doubles between a half and one. */
    private static final double UNIT = 0x1p-53;

    private final Server[] servers;
    private final long[] keys;
    private final double[] weights;

    /** @param candidates the servers to choose from; may be empty */
    SourceHash(List<Server> candidates) {
        servers = candidates.toArray(Server[]::new);
        keys = candidates.stream().mapToLong(Server::key).toArray();
        weights = candidates.stream().mapToDouble(Server::weight).toArray();
    }

    /**
     * The server of a client.
     *
     * @param client the hash of its address
     * @param avoid a server that is only taken where there is no other, or null
     */
    @Nullable
    Server of(long client, @Nullable Server avoid) {
        Server best = avoid;
        double shortest = Double.POSITIVE_INFINITY;
        boolean avoidable = false;
        for (int i = 0; i < servers.length; i++) {
            if (servers[i] == avoid) {
                avoidable = true;
                continue;
            }
            double wait = waiting(Hash.mix(client ^ keys[i]), weights[i]);
            if (wait < shortest) {
                shortest = wait;
                best = servers[i];
            }
        }
        return best == avoid && !avoidable ? null : best;
    }

    /** A time from an exponential distribution: the first of several comes from each with its weight's share. */
    private static double waiting(long hash, double weight) {
        return -Math.log(((hash >>> 11) + 0.5) * UNIT) / weight;
    }
}
