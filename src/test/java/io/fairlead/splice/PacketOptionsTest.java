package io.fairlead.splice;

import static io.fairlead.splice.PacketRig.CLIENT;
import static io.fairlead.splice.PacketRig.DROP;
import static io.fairlead.splice.PacketRig.NEXT;
import static io.fairlead.splice.PacketRig.REDIRECT;
import static io.fairlead.splice.PacketRig.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TCP options in every layout that fits a header, and in some that do not. */
class PacketOptionsTest {
    private static final int LAYOUTS = 3_000;
    private static final int MOST_BYTES = 40;
    private static final int TIMESTAMPS = 8;
    private static final int SACK = 5;
    private static final byte[] OTHERS = {2, 3, 4, 6, 7, 14, 19, 28, 29, 30, 34, (byte) 253}; // 19: MD5, 30: MPTCP

    // what the peers' clocks and numbers are at the other end
    private static final int CLOCK_SHIFT = 9_000_000;
    private static final int ECHO_SHIFT = -7_000_000;
    private static final int SACK_SHIFT = 2_000;

    private final Random random = new Random(4);

    /** A pair whose ends have told their clocks, which stood at 0. */
    private static PacketRig rig(String family) throws Exception {
        PacketRig rig = PacketRig.handedOver(family);
        byte[] clock = HexFormat.of().parseHex("0101080a0000000000000000");
        rig.arrives(Segment.ack(rig.client, rig.proxyToClient, 5_000, 4_000, 512, clock));
        rig.arrives(Segment.ack(rig.server, rig.proxyToServer, 6_000, 6_000, 512, clock));
        return rig;
    }

    private static PacketRig.Outcome arrives(PacketRig rig, byte[] options) throws Exception {
        return rig.arrives(Segment.ack(rig.client, rig.proxyToClient, 5_000, 4_000, 512, options));
    }

    @ParameterizedTest
    @ValueSource(strings = {"IPv4", "IPv6"})
    void shouldTranslateWhatConcernsItWhereverItLies(String family) throws Exception {
        try (PacketRig rig = rig(family)) {
            for (int i = 0; i < LAYOUTS; i++) {
                ByteBuffer here = ByteBuffer.allocate(MOST_BYTES);
                ByteBuffer there = ByteBuffer.allocate(MOST_BYTES);
                layOut(here, there);

                PacketRig.Outcome outcome = arrives(rig, Arrays.copyOf(here.array(), here.position()));

                assertThat(outcome.answer()).isEqualTo(REDIRECT);
                assertThat(outcome.segment().options())
                        .as(HexFormat.of().formatHex(here.array()))
                        .isEqualTo(Arrays.copyOf(there.array(), there.position()));
            }
        }
    }

    /** Options in any order, as the client writes them and as the server is to see them. */
    private void layOut(ByteBuffer here, ByteBuffer there) {
        List<Integer> kinds = new ArrayList<>(List.of(TIMESTAMPS, SACK, 1, 1, 1, -1, -1));
        Collections.shuffle(kinds, random);
        for (int kind : kinds.subList(0, 1 + random.nextInt(kinds.size()))) {
            switch (kind) {
                case TIMESTAMPS -> layOutTimestamps(here, there);
                case SACK -> layOutBlocks(here, there, 1 + random.nextInt(4));
                case 1 -> layOut(here, there, new byte[] {1});
                default -> layOut(here, there, other(2 + random.nextInt(19)));
            }
        }
        boolean ends = random.nextBoolean();
        while (here.position() % 4 != 0) {
            byte pad = (byte) (ends ? 0 : 1);
            here.put(pad);
            there.put(pad);
        }
        if (ends && here.remaining() >= 4 && here.position() > 0) {
            layOut(here, there, new byte[] {0, SACK, 3, 0}); // behind the end nothing means anything
        }
    }

    private void layOutTimestamps(ByteBuffer here, ByteBuffer there) {
        if (here.remaining() >= 10) {
            int clock = random.nextInt();
            int echo = random.nextInt();
            here.put((byte) TIMESTAMPS).put((byte) 10).putInt(clock).putInt(echo);
            there.put((byte) TIMESTAMPS)
                    .put((byte) 10)
                    .putInt(clock + CLOCK_SHIFT)
                    .putInt(echo + ECHO_SHIFT);
        }
    }

    private void layOutBlocks(ByteBuffer here, ByteBuffer there, int blocks) {
        int length = 2 + 8 * blocks;
        if (here.remaining() >= length) {
            here.put((byte) SACK).put((byte) length);
            there.put((byte) SACK).put((byte) length);
            for (int i = 0; i < 2 * blocks; i++) {
                int edge = random.nextInt();
                here.putInt(edge);
                there.putInt(edge + SACK_SHIFT);
            }
        }
    }

    private byte[] other(int length) {
        byte[] option = new byte[length];
        random.nextBytes(option);
        option[0] = OTHERS[random.nextInt(OTHERS.length)];
        option[1] = (byte) length;
        return option;
    }

    private static void layOut(ByteBuffer here, ByteBuffer there, byte[] option) {
        if (here.remaining() >= option.length) {
            here.put(option);
            there.put(option);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void shouldEraseEveryBlockWhereTheOtherEndKnowsNone(int blocks) throws Exception {
        try (PacketRig rig = rig("IPv4")) {
            rig.setByte(SERVER, "sack", 0);
            ByteBuffer options = ByteBuffer.allocate(4 + 8 * blocks);
            options.put(0, new byte[] {1, 1, SACK, (byte) (2 + 8 * blocks)});

            PacketRig.Outcome outcome = arrives(rig, options.array());

            assertThat(outcome.answer()).isEqualTo(REDIRECT);
            assertThat(outcome.segment().options()).hasSize(4 + 8 * blocks).containsOnly(1);
        }
    }

    static final List<Arguments> LIES = List.of(
            Arguments.of("no length", "01010113"),
            Arguments.of("a length of nothing", "13000101"),
            Arguments.of("a length of less than itself", "13010101"),
            Arguments.of("longer than the header", "13050000"),
            Arguments.of("timestamps longer than the header", "080a0000"),
            Arguments.of("timestamps without a length", "01010108"),
            Arguments.of("blocks longer than the header", "0101050a00000fa0"),
            Arguments.of("behind timestamps", "0101080a000000010000000213000101"),
            Arguments.of("two kinds of which the second is too long", "1304000013ff0000"),
            Arguments.of("all of it", "ff".repeat(MOST_BYTES)));

    /** What cannot be translated is neither sent on nor shown to the stack, which has another view of the connection. */
    @ParameterizedTest
    @FieldSource("LIES")
    void shouldDropWhatLiesAboutItsLength(String what, String options) throws Exception {
        for (String family : List.of("IPv4", "IPv6")) {
            try (PacketRig rig = rig(family)) {
                byte[] bytes = HexFormat.of().parseHex(options);
                Segment ack = Segment.ack(rig.client, rig.proxyToClient, 5_000, 4_000, 512, bytes);
                assertThat(rig.show(ack.frame()).answer()).as(what).isEqualTo(DROP);
            }
        }
    }

    /** Until the kernel has carried something it is for the stack to judge. */
    @ParameterizedTest
    @FieldSource("LIES")
    void shouldLeaveWhatLiesToTheStackThatKnowsAll(String what, String options) throws Exception {
        for (String family : List.of("IPv4", "IPv6")) {
            try (PacketRig rig = PacketRig.of(family)) {
                byte[] bytes = HexFormat.of().parseHex(options);
                Segment ack = Segment.ack(rig.client, rig.proxyToClient, 5_000, 4_000, 512, bytes);
                assertThat(rig.arrives(ack)).as(what).isEqualTo(new PacketRig.Outcome(NEXT, ack));
                rig.set(CLIENT, "hidden_out", 1);
                assertThat(rig.show(ack.frame()).answer())
                        .as("once it knows less")
                        .isEqualTo(DROP);
            }
        }
    }

    /** Linux takes no notice of such options either. */
    @ParameterizedTest
    @ValueSource(strings = {"05020101", "050300010103050a", "0506000000010101", "08040000", "080b00000001000000020001"})
    void shouldKeepWhatIsNeitherBlocksNorTimestampsByItsLength(String layout) throws Exception {
        try (PacketRig rig = rig("IPv4")) {
            byte[] options = HexFormat.of().parseHex(layout);
            for (int sack : new int[] {1, 0}) {
                rig.setByte(SERVER, "sack", sack);
                assertThat(arrives(rig, options).segment().options()).isEqualTo(options);
            }
        }
    }
}
