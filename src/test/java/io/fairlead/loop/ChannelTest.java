package io.fairlead.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.linux.Errno;
import io.fairlead.linux.Io;
import io.fairlead.linux.Memory;
import io.fairlead.linux.Sockets;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class ChannelTest {
    private final Loop loop = new Loop(new ManualClock());
    private final Buffers buffers = new Buffers(4096);
    private final Buffer buffer = buffers.borrow(0);
    private final Probe probe = new Probe(loop);
    private int peer;

    @BeforeEach
    void open() {
        peer = connectTo(probe);
    }

    @AfterEach
    void close() {
        probe.close();
        Io.close(peer);
        loop.close();
    }

    @Test
    void shouldBeWritableButNotReadableAtFirst() {
        assertThat(loop.turn(0)).isEqualTo(1);
        assertThat(probe.writable()).isTrue();
        assertThat(probe.readable()).isFalse();
        assertThat(probe.peerClosing()).isFalse();
        assertThat(loop.turn(0)).isZero();
    }

    @Test
    void shouldReceiveWhatThePeerSends() {
        peerSends(100);
        loop.turn(0);
        assertThat(probe.readable()).isTrue();
        assertThat(probe.receive(buffer, buffer.room())).isEqualTo(100);
        assertThat(buffer.length()).isEqualTo(100);
        assertThat(probe.readable()).isFalse();
        peerSends(1);
        assertThat(loop.turn(0)).isEqualTo(1);
        assertThat(probe.readable()).isTrue();
    }

    @Test
    void shouldKnowBeforeItIsToldThatItWillBeReadable() {
        boolean[] seen = new boolean[2];
        Channel first = new Channel(loop) {
            @Override
            protected void ready() {
                if (readable()) {
                    seen[0] = probe.readable();
                    seen[1] = probe.willBeReadable();
                }
            }
        };
        int firstPeer = connectTo(first);
        loop.turn(0);
        assertThat(probe.willBeReadable()).isFalse();
        Io.send(firstPeer, Memory.addressOf(Memory.allocate(1)), 1);
        peerSends(1);
        loop.turn(0);
        assertThat(seen).as("told already; will be").containsExactly(false, true);
        assertThat(probe.readable()).isTrue();
        first.close();
        Io.close(firstPeer);
    }

    @Test
    void shouldStayReadableWhereALimitLeftBytesBehind() {
        peerSends(100);
        loop.turn(0);
        assertThat(probe.receive(buffer, 60)).isEqualTo(60);
        assertThat(probe.readable()).isTrue();
        assertThat(probe.receive(buffer, 60)).isEqualTo(40);
        assertThat(probe.readable()).isFalse();
    }

    @Test
    void shouldSayThatNothingIsThere() {
        loop.turn(0);
        assertThat(probe.receive(buffer, 10)).isEqualTo(-Errno.EAGAIN);
        assertThat(probe.readable()).isFalse();
    }

    @Test
    void shouldReceiveTheEndOfTheStreamBehindItsLastBytes() {
        peerSends(10);
        Sockets.shutdownWrite(peer);
        loop.turn(0);
        assertThat(probe.peerClosing()).isTrue();
        assertThat(probe.receive(buffer, buffer.room())).isEqualTo(10);
        assertThat(probe.readable()).isTrue();
        assertThat(probe.receive(buffer, buffer.room())).isZero();
        assertThat(probe.broken()).isFalse();
    }

    @Test
    void shouldStopBeingWritableWhereTheSocketIsFull() {
        loop.turn(0);
        int total = 0;
        while (probe.writable()) {
            buffer.reset(0);
            buffer.extend(4096);
            int sent = probe.send(buffer, 4096);
            assertThat(buffer.length()).isEqualTo(4096 - Math.max(sent, 0));
            total += Math.max(sent, 0);
        }
        assertThat(loop.turn(0)).isZero();
        ByteBuffer sink = Memory.allocate(1 << 16);
        while (total > 0) {
            total -= Io.receive(peer, Memory.addressOf(sink), sink.capacity());
        }
        loop.turn(0);
        assertThat(probe.writable()).isTrue();
    }

    @Test
    void shouldEndOnlyItsOwnDirection() {
        probe.shutdownWrite();
        ByteBuffer sink = Memory.allocate(16);
        assertThat(Io.receive(peer, Memory.addressOf(sink), 16)).isZero();
        peerSends(5);
        loop.turn(0);
        assertThat(probe.receive(buffer, buffer.room())).isEqualTo(5);
    }

    @Test
    void shouldTellThatTheConnectionIsBroken() {
        Io.close(peer);
        loop.turn(0);
        assertThat(probe.broken()).isTrue();
        assertThat(probe.receive(buffer, buffer.room())).isZero();
        buffer.extend(1);
        assertThat(probe.send(buffer, 1)).isEqualTo(-Errno.EPIPE);
        peer = -1;
    }

    @Test
    void shouldCloseOnce() {
        probe.close();
        probe.close();
        assertThat(probe.isOpen()).isFalse();
        assertThat(loop.turn(0)).isZero();
    }

    @Test
    void shouldHoldNothingAfterARefusedDescriptor() {
        Probe refused = new Probe(loop);
        assertThat(refused.open(1_000_000)).isEqualTo(-Errno.EBADF);
        assertThat(refused.isOpen()).isFalse();
    }

    @Test
    void shouldNotDeliverEventsOfAnEarlierOwnerOfTheDescriptor() {
        loop.turn(0);
        Probe victim = new Probe(loop);
        int victimsPeer = connectTo(victim);
        loop.turn(0);
        Probe heir = new Probe(loop);
        int[] heirsPeer = new int[1];
        probe.then = () -> {
            int number = victim.fd();
            victim.close();
            heirsPeer[0] = connectTo(heir);
            assertThat(heir.fd()).isEqualTo(number);
        };
        peerSends(1);
        send(victimsPeer, 1);
        assertThat(loop.turn(0)).isEqualTo(2);
        assertThat(probe.turns).isEqualTo(2);
        assertThat(heir.turns).isZero();
        loop.turn(0);
        assertThat(heir.turns).isEqualTo(1);
        assertThat(heir.readable()).isFalse();
        heir.close();
        Io.close(heirsPeer[0]);
        Io.close(victimsPeer);
    }

    private void peerSends(int bytes) {
        send(peer, bytes);
    }

    private static void send(int socket, int bytes) {
        ByteBuffer source = Memory.allocate(bytes);
        assertThat(Io.send(socket, Memory.addressOf(source), bytes)).isEqualTo(bytes);
    }

    /** Opens a channel on one end of a connected pair; returns the other. */
    private static int connectTo(Channel channel) {
        ByteBuffer pair = Memory.allocate(8);
        assertThat(Sockets.pair(Memory.addressOf(pair))).isZero();
        assertThat(channel.open(pair.getInt(0))).isZero();
        return pair.getInt(4);
    }

    private static final class Probe extends Channel {
        private int turns;
        private Runnable then = () -> {};

        Probe(Loop loop) {
            super(loop);
        }

        @Override
        protected void ready() {
            turns++;
            Runnable task = then;
            then = () -> {};
            task.run();
        }
    }
}
