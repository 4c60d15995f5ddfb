package io.fairlead.splice;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.linux.Memory;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The kernel's own maps, with room for two pairs. Needs root, as the programs do. */
class PairTableTest {
    private final PacketPrograms programs = programs();
    private final PairTable table = new PairTable(programs, 2);

    private static PacketPrograms programs() {
        try {
            return new PacketPrograms(2);
        } catch (PacketSpliceException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void close() {
        programs.close();
    }

    private PacketPair take() {
        return Objects.requireNonNull(table.take());
    }

    private static ByteBuffer flow(int port) {
        ByteBuffer flow = Memory.allocate(Layout.of("flow"));
        return flow.putShort(flow.capacity() - 2, (short) port);
    }

    private boolean enter(PacketPair pair, int clientPort, int serverPort) {
        return table.enter(pair, PacketPair.CLIENT, flow(clientPort))
                && table.enter(pair, PacketPair.SERVER, flow(serverPort));
    }

    @Test
    void shouldForgetTheFlowsOfAReleasedPair() {
        for (int round = 0; round < 10; round++) { // the kernel's map has room for the flows of two
            PacketPair pair = take();
            assertThat(enter(pair, 2 * round, 2 * round + 1)).isTrue();
            table.release(pair, pair.generation());
        }
    }

    @Test
    void shouldLeaveAFlowToThePairThatHasItNow() {
        PacketPair older = take();
        PacketPair newer = take();
        enter(older, 1, 2);
        table.rest(older);
        enter(newer, 1, 3);
        table.release(older, older.generation());
        assertThat(enter(take(), 4, 5)).isTrue();
        assertThat(table.enter(newer, PacketPair.CLIENT, flow(6)))
                .as("four flows are in the map: 1, 3, 4, 5")
                .isFalse();
    }

    @Test
    void shouldGiveAwayThePairThatRestedLongest() {
        PacketPair first = take();
        PacketPair second = take();
        assertThat(table.take()).isNull();
        table.rest(second);
        table.rest(first);
        int generation = second.generation();
        assertThat(take()).isSameAs(second);
        table.release(second, generation); // its time is up, but it is another's already
        assertThat(take()).isSameAs(first);
        assertThat(table.take()).isNull();
    }
}
