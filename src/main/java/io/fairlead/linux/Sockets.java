package io.fairlead.linux;

import static io.fairlead.linux.Libc.INT;
import static io.fairlead.linux.Libc.LONG;

import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Sockets, always non-blocking and close-on-exec. Each call returns the kernel's answer or a negated errno. */
public final class Sockets {
    /** shutdown(2) SHUT_RD. */
    private static final int SHUT_RD = 0;

    /** shutdown(2) SHUT_WR: our direction ends, the peer's goes on. */
    private static final int SHUT_WR = 1;

    private static final int STREAM = 1;
    private static final int DATAGRAM = 2;
    private static final int SEQPACKET = 5;
    private static final int NONBLOCK_CLOEXEC = 0x800 | 0x80000;

    private static final int SOL_SOCKET = 1;
    private static final int SO_REUSEADDR = 2;
    private static final int SO_ERROR = 4;
    private static final int SO_KEEPALIVE = 9;
    private static final int SO_LINGER = 13;
    private static final int SO_REUSEPORT = 15;
    private static final int SO_PEERCRED = 17;
    private static final int SO_ACCEPTCONN = 30;
    private static final int SO_COOKIE = 57;
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_NODELAY = 1;
    private static final int TCP_MAXSEG = 2;
    private static final int IPPROTO_IP = 0;
    private static final int IP_TRANSPARENT = 19;
    private static final int IP_BIND_ADDRESS_NO_PORT = 24;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_V6ONLY = 26;
    private static final int IPV6_TRANSPARENT = 75;

    /** SO_ORIGINAL_DST and IP6T_SO_ORIGINAL_DST (linux/netfilter_ipv4.h), by the level of either family. */
    private static final int ORIGINAL_DST = 80;

    private static final MethodHandle SOCKET = Libc.prompt("socket", INT, INT, INT, INT);
    private static final MethodHandle SOCKETPAIR = Libc.prompt("socketpair", INT, INT, INT, INT, LONG);
    private static final MethodHandle BIND = Libc.prompt("bind", INT, INT, LONG, INT);
    private static final MethodHandle LISTEN = Libc.prompt("listen", INT, INT, INT);
    private static final MethodHandle ACCEPT = Libc.prompt("accept4", INT, INT, LONG, LONG, INT);
    private static final MethodHandle CONNECT = Libc.prompt("connect", INT, INT, LONG, INT);
    private static final MethodHandle SHUTDOWN = Libc.prompt("shutdown", INT, INT, INT);
    private static final MethodHandle GETSOCKNAME = Libc.prompt("getsockname", INT, INT, LONG, LONG);
    private static final MethodHandle GETPEERNAME = Libc.prompt("getpeername", INT, INT, LONG, LONG);
    private static final MethodHandle SETSOCKOPT = Libc.prompt("setsockopt", INT, INT, INT, INT, LONG, INT);
    private static final MethodHandle GETSOCKOPT = Libc.prompt("getsockopt", INT, INT, INT, INT, LONG, LONG);
    private static final MethodHandle SENDTO = Libc.prompt("sendto", LONG, INT, LONG, LONG, INT, LONG, INT);

    /** Option values in, option values out: three ints and their length a thread. */
    private static final ThreadLocal<Option> OPTIONS = ThreadLocal.withInitial(Option::new);

    private Sockets() {}

    private static final class Option {
        static final int LENGTH = 12;

        final ByteBuffer values = Memory.allocate(16);
        final long pointer = Memory.addressOf(values);
    }

    /** Who is at the other end of a UNIX socket: the process that connected, as it was then (SO_PEERCRED). */
    public record Credentials(int pid, int uid, int gid) {}

    /** A stream socket of the address's family: TCP or UNIX. */
    public static int stream(SocketAddress like) {
        return socket(like.family(), STREAM);
    }

    /** A UDP socket of the address's family. */
    public static int udp(SocketAddress like) {
        return socket(like.family(), DATAGRAM);
    }

    /** A UNIX socket that keeps the bounds of messages and the order between them. */
    public static int packets() {
        return socket(SocketAddress.AF_UNIX, SEQPACKET);
    }

    private static int socket(int family, int type) {
        try {
            return Libc.answer((int) SOCKET.invokeExact(Libc.state(), family, type | NONBLOCK_CLOEXEC, 0));
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    /** A connected pair of unix stream sockets: two ints at {@code address}. */
    public static int pair(long address) {
        try {
            return Libc.answer((int) SOCKETPAIR.invokeExact(Libc.state(), 1, STREAM | NONBLOCK_CLOEXEC, 0, address));
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    public static int bind(int socket, SocketAddress address) {
        try {
            return Libc.answer((int) BIND.invokeExact(Libc.state(), socket, address.pointer(), address.length()));
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    public static int listen(int socket, int backlog) {
        try {
            return Libc.answer((int) LISTEN.invokeExact(Libc.state(), socket, backlog));
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    /** accept4(2): the new socket, with its peer's address in {@code peer}. */
    public static int accept(int socket, SocketAddress peer) {
        try {
            return Libc.answer((int)
                    ACCEPT.invokeExact(Libc.state(), socket, peer.pointer(), peer.lengthPointer(), NONBLOCK_CLOEXEC));
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    /** connect(2): 0, or usually -EINPROGRESS; then the socket becomes writable and {@link #error} tells. */
    public static int connect(int socket, SocketAddress address) {
        try {
            return Libc.answer((int) CONNECT.invokeExact(Libc.state(), socket, address.pointer(), address.length()));
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    /** Ends our direction of the stream; what was sent is still delivered. */
    public static int shutdownWrite(int socket) {
        try {
            return Libc.answer((int) SHUTDOWN.invokeExact(Libc.state(), socket, SHUT_WR));
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    /**
     * A listening TCP socket stops listening, in every process that has it: who waits in its queue is reset, who comes
     * is refused. It keeps its address, and {@link #listen} opens it again. -ENOTCONN where it does not listen.
     */
    public static int stopListening(int socket) {
        if (!isListening(socket)) {
            return -Errno.ENOTCONN; // shutdown(2) would answer so, but mark it: whom it accepts later would have ended
        }
        try {
            return Libc.answer((int) SHUTDOWN.invokeExact(Libc.state(), socket, SHUT_RD));
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    public static int localAddress(int socket, SocketAddress into) {
        try {
            return Libc.answer(
                    (int) GETSOCKNAME.invokeExact(Libc.state(), socket, into.pointer(), into.lengthPointer()));
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    public static int peerAddress(int socket, SocketAddress into) {
        try {
            return Libc.answer(
                    (int) GETPEERNAME.invokeExact(Libc.state(), socket, into.pointer(), into.lengthPointer()));
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    /** One datagram. */
    public static int sendTo(int socket, long address, int bytes, SocketAddress target) {
        try {
            return Libc.answer((long) SENDTO.invokeExact(
                    Libc.state(), socket, address, (long) bytes, 0, target.pointer(), target.length()));
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    public static int reuseAddress(int socket) {
        return set(socket, SOL_SOCKET, SO_REUSEADDR, 1);
    }

    /** SO_REUSEPORT: several sockets share one port and the kernel spreads connections over them. */
    public static int reusePort(int socket) {
        return set(socket, SOL_SOCKET, SO_REUSEPORT, 1);
    }

    /** Whether it shares its port with others that do ({@link #reusePort}). */
    public static boolean sharesPort(int socket) {
        return flag(socket, SO_REUSEPORT);
    }

    /** Whether it is a listening socket (SO_ACCEPTCONN); false too for what is no socket at all. */
    public static boolean isListening(int socket) {
        return flag(socket, SO_ACCEPTCONN);
    }

    private static boolean flag(int socket, int name) {
        Option option = OPTIONS.get();
        return get(socket, SOL_SOCKET, name, option, 4) >= 0 && option.values.getInt(0) != 0;
    }

    /** The kernel's number for the socket, the same for all its descriptors in all processes (SO_COOKIE). */
    public static long cookie(int socket) {
        Option option = OPTIONS.get();
        int asked = get(socket, SOL_SOCKET, SO_COOKIE, option, 8);
        return asked < 0 ? asked : option.values.getLong(0);
    }

    /** IPV6_V6ONLY: whether an IPv6 wildcard leaves IPv4 clients to others. */
    public static int v6Only(int socket, boolean on) {
        return set(socket, IPPROTO_IPV6, IPV6_V6ONLY, on ? 1 : 0);
    }

    public static int noDelay(int socket) {
        return set(socket, IPPROTO_TCP, TCP_NODELAY, 1);
    }

    /**
     * Before connect: segments either way hold at most so many bytes, options included (TCP_MAXSEG). -EINVAL beyond
     * 88 to 32,767.
     */
    public static int limitSegments(int socket, int bytes) {
        return set(socket, IPPROTO_TCP, TCP_MAXSEG, bytes);
    }

    /** SO_KEEPALIVE: the kernel asks a silent peer, after tcp_keepalive_time, whether it is there (tcp(7)). */
    public static int keepAlive(int socket, boolean on) {
        return set(socket, SOL_SOCKET, SO_KEEPALIVE, on ? 1 : 0);
    }

    /** Whether {@link #keepAlive} was set; false too for what is no socket at all. */
    public static boolean keepsAlive(int socket) {
        return flag(socket, SO_KEEPALIVE);
    }

    /** Of the next bind to port 0: connect chooses the port, so that targets may share it (IP_BIND_ADDRESS_NO_PORT). */
    public static int choosePortLate(int socket) {
        return set(socket, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, 1);
    }

    /** IP_TRANSPARENT: addresses of others may be bound and sent from; needs CAP_NET_ADMIN or CAP_NET_RAW (ip(7)). */
    public static int transparent(int socket, SocketAddress like) {
        return like.isV6()
                ? set(socket, IPPROTO_IPV6, IPV6_TRANSPARENT, 1)
                : set(socket, IPPROTO_IP, IP_TRANSPARENT, 1);
    }

    /** Whether {@link #transparent} was set, on this socket or the one that accepted it: 1, 0 or a negated errno. */
    public static int isTransparent(int socket, SocketAddress like) {
        Option option = OPTIONS.get();
        int asked = like.isV6()
                ? get(socket, IPPROTO_IPV6, IPV6_TRANSPARENT, option, 4)
                : get(socket, IPPROTO_IP, IP_TRANSPARENT, option, 4);
        return asked < 0 ? asked : option.values.getInt(0);
    }

    /**
     * Where the client meant to go before a REDIRECT rule sent it here, into {@code destination}; a negated errno
     * (ENOENT, ENOPROTOOPT) where no rule did.
     *
     * @param destination holds the socket's local address before the call, for its family
     */
    public static int originalDestination(int socket, SocketAddress destination) {
        int level = destination.isV6() ? IPPROTO_IPV6 : IPPROTO_IP;
        try {
            return Libc.answer((int) GETSOCKOPT.invokeExact(
                    Libc.state(), socket, level, ORIGINAL_DST, destination.pointer(), destination.lengthPointer()));
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    /** Who connected to this accepted UNIX socket; null where the kernel does not say. */
    public static @Nullable Credentials peerCredentials(int socket) {
        Option option = OPTIONS.get();
        int asked = get(socket, SOL_SOCKET, SO_PEERCRED, option, 12);
        ByteBuffer values = option.values;
        return asked < 0 ? null : new Credentials(values.getInt(0), values.getInt(4), values.getInt(8));
    }

    /** The next close sends RST and forgets unsent data (SO_LINGER with 0 seconds). */
    public static int resetOnClose(int socket) {
        return set(socket, SOL_SOCKET, SO_LINGER, 1, 0, 8);
    }

    /** Takes {@link #resetOnClose} back. */
    public static int finishOnClose(int socket) {
        return set(socket, SOL_SOCKET, SO_LINGER, 0, 0, 8);
    }

    /** The socket's pending error, cleared by asking (SO_ERROR): 0 or a negated errno. */
    public static int error(int socket) {
        Option option = OPTIONS.get();
        int asked = get(socket, SOL_SOCKET, SO_ERROR, option, 4);
        return asked < 0 ? asked : -option.values.getInt(0);
    }

    private static int get(int socket, int level, int name, Option into, int bytes) {
        into.values.putInt(Option.LENGTH, bytes);
        try {
            return Libc.answer((int) GETSOCKOPT.invokeExact(
                    Libc.state(), socket, level, name, into.pointer, into.pointer + Option.LENGTH));
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    private static int set(int socket, int level, int name, int value) {
        return set(socket, level, name, value, 0, 4);
    }

    private static int set(int socket, int level, int name, int first, int second, int bytes) {
        Option option = OPTIONS.get();
        option.values.putInt(0, first).putInt(4, second);
        try {
            return Libc.answer((int) SETSOCKOPT.invokeExact(Libc.state(), socket, level, name, option.pointer, bytes));
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }
}
