package io.fairlead.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class EpollTest {
    private static final long DATA = 0x123456789ABCDEF0L;

    private final Epoll epoll = new Epoll(4);
    private final ByteBuffer bytes = Memory.allocate(8);
    private final long pointer = Memory.addressOf(bytes);
    private int near;
    private int far;

    @BeforeEach
    void open() {
        assertThat(Sockets.pair(pointer)).isZero();
        near = bytes.getInt(0);
        far = bytes.getInt(4);
    }

    @AfterEach
    void close() {
        Io.close(near);
        Io.close(far);
        epoll.close();
    }

    @Test
    void shouldBringEventsWithTheDataOfTheirDescriptor() {
        epoll.add(near, Epoll.IN, DATA);
        assertThat(epoll.await(0)).isZero();
        Io.send(far, pointer, 1);
        assertThat(epoll.await(-1)).isEqualTo(1);
        assertThat(epoll.data(0)).isEqualTo(DATA);
        assertThat(epoll.events(0)).isEqualTo(Epoll.IN);
    }

    @Test
    void shouldBringTheEventsOfSeveralDescriptors() {
        epoll.add(near, Epoll.OUT, 1);
        epoll.add(far, Epoll.OUT, -2);
        assertThat(epoll.await(-1)).isEqualTo(2);
        assertThat(new long[] {epoll.data(0), epoll.data(1)}).containsExactlyInAnyOrder(1, -2);
    }

    @Test
    void shouldReportAnEdgeOnce() {
        epoll.add(near, Epoll.IN | Epoll.EDGE, 1);
        Io.send(far, pointer, 1);
        assertThat(epoll.await(-1)).isEqualTo(1);
        assertThat(epoll.await(0)).isZero();
        Io.send(far, pointer, 1);
        assertThat(epoll.await(-1)).isEqualTo(1);
    }

    @Test
    void shouldTellHalfCloseFromHangUp() {
        epoll.add(near, Epoll.IN | Epoll.RDHUP, 1);
        Sockets.shutdownWrite(far);
        assertThat(epoll.await(-1)).isEqualTo(1);
        assertThat(epoll.events(0)).isEqualTo(Epoll.IN | Epoll.RDHUP);
        Sockets.shutdownWrite(near);
        assertThat(epoll.await(-1)).isEqualTo(1);
        assertThat(epoll.events(0)).isEqualTo(Epoll.IN | Epoll.RDHUP | Epoll.HUP);
    }

    @Test
    void shouldForgetADeletedDescriptor() {
        epoll.add(near, Epoll.OUT, 1);
        assertThat(epoll.delete(near)).isZero();
        assertThat(epoll.await(0)).isZero();
        assertThat(epoll.delete(-1)).isEqualTo(-Errno.EBADF);
    }

    @Test
    void shouldBeWokenByAnEventFd() {
        try (EventFd wake = new EventFd()) {
            epoll.add(wake.fd(), Epoll.IN, 7);
            wake.signal();
            wake.signal();
            assertThat(epoll.await(-1)).isEqualTo(1);
            assertThat(epoll.data(0)).isEqualTo(7);
            wake.clear();
            assertThat(epoll.await(0)).isZero();
        }
    }
}
