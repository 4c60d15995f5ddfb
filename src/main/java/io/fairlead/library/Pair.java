package io.fairlead.library;

import io.fairlead.splice.SplicedPair;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * Two connections that are spliced, or were until a moment ago.
 *
 * @param client the client's end of its connection: L7SW's From
 * @param entrance this machine's end of it: To
 * @param exit this machine's end of the connection with the server: Local
 * @param server the server's end of it: Dest
 * @param state one of the ten of Linux virtual servers, such as ESTABLISHED or FIN_WAIT; whose packets are spliced stays
 *     in CLOSE for ten seconds
 * @param expires how long the pair stays as it is while nothing happens
 * @param age since it was spliced
 * @param bytesUp that left for the server
 * @param bytesDown that left for the client
 */
public record Pair(
        SocketAddress client,
        SocketAddress entrance,
        SocketAddress exit,
        SocketAddress server,
        Engine engine,
        String state,
        Duration expires,
        Duration age,
        long bytesUp,
        long bytesDown) {

    /** A pair that the kernel joins. */
    static Pair of(SplicedPair pair) {
        return new Pair(
                pair.client(),
                pair.entrance(),
                pair.exit(),
                pair.server(),
                Engine.PACKETS,
                pair.phase().name(),
                Duration.ofMillis(pair.expiresMs()),
                Duration.ofMillis(pair.ageMs()),
                pair.bytesUp(),
                pair.bytesDown());
    }

    /** What tells it from all other pairs of the moment that the kernel joins. */
    List<SocketAddress> ends() {
        return List.of(client, exit);
    }

    /** The kernel counts from where it took over; the transfer has counted from the beginning. */
    Pair withBytesOf(Pair transfer) {
        return new Pair(
                client, entrance, exit, server, engine, state, expires, age, transfer.bytesUp, transfer.bytesDown);
    }
}
