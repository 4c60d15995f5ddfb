package io.fairlead.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class TcpInfoTest {
    private static final long PATIENCE_NS = 20_000_000_000L;

    private final TcpInfo info = new TcpInfo();

    private long silentMs(int socket) {
        assertThat(info.read(socket)).isZero();
        return info.silentMs();
    }

    @Test
    void shouldTellForHowLongThePeerHasBeenSilent() {
        SocketAddress address = new SocketAddress();
        address.set(InetAddress.ofLiteral("127.0.0.1"), 0);
        int listener = Sockets.stream(address);
        assertThat(Sockets.bind(listener, address)).isZero();
        assertThat(Sockets.listen(listener, 1)).isZero();
        assertThat(Sockets.localAddress(listener, address)).isZero();
        int client = Sockets.stream(address);
        Sockets.connect(client, address);
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        int accepted = Sockets.accept(listener, address);
        while (accepted < 0 && System.nanoTime() < deadlineNs) {
            LockSupport.parkNanos(1_000_000);
            accepted = Sockets.accept(listener, address);
        }
        while (silentMs(accepted) < 200) {
            assertThat(System.nanoTime()).isLessThan(deadlineNs);
            LockSupport.parkNanos(10_000_000);
        }

        ByteBuffer octet = Memory.allocate(1);
        do {
            assertThat(System.nanoTime()).isLessThan(deadlineNs);
            assertThat(Io.send(client, Memory.addressOf(octet), 1)).isEqualTo(1);
            LockSupport.parkNanos(1_000_000);
        } while (silentMs(accepted) >= 200);
        for (int socket : new int[] {client, accepted, listener}) {
            Io.close(socket);
        }
    }
}
