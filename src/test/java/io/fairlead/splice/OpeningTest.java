package io.fairlead.splice;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.linux.Errno;
import io.fairlead.linux.Io;
import io.fairlead.linux.Memory;
import io.fairlead.linux.Repair;
import io.fairlead.linux.SocketAddress;
import io.fairlead.linux.Sockets;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where connections stand, by their handshakes and TCP_INFO, against what their sockets tell root of themselves. */
class OpeningTest {
    private static final int MOST_BYTES = 300_000; // more than a socket takes at once

    private final Rig rig = new Rig(Engine.PACKET);
    private final Openings openings = Objects.requireNonNull(rig.packets).openings();
    private final ByteBuffer bytes = Memory.allocate(MOST_BYTES);
    private final long pointer = Memory.addressOf(bytes);
    private final SocketAddress address = new SocketAddress();
    private boolean connected;
    private int active;
    private int passive;

    @AfterEach
    void end() {
        if (connected) {
            Io.close(active);
            Io.close(passive);
        }
        rig.close();
    }

    private void connect(String ip) {
        address.set(InetAddress.ofLiteral(ip), 0);
        int listening = Sockets.stream(address);
        Sockets.bind(listening, address);
        Sockets.listen(listening, 1);
        Sockets.localAddress(listening, address);
        active = Sockets.stream(address);
        int answer = Sockets.connect(active, address);
        assertThat(answer).isIn(0, -Errno.EINPROGRESS);
        passive = Sockets.accept(listening, address);
        Io.close(listening);
        connected = true;
    }

    private void checkBoth() {
        check(active);
        check(passive);
    }

    private void check(int socket) {
        Standing standing = new Standing();
        Opening opening = Objects.requireNonNull(openings.of(socket));
        int received;
        int written;
        do { // bytes may still be arriving
            received = Repair.received(socket);
            written = Repair.written(socket);
            assertThat(standing.look(socket, opening)).isZero();
            assertThat(standing.lookAgain(socket)).isZero();
        } while (received != Repair.received(socket));
        assertThat(standing.received()).as("received").isEqualTo(received);
        assertThat(standing.written()).as("written").isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void shouldKnowWhereNewConnectionsStand(String ip) {
        connect(ip);
        checkBoth();
    }

    @Test
    void shouldKnowWhereTheyStandWhateverIsUnderWay() {
        connect("127.0.0.1");
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        for (int i = 0; i < 200; i++) {
            int socket = random.nextBoolean() ? active : passive;
            int count = 1 + random.nextInt(MOST_BYTES);
            if (random.nextBoolean()) {
                Io.send(socket, pointer, count);
            } else {
                Io.receive(socket, pointer, count);
            }
            checkBoth();
        }
    }

    @Test
    void shouldCountAnEndAsReceived() {
        connect("127.0.0.1");
        Io.send(active, pointer, 1_000);
        Sockets.shutdownWrite(active);
        check(passive);
    }

    @Test
    void shouldNotKnowAConnectionThatWasOpenedBefore() {
        int own = Wire.open().near();
        rig.close();
        Rig later = new Rig(Engine.PACKET);
        assertThat(Objects.requireNonNull(later.packets).openings().of(own)).isNull();
        later.close();
        Io.close(own);
    }
}
