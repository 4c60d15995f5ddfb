package io.fairlead.log;

import io.fairlead.config.LogTarget;
import io.fairlead.linux.Io;
import io.fairlead.linux.SocketAddress;
import io.fairlead.linux.Sockets;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.IdentityHashMap;

/** Datagrams to syslog servers over one socket a family, opened at once. What cannot be sent at once is lost. */
final class Syslog implements AutoCloseable {
    private final int v4Socket;
    private final int v6Socket;
    private final IdentityHashMap<LogTarget, SocketAddress> addresses = new IdentityHashMap<>();

    Syslog() {
        v4Socket = open(new byte[4]);
        v6Socket = open(new byte[16]); // refused where the kernel has no IPv6: nobody is logged to over it then
    }

    private static int open(byte[] anyAddress) {
        SocketAddress like = new SocketAddress();
        try {
            like.set(InetAddress.getByAddress(anyAddress), 0);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("4 or 16 bytes expected", e);
        }
        return Sockets.udp(like);
    }

    void send(LogTarget target, long address, int bytes) {
        boolean v4 = target.address().ip() instanceof Inet4Address;
        Sockets.sendTo(v4 ? v4Socket : v6Socket, address, bytes, addressOf(target));
    }

    private SocketAddress addressOf(LogTarget target) {
        SocketAddress known = addresses.get(target);
        if (known == null) {
            known = new SocketAddress();
            known.set(target.address().ip(), target.address().port());
            addresses.put(target, known);
        }
        return known;
    }

    @Override
    public void close() {
        close(v4Socket);
        close(v6Socket);
    }

    private static void close(int socket) {
        if (socket >= 0) {
            Io.close(socket);
        }
    }
}
