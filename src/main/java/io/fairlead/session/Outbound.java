package io.fairlead.session;

import io.fairlead.balance.Server;
import io.fairlead.config.Address;
import io.fairlead.config.BackendConfig;
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
import io.fairlead.splice.Handshake;
import org.jspecify.annotations.Nullable;

/**
 * Opens sockets towards servers, one per loop. Where a socket could not be opened for want of something on this side,
 * {@link #shortage} says what.
 */
final class Outbound {
    /** What a connection to a server is to be like. */
    interface Traits {
        /** {@code option srvtcpka}. */
        boolean keepsServersAlive();

        /** Whether its segments are to be such as the client's connection takes, so that packets of one fit the other. */
        boolean fitsServers();
    }

    private final Handshake handshake = new Handshake();
    private final SocketAddress target = new SocketAddress();
    private final SocketAddress source = new SocketAddress();
    private @Nullable String shortage;

    /**
     * A socket to a server whose connect is under way, or a negated errno.
     *
     * @param server null: to {@code dispatch}, or with {@code transparent} to where the client meant to go
     * @param clientPort the port the client connected to
     */
    int connect(Route route, @Nullable Server server, Connection client, int clientPort) {
        BackendConfig config = route.config();
        Endpoint dispatch = config.dispatch();
        Source source = config.source();
        int answer = 0;
        if (server != null) {
            ServerConfig to = server.config();
            source = to.source();
            to(to.endpoint());
            if (to.relativePort()) {
                target.setPort(clientPort + to.portOffset());
            }
        } else if (dispatch != null) {
            to(dispatch);
        } else {
            answer = toDestinationOf(client.fd());
        }
        return answer < 0 ? answer : open(source, client.fd(), route);
    }

    /** To a configured address. */
    void to(Endpoint endpoint) {
        switch (endpoint) {
            case Address at -> target.set(at.ip(), at.port());
            case UnixAddress at -> target.setUnix(at.path(), at.isAbstract());
            case InheritedSocket _ -> throw new IllegalArgumentException("nobody connects to an inherited socket");
        }
    }

    /**
     * To where a client meant to go ({@code transparent}): a REDIRECT rule's memory, or with TPROXY the socket's own
     * address. Returns 0 or a negated errno; ECONNREFUSED where it meant to go here, which would come back for ever.
     */
    int toDestinationOf(int client) {
        shortage = null;
        int answer = Sockets.localAddress(client, source);
        if (answer < 0 || source.isUnix()) {
            return answer < 0 ? answer : -Errno.ECONNREFUSED;
        }
        source.unmap();
        target.set(source);
        boolean redirected = Sockets.originalDestination(client, target) == 0 && !target.isSame(source);
        return redirected || Sockets.isTransparent(client, source) == 1 ? 0 : -Errno.ECONNREFUSED;
    }

    /**
     * A socket whose connect is under way, or a negated errno.
     *
     * @param from where it comes from; null: wherever the route to the target says
     * @param client whose address {@code usesrc} may lend
     */
    int open(@Nullable Source from, int client, Traits traits) {
        shortage = null;
        int fd = Sockets.stream(target);
        if (fd < 0) {
            return lacks("no socket", fd);
        }
        int answer = from == null || target.isUnix() ? 0 : bind(fd, from, client);
        if (answer == 0) {
            setOptions(fd, client, traits);
            answer = connect(fd);
        }
        if (answer < 0) {
            Io.close(fd);
            return answer;
        }
        return fd;
    }

    private void setOptions(int fd, int client, Traits traits) {
        if (!target.isUnix()) {
            Sockets.noDelay(fd);
        }
        if (traits.keepsServersAlive()) {
            Sockets.keepAlive(fd, true);
        }
        if (traits.fitsServers() && !target.isUnix()) {
            handshake.match(client, fd);
        }
    }

    private int connect(int fd) {
        int answer = Sockets.connect(fd, target);
        if (answer == -Errno.EAGAIN) {
            shortage = target.isUnix() ? "the server's queue of connections is full" : "no free ports";
        } else if (answer == -Errno.EADDRINUSE || answer == -Errno.EADDRNOTAVAIL) {
            shortage = "local address already in use";
        }
        return answer == -Errno.EINPROGRESS ? 0 : answer;
    }

    private int bind(int fd, Source from, int client) {
        boolean lent = from.spoof() != Spoof.NONE && lend(from, client);
        if (lent && Sockets.transparent(fd, source) < 0) {
            return lacks("cannot use a foreign source address, which needs CAP_NET_ADMIN", -Errno.EPERM);
        }
        if (!lent) {
            source.set(from.address().ip(), from.address().port());
            if (source.port() == 0 && from.address().ip().isAnyLocalAddress()) {
                return 0;
            }
        }
        if (source.port() == 0) {
            Sockets.choosePortLate(fd);
        } else {
            Sockets.reuseAddress(fd);
        }
        int bound = Sockets.bind(fd, source);
        return bound < 0 ? lacks("cannot bind to source address before connect()", bound) : 0;
    }

    /** The address that {@code usesrc} means; false for a client of a UNIX socket, which has none to lend. */
    private boolean lend(Source from, int client) {
        Address fixed = from.spoofed();
        if (fixed != null) {
            source.set(fixed.ip(), fixed.port());
            return true;
        }
        if (Sockets.peerAddress(client, source) < 0 || source.isUnix()) {
            return false;
        }
        source.unmap();
        if (from.spoof() == Spoof.CLIENT_IP) {
            source.setPort(0);
        }
        return true;
    }

    private int lacks(String what, int errno) {
        shortage = what;
        return errno;
    }

    /** Whether there may soon be enough again of what this errno says is lacking; what is not allowed stays so. */
    static boolean mayPass(int errno) {
        return switch (-errno) {
            case Errno.EAGAIN, Errno.EADDRINUSE, Errno.EADDRNOTAVAIL -> true;
            default -> Errno.isShortage(errno);
        };
    }

    /** What was missing on this side when {@link #open} failed last; null: nothing, it was the server's doing. */
    @Nullable
    String shortage() {
        return shortage;
    }
}
