package io.fairlead.health;

import io.fairlead.config.Address;
import io.fairlead.config.BackendConfig.ServerConfig;
import io.fairlead.config.Endpoint;
import io.fairlead.config.InheritedSocket;
import io.fairlead.config.Source;
import io.fairlead.config.Source.Spoof;
import io.fairlead.config.UnixAddress;
import io.fairlead.linux.Errno;
import io.fairlead.linux.Io;
import io.fairlead.linux.SocketAddress;
import io.fairlead.linux.Sockets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Opens the connections of one server's checks: to the port that is checked, from the address it is to come from. */
final class Caller {
    private final SocketAddress target = new SocketAddress();
    private final @Nullable SocketAddress source;
    private final boolean foreign;

    Caller(ServerConfig server) {
        setTarget(server.endpoint(), server.checkPort());
        Source from = server.source();
        foreign = from != null && from.spoof() == Spoof.ADDRESS;
        source = from == null ? null : new SocketAddress();
        if (from != null && source != null) {
            // a client's address cannot be taken: a check has no client
            Address address = foreign ? Objects.requireNonNull(from.spoofed()) : from.address();
            source.set(address.ip(), address.port());
        }
    }

    private void setTarget(Endpoint endpoint, int checkPort) {
        switch (endpoint) {
            case Address(var ip, int port) -> target.set(ip, checkPort > 0 ? checkPort : port);
            case UnixAddress(String path, boolean isAbstract) -> target.setUnix(path, isAbstract);
            case InheritedSocket _ -> throw new IllegalArgumentException("a server is no listening socket");
        }
    }

    /** A socket of its own to connect with, or a negated errno. */
    int open() {
        int socket = Sockets.stream(target);
        if (socket < 0) {
            return socket;
        }
        Sockets.resetOnClose(socket); // many checks would leave many ports in TIME_WAIT
        int answer = source == null ? 0 : bind(socket, source);
        if (answer < 0) {
            Io.close(socket);
            return answer;
        }
        return socket;
    }

    private int bind(int socket, SocketAddress from) {
        if (foreign) {
            int answer = Sockets.transparent(socket, from);
            if (answer < 0) {
                return answer;
            }
        }
        if (from.port() == 0) {
            Sockets.choosePortLate(socket);
        } else {
            Sockets.reuseAddress(socket);
        }
        return Sockets.bind(socket, from);
    }

    /** Begins to connect: 0, done or under way, or a negated errno. */
    int connect(int socket) {
        int answer = Sockets.connect(socket, target);
        return answer == -Errno.EINPROGRESS ? 0 : answer;
    }
}
