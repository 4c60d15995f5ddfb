package io.fairlead.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.config.Access;
import io.fairlead.config.Address;
import io.fairlead.config.FrontendConfig.Bind;
import io.fairlead.config.InheritedSocket;
import io.fairlead.config.UnixAddress;
import io.fairlead.linux.Errno;
import io.fairlead.linux.Io;
import io.fairlead.linux.SocketAddress;
import io.fairlead.linux.Sockets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Makes one listening socket. */
final class Binder {
    private static final int BACKLOG = 4096;

    private Binder() {}

    /** Why an address cannot be listened on. */
    static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        /** It might work later: another has the address now. */
        final boolean inUse;

        Refusal(String reason, boolean inUse) {
            super(reason);
            this.inUse = inUse;
        }

        static void check(int answer) throws Refusal {
            if (answer < 0) {
                throw new Refusal(Errno.describe(answer), answer == -Errno.EADDRINUSE);
            }
        }
    }

    /** A TCP socket that no other may share the address with until {@link Sockets#reusePort} is said of it. */
    static int tcp(Bind bind, Address where) throws Refusal {
        return tcp(bind, where, false);
    }

    /** A TCP socket beside others on the same address, which were opened by the same user and share it. */
    static int furtherTcp(Bind bind, Address where) throws Refusal {
        return tcp(bind, where, true);
    }

    private static int tcp(Bind bind, Address where, boolean sharing) throws Refusal {
        SocketAddress local = new SocketAddress();
        local.set(where.ip(), where.port());
        int socket = Sockets.stream(local);
        Refusal.check(socket);
        try {
            Sockets.reuseAddress(socket);
            if (sharing) {
                Sockets.reusePort(socket);
            }
            if (local.isV6()) {
                Refusal.check(Sockets.v6Only(socket, bind.onlyIpv6()));
            }
            if (bind.transparent()) {
                Refusal.check(Sockets.transparent(socket, local));
            }
            Sockets.noDelay(socket); // those it accepts inherit it, which saves a call for each
            Refusal.check(Sockets.bind(socket, local));
            Refusal.check(Sockets.listen(socket, BACKLOG));
            return socket;
        } catch (Refusal e) {
            Io.close(socket);
            throw e;
        }
    }

    /** A socket that the parent opened (sd_listen_fds(3)). */
    static int inherited(InheritedSocket which) throws Refusal {
        if (!Sockets.isListening(which.fd())) {
            throw new Refusal("descriptor " + which.fd() + " is not a listening socket", false);
        }
        Refusal.check(Io.neverBlock(which.fd()));
        return which.fd();
    }

    /** @param replace whether one that is alive there may be replaced */
    static int unix(UnixAddress where, @Nullable Access access, boolean replace) throws Refusal {
        return where.isAbstract() ? unixAt(where.path(), true) : unixFile(where.path(), access, replace);
    }

    private static int unixFile(String name, @Nullable Access access, boolean replace) throws Refusal {
        Path path = Path.of(name);
        String temporary = UnixPath.temporary(name);
        int surplus = temporary.getBytes(UTF_8).length - SocketAddress.MAX_PATH_BYTES;
        if (surplus > 0) {
            throw new Refusal("the path is too long by " + surplus + " bytes", false);
        }
        if (Files.exists(path) && !UnixPath.isSocket(path)) {
            throw new Refusal("there is a file of that name, which is no socket", false);
        }
        if (!replace && UnixPath.isAlive(name)) {
            throw new Refusal(Errno.describe(Errno.EADDRINUSE), true);
        }
        int socket = -1;
        try {
            Files.deleteIfExists(Path.of(temporary)); // left by one of the same number that was killed
            socket = unixAt(temporary, false);
            UnixPath.allow(Path.of(temporary), access);
            UnixPath.replace(Path.of(temporary), path);
            return socket;
        } catch (IOException e) {
            if (socket >= 0) {
                Io.close(socket);
            }
            throw new Refusal("cannot make its file: " + e.getMessage(), false);
        }
    }

    private static int unixAt(String name, boolean isAbstract) throws Refusal {
        SocketAddress local = new SocketAddress();
        local.setUnix(name, isAbstract);
        int socket = Sockets.stream(local);
        Refusal.check(socket);
        try {
            Refusal.check(Sockets.bind(socket, local));
            Refusal.check(Sockets.listen(socket, BACKLOG));
            return socket;
        } catch (Refusal e) {
            Io.close(socket);
            throw e;
        }
    }

    /** One that rests ({@link Sockets#stopListening}) listens; to others this does nothing. */
    static int listenAgain(int socket) {
        return Sockets.listen(socket, BACKLOG);
    }
}
