package io.fairlead.splice;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.linux.Errno;
import io.fairlead.linux.Io;
import io.fairlead.linux.Memory;
import io.fairlead.linux.SocketAddress;
import io.fairlead.linux.Sockets;
import io.fairlead.linux.TcpInfo;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A second connection agrees on the segments of a first one. */
class HandshakeTest {
    private final SocketAddress address = new SocketAddress();
    private final int listener;
    private final int second;

    HandshakeTest() {
        address.set(InetAddress.ofLiteral("127.0.0.1"), 0);
        listener = Sockets.stream(address);
        assertThat(Sockets.bind(listener, address)).isZero();
        assertThat(Sockets.listen(listener, 8)).isZero();
        assertThat(Sockets.localAddress(listener, address)).isZero();
        second = Sockets.stream(address);
    }

    @AfterEach
    void end() {
        Io.close(second);
        Io.close(listener);
    }

    private void connect(int socket) {
        assertThat(Sockets.connect(socket, address)).isIn(0, -Errno.EINPROGRESS); // loopback: done at once all the same
    }

    private static int segmentBytes(int socket) {
        TcpInfo info = new TcpInfo();
        assertThat(info.read(socket)).isZero();
        return info.segmentBytes();
    }

    @Test
    void shouldLimitTheSegmentsToThoseOfTheFirst() {
        int first = Sockets.stream(address);
        assertThat(Sockets.limitSegments(first, 1000)).isZero();
        connect(first);
        new Handshake().match(first, second);
        connect(second);
        assertThat(segmentBytes(first)).isBetween(900, 1000);
        assertThat(segmentBytes(second)).isEqualTo(segmentBytes(first));
        Io.close(first);
    }

    @Test
    void shouldLeaveASocketAloneWhereTheFirstIsNoTcpConnection() {
        ByteBuffer pair = Memory.allocate(8);
        assertThat(Sockets.pair(Memory.addressOf(pair))).isZero();
        new Handshake().match(pair.getInt(0), second);
        connect(second);
        assertThat(segmentBytes(second)).isGreaterThan(30_000);
        Io.close(pair.getInt(0));
        Io.close(pair.getInt(4));
    }
}
