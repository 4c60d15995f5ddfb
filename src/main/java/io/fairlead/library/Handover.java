package io.fairlead.library;

import io.fairlead.linux.Io;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;

/** Two connections on their way from their owner to the splicing's thread: descriptors of its own, and who is who. */
record Handover(
        int clientFd,
        int serverFd,
        SocketAddress client,
        SocketAddress entrance,
        SocketAddress exit,
        SocketAddress server,
        CompletableFuture<Transferred> result) {

    /**
     * Takes both connections and closes the channels, so that nobody else moves or closes what is spliced. Where it fails
     * the channels stay as they are, but do not block any more.
     *
     * @param lowest the least number that a descriptor may have
     */
    static Handover of(SocketChannel client, SocketChannel server, int lowest) throws IOException {
        SocketAddress from = client.getRemoteAddress();
        SocketAddress entrance = client.getLocalAddress();
        SocketAddress exit = server.getLocalAddress();
        SocketAddress destination = server.getRemoteAddress();
        int clientFd = Descriptors.duplicate(client, lowest);
        int serverFd;
        try {
            serverFd = Descriptors.duplicate(server, lowest);
        } catch (IOException | RuntimeException e) {
            Io.close(clientFd);
            throw e;
        }
        client.close();
        server.close();
        return new Handover(
                clientFd, serverFd, from, entrance, exit, destination, new CompletableFuture<Transferred>());
    }

    /** Nobody takes them: both connections end. */
    void drop() {
        Io.close(clientFd);
        Io.close(serverFd);
    }
}
