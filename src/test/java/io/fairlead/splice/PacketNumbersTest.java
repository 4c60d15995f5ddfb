package io.fairlead.splice;

import static io.fairlead.splice.PacketRig.CLIENT;
import static io.fairlead.splice.PacketRig.PASS;
import static io.fairlead.splice.PacketRig.REDIRECT;
import static io.fairlead.splice.PacketRig.SERVER;
import static io.fairlead.splice.PacketRig.SPLICED;
import static io.fairlead.splice.Segment.ACK;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sequence numbers where they wrap and where their signs turn, on either wire, and windows in all units. */
class PacketNumbersTest {
    private static final byte[] PART = new byte[24];
    private static final byte[] NOTHING = new byte[0];
    private static final long HALF = 1L << 31;
    private static final long ROUND = 1L << 32;
    private static final long[] TURNS = {0, HALF};

    private static long wrapped(long number) {
        return number & ROUND - 1;
    }

    @ParameterizedTest
    @ValueSource(strings = {"IPv4", "IPv6"})
    void shouldTranslateNumbersAndBlocksAcrossTheWrap(String family) throws Exception {
        try (PacketRig rig = PacketRig.handedOver(family)) {
            for (long turn : TURNS) {
                for (long shift : new long[] {1, HALF, ROUND - 1, HALF - 5}) {
                    rig.set(CLIENT, "shift", shift).set(SERVER, "shift", shift);
                    for (int near = -40; near <= 40; near++) {
                        assertTranslated(rig, wrapped(turn + near), shift);
                        assertTranslated(rig, wrapped(turn + near - shift), shift);
                        assertTranslated(rig, wrapped(turn + near + shift), shift);
                    }
                }
            }
        }
    }

    private static void assertTranslated(PacketRig rig, long number, long shift) throws Exception {
        ByteBuffer here = ByteBuffer.allocate(20).put(new byte[] {1, 1, 5, 18});
        ByteBuffer there = ByteBuffer.allocate(20).put(new byte[] {1, 1, 5, 18});
        for (int edge = 1; edge <= 4; edge++) {
            here.putInt((int) number + 10 * edge);
            there.putInt((int) (number + 10L * edge - shift));
        }
        Segment data =
                new Segment(rig.client, rig.proxyToClient, number, wrapped(number + 1), 512, ACK, here.array(), PART);

        rig.set(CLIENT, "told_seq", number + 1).set(CLIENT, "promised", number + PART.length);
        PacketRig.Outcome outcome = rig.arrives(data);

        assertThat(outcome.answer()).isEqualTo(REDIRECT);
        assertThat(outcome.segment().seq()).isEqualTo(wrapped(number + shift));
        assertThat(outcome.segment().ack()).isEqualTo(wrapped(number + 1 - shift));
        assertThat(outcome.segment().options()).isEqualTo(there.array());
    }

    /** The kernel takes a direction over, byte by byte around the turn of either wire's numbers. */
    @ParameterizedTest
    @ValueSource(strings = {"client", "server"})
    void shouldTakeOverAcrossTheWrap(String wire) throws Exception {
        try (PacketRig rig = PacketRig.v4()) {
            for (long turn : TURNS) {
                for (long shift : new long[] {1, HALF, ROUND - 1, 12_345}) {
                    for (int near = -2 * PART.length - 1; near <= PART.length + 1; near++) {
                        long start = wrapped(turn + near - (wire.equals("client") ? 0 : shift));
                        takeOver(rig, start, shift);
                    }
                }
            }
        }
    }

    private static void takeOver(PacketRig rig, long start, long shift) throws Exception {
        for (int side : new int[] {CLIENT, SERVER}) {
            rig.set(side, "armed", 1).set(side, "has_boundary", 0).set(side, "handed_over", 0);
        }
        rig.set(CLIENT, "shift", shift).set(CLIENT, "floor", start).set(CLIENT, "stack_end", start);
        rig.set(CLIENT, "promised", start + 10_000).set(CLIENT, "acked", start).setLong(CLIENT, "bytes", 0);
        rig.set(SERVER, "sent_end", start + shift).set(SERVER, "shown_ack", start + shift);
        rig.set(SERVER, "told_seq", start + shift).set(SERVER, "right_edge", start + shift + 20_000);
        rig.set(SERVER, "shift", 0).set(SERVER, "floor", 500).set(SERVER, "stack_end", 500);
        rig.set(CLIENT, "sent_end", 500).set(CLIENT, "shown_ack", 500).set(CLIENT, "told_seq", 500);
        rig.set(SERVER, "promised", 50_000).state(SPLICED);

        PacketRig.Outcome taken = clientSends(rig, start);
        assertThat(taken.answer()).isEqualTo(REDIRECT);
        assertThat(taken.segment().seq()).isEqualTo(wrapped(start + shift));
        assertThat(rig.get(CLIENT, "boundary")).isEqualTo(start);

        PacketRig.Outcome before = clientSends(rig, start - PART.length);
        assertThat(before.answer()).as("what came before is the stack's").isEqualTo(PASS);
        assertThat(before.segment().seq()).isEqualTo(wrapped(start - PART.length));

        PacketRig.Outcome next = clientSends(rig, start + PART.length);
        assertThat(next.segment().seq()).isEqualTo(wrapped(start + PART.length + shift));

        PacketRig.Outcome acknowledged = rig.arrives(Segment.ack(
                rig.server, rig.proxyToServer, 500, wrapped(start + 2L * PART.length + shift), 20_000, NOTHING));
        assertThat(acknowledged.answer()).isEqualTo(REDIRECT);
        assertThat(acknowledged.segment().ack()).isEqualTo(wrapped(start + 2L * PART.length));
        assertThat(rig.get(CLIENT, "handed_over")).isEqualTo(1);
        assertThat(rig.getLong(CLIENT, "bytes")).isEqualTo(2L * PART.length);
    }

    private static PacketRig.Outcome clientSends(PacketRig rig, long seq) throws Exception {
        return rig.arrives(new Segment(rig.client, rig.proxyToClient, wrapped(seq), 500, 500, ACK, NOTHING, PART));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14})
    void shouldTellRoomInTheUnitsOfTheOtherEnd(int scale) throws Exception {
        try (PacketRig rig = PacketRig.handedOver("IPv4")) {
            for (int other = 0; other <= 14; other++) {
                rig.setByte(CLIENT, "peer_scale", scale).setByte(SERVER, "local_scale", other);
                for (int window : new int[] {0, 1, 2, 255, 256, 32_767, 65_535}) {
                    long room = (long) window << scale >> other;
                    long expected = Math.clamp(room, window == 0 ? 0 : 1, 65_535);
                    assertThat(rig.arrives(Segment.ack(rig.client, rig.proxyToClient, 5_000, 4_000, window, NOTHING))
                                    .segment()
                                    .window())
                            .as("%d in units of 2^%d, told in units of 2^%d", window, scale, other)
                            .isEqualTo((int) expected);
                }
            }
        }
    }
}
