package io.fairlead.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.config.Address;
import io.fairlead.config.InheritedSocket;
import io.fairlead.config.Source;
import io.fairlead.config.Source.Spoof;
import io.fairlead.config.UnixAddress;
import io.fairlead.linux.Errno;
import io.fairlead.linux.Io;
import io.fairlead.linux.SocketAddress;
import io.fairlead.linux.Sockets;
import io.fairlead.splice.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class OutboundTest {
    private static final int NO_CLIENT = -1;

    private static final Outbound.Traits PLAIN = traits(false);
    private static final Outbound.Traits KEEPING_ALIVE = traits(true);

    private final Outbound outbound = new Outbound();

    @TempDir
    Path directory;

    @Test
    void shouldComeFromTheSourceOnAPortOfTheKernelsChoice() throws IOException {
        InetSocketAddress peer = peerOf(new Source(address("127.0.0.9", 0), Spoof.NONE, null));
        assertThat(peer.getAddress()).isEqualTo(InetAddress.ofLiteral("127.0.0.9"));
        assertThat(peer.getPort()).isPositive();
    }

    @Test
    void shouldComeFromTheSourcesPortEveryTime() throws IOException {
        int port = freePort();
        Source source = new Source(address("127.0.0.9", port), Spoof.NONE, null);
        assertThat(peerOf(source).getPort()).isEqualTo(port);
        assertThat(peerOf(source).getPort())
                .as("though the first one's TIME_WAIT is fresh")
                .isEqualTo(port);
    }

    @Test
    void shouldLeaveTheSourceToTheKernelWhereItIsAnyAddress() throws IOException {
        Source any = new Source(address("0.0.0.0", 0), Spoof.NONE, null);
        assertThat(peerOf(any).getAddress()).isEqualTo(Workshop.LOOPBACK);
        assertThat(peerOf(null).getAddress()).isEqualTo(Workshop.LOOPBACK);
    }

    @Test
    void shouldSayThatTheSourceIsNoAddressOfThisMachine() {
        outbound.to(address("127.0.0.1", 1));
        int answer = outbound.open(new Source(address("192.0.2.1", 0), Spoof.NONE, null), NO_CLIENT, PLAIN);
        assertThat(answer).isEqualTo(-Errno.EADDRNOTAVAIL);
        assertThat(outbound.shortage()).isEqualTo("cannot bind to source address before connect()");
    }

    @Test
    void shouldLackNothingWhereItIsTheServerThatRefuses() throws IOException {
        outbound.to(new UnixAddress(directory.resolve("nobody").toString(), false));
        assertThat(outbound.open(null, NO_CLIENT, PLAIN)).isEqualTo(-Errno.ENOENT);
        assertThat(outbound.shortage()).isNull();
    }

    @Test
    void shouldReachAServerOnAUnixSocketWhateverItsSource() throws IOException {
        Path path = directory.resolve("server");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
            outbound.to(new UnixAddress(path.toString(), false));
            int fd = outbound.open(new Source(address("192.0.2.1", 7), Spoof.NONE, null), NO_CLIENT, KEEPING_ALIVE);
            assertThat(fd).isPositive();
            server.accept().close();
            Io.close(fd);
        }
    }

    @Test
    void shouldSayThatTheQueueOfAUnixSocketIsFull() throws IOException {
        Path path = directory.resolve("server");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path), 1);
            outbound.to(new UnixAddress(path.toString(), false));
            int answer = 0;
            while (answer >= 0) {
                answer = outbound.open(null, NO_CLIENT, PLAIN); // closing leaves it in the queue
                if (answer >= 0) {
                    Io.close(answer);
                }
            }
            assertThat(answer).isEqualTo(-Errno.EAGAIN);
            assertThat(outbound.shortage()).contains("queue");
        }
    }

    @Test
    void shouldNotConnectToItselfForAClientThatMeantIt() throws IOException {
        Wire wire = Wire.open();
        assertThat(outbound.toDestinationOf(wire.near())).isEqualTo(-Errno.ECONNREFUSED);
        Io.close(wire.near());
        wire.far().close();
    }

    @Test
    void shouldRefuseToConnectToAListeningSocket() {
        Assertions.assertThatThrownBy(() -> outbound.to(new InheritedSocket(3)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Whom a server sees when it is connected to from a source. */
    private InetSocketAddress peerOf(@Nullable Source source) throws IOException {
        try (ServerSocketChannel server = listener()) {
            outbound.to(address("127.0.0.1", portOf(server)));
            int fd = outbound.open(source, NO_CLIENT, PLAIN);
            assertThat(fd).as(outbound.shortage()).isPositive();
            try (SocketChannel accepted = server.accept()) {
                Io.close(fd);
                return (InetSocketAddress) accepted.getRemoteAddress();
            }
        }
    }

    private static ServerSocketChannel listener() throws IOException {
        return ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
    }

    private static int portOf(ServerSocketChannel server) throws IOException {
        return ((InetSocketAddress) server.getLocalAddress()).getPort();
    }

    private static int freePort() {
        SocketAddress local = new SocketAddress();
        local.set(InetAddress.ofLiteral("127.0.0.9"), 0);
        int socket = Sockets.stream(local);
        assertThat(Sockets.bind(socket, local)).isZero();
        Sockets.localAddress(socket, local);
        Io.close(socket);
        return local.port();
    }

    private static Address address(String ip, int port) {
        return new Address(InetAddress.ofLiteral(ip), port);
    }

    private static Outbound.Traits traits(boolean keepsAlive) {
        return new Outbound.Traits() {
            @Override
            public boolean keepsServersAlive() {
                return keepsAlive;
            }

            @Override
            public boolean fitsServers() {
                return false;
            }
        };
    }
}
