package io.fairlead.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class SocketsTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private final SocketAddress address = new SocketAddress();
    private final Epoll epoll = new Epoll(8);

    @AfterEach
    void close() {
        epoll.close();
    }

    @Test
    void shouldConnectAndTellTheAddressesOfBothEnds() {
        int listener = listen(LOOPBACK);
        int listeningPort = address.port();
        int client = Sockets.stream(address);
        connect(client);
        SocketAddress peer = new SocketAddress();
        int accepted = Sockets.accept(listener, peer);
        assertThat(accepted).isPositive();
        SocketAddress local = new SocketAddress();
        assertThat(Sockets.localAddress(client, local)).isZero();
        assertThat(peer.ip()).isEqualTo(LOOPBACK).isEqualTo(local.ip());
        assertThat(peer.port()).isEqualTo(local.port());
        assertThat(Sockets.localAddress(accepted, local)).isZero();
        assertThat(local.port()).isEqualTo(listeningPort);
        assertThat(Sockets.accept(listener, peer)).isEqualTo(-Errno.EAGAIN);
        close(client, accepted, listener);
    }

    @Test
    void shouldListenOnAVersion6Address() {
        InetAddress any = InetAddress.ofLiteral("::");
        int listener = listen(any);
        assertThat(address.family()).isEqualTo(SocketAddress.AF_INET6);
        assertThat(address.ip()).isEqualTo(any);
        assertThat(address.port()).isPositive();
        assertThat(Sockets.v6Only(listener, true)).isEqualTo(-Errno.EINVAL);
        close(listener);
    }

    @Test
    void shouldTellThatAConnectionWasRefused() {
        int listener = listen(LOOPBACK);
        close(listener);
        int client = Sockets.stream(address);
        int answer = Sockets.connect(client, address);
        if (answer == -Errno.EINPROGRESS) {
            await(client, Epoll.OUT);
            answer = Sockets.error(client);
        }
        assertThat(answer).isEqualTo(-Errno.ECONNREFUSED);
        assertThat(Sockets.error(client)).isZero();
        close(client);
    }

    @Test
    void shouldShareAPortOnlyWhereAllAskForIt() {
        int listener = listen(LOOPBACK);
        int other = Sockets.stream(address);
        assertThat(Sockets.bind(other, address)).isEqualTo(-Errno.EADDRINUSE);
        close(listener, other);
        address.set(LOOPBACK, 0);
        int first = Sockets.stream(address);
        int second = Sockets.stream(address);
        assertThat(Sockets.reusePort(first)).isZero();
        assertThat(Sockets.reusePort(second)).isZero();
        assertThat(Sockets.bind(first, address)).isZero();
        Sockets.localAddress(first, address);
        assertThat(Sockets.bind(second, address)).isZero();
        close(first, second);
    }

    @Test
    void shouldTakeEveryOption() {
        address.set(InetAddress.ofLiteral("::"), 0);
        int socket = Sockets.stream(address);
        assertThat(Sockets.reuseAddress(socket)).isZero();
        assertThat(Sockets.v6Only(socket, true)).isZero();
        assertThat(Sockets.noDelay(socket)).isZero();
        assertThat(Sockets.keepAlive(socket, true)).isZero();
        assertThat(Sockets.choosePortLate(socket)).isZero();
        assertThat(Sockets.resetOnClose(socket)).isZero();
        close(socket);
        assertThat(Sockets.noDelay(socket)).isEqualTo(-Errno.EBADF);
    }

    @Test
    void shouldNotBindAnAddressThatIsNotHere() {
        for (String elsewhere : new String[] {"192.0.2.1", "2001:db8::1"}) {
            address.set(InetAddress.ofLiteral(elsewhere), 0);
            int socket = Sockets.stream(address);
            assertThat(Sockets.bind(socket, address)).isEqualTo(-Errno.EADDRNOTAVAIL);
            close(socket);
        }
    }

    @Test
    void shouldChooseThePortWithTheTargetWhereBindNamesNone() {
        int listener = listen(LOOPBACK);
        SocketAddress source = new SocketAddress();
        source.set(InetAddress.ofLiteral("127.0.0.2"), 0);
        int client = Sockets.stream(source);
        Sockets.choosePortLate(client);
        assertThat(Sockets.bind(client, source)).isZero();
        Sockets.localAddress(client, source);
        assertThat(source.port()).isZero();
        connect(client);
        SocketAddress peer = new SocketAddress();
        int accepted = Sockets.accept(listener, peer);
        assertThat(peer.ip()).isEqualTo(InetAddress.ofLiteral("127.0.0.2"));
        assertThat(peer.port()).isPositive();
        close(client, accepted, listener);
    }

    @Test
    void shouldKnowNoOriginalDestinationOfAConnectionThatNobodyRedirected() {
        int listener = listen(LOOPBACK);
        int client = Sockets.stream(address);
        connect(client);
        int accepted = Sockets.accept(listener, new SocketAddress());
        SocketAddress destination = new SocketAddress();
        Sockets.localAddress(accepted, destination);
        int answer = Sockets.originalDestination(accepted, destination);
        // without connection tracking the kernel knows nothing; with it, that nothing was changed
        assertThat(answer).isIn(0, -Errno.ENOENT, -92);
        assertThat(destination.ip()).isEqualTo(LOOPBACK);
        assertThat(destination.port()).isEqualTo(address.port());
        close(client, accepted, listener);
    }

    @Test
    void shouldResetTheConnectionOnClose() {
        int listener = listen(LOOPBACK);
        int client = Sockets.stream(address);
        connect(client);
        int accepted = Sockets.accept(listener, new SocketAddress());
        Sockets.resetOnClose(client);
        close(client);
        await(accepted, Epoll.IN);
        ByteBuffer bytes = Memory.allocate(8);
        assertThat(Io.receive(accepted, Memory.addressOf(bytes), 8)).isEqualTo(-Errno.ECONNRESET);
        close(accepted, listener);
    }

    @Test
    void shouldSendOneDatagram() {
        address.set(LOOPBACK, 0);
        int receiver = Sockets.udp(address);
        assertThat(Sockets.bind(receiver, address)).isZero();
        Sockets.localAddress(receiver, address);
        int sender = Sockets.udp(address);
        ByteBuffer out = Memory.allocate(8).putLong(0, 42);
        assertThat(Sockets.sendTo(sender, Memory.addressOf(out), 8, address)).isEqualTo(8);
        await(receiver, Epoll.IN);
        ByteBuffer in = Memory.allocate(16);
        assertThat(Io.receive(receiver, Memory.addressOf(in), 16)).isEqualTo(8);
        assertThat(in.getLong(0)).isEqualTo(42);
        close(sender, receiver);
    }

    @Test
    void shouldPutErrorsIntoWords() {
        assertThat(Errno.describe(-Errno.ECONNREFUSED)).isEqualTo("Connection refused");
        assertThat(Errno.describe(Errno.ECONNREFUSED)).isEqualTo("Connection refused");
        assertThat(Errno.describe(-4095)).isEqualTo("errno 4095");
    }

    /** A listener on a free port, whose address is kept. */
    private int listen(InetAddress ip) {
        address.set(ip, 0);
        int listener = Sockets.stream(address);
        assertThat(Sockets.bind(listener, address)).isZero();
        assertThat(Sockets.listen(listener, 8)).isZero();
        assertThat(Sockets.localAddress(listener, address)).isZero();
        return listener;
    }

    private void connect(int client) {
        assertThat(Sockets.connect(client, address)).isIn(0, -Errno.EINPROGRESS);
        await(client, Epoll.OUT);
        assertThat(Sockets.error(client)).isZero();
    }

    private void await(int fd, int events) {
        assertThat(epoll.add(fd, events, fd)).isZero();
        assertThat(epoll.await(-1)).isEqualTo(1);
        assertThat(epoll.delete(fd)).isZero();
    }

    private static void close(int... descriptors) {
        for (int fd : descriptors) {
            Io.close(fd);
        }
    }
}
