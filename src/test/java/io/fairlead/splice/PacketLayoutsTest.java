package io.fairlead.splice;

import static io.fairlead.splice.PacketRig.CLIENT;
import static io.fairlead.splice.PacketRig.NEXT;
import static io.fairlead.splice.PacketRig.PASS;
import static io.fairlead.splice.PacketRig.REDIRECT;
import static io.fairlead.splice.PacketRig.SERVER;
import static io.fairlead.splice.Segment.ACK;
import static io.fairlead.splice.Segment.PSH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.linux.Memory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames of a joined pair that are not plain segments: the stack's, as they came. And some that are, against the odds. */
class PacketLayoutsTest {
    private static final int ETHERNET_BYTES = 14;
    private static final int URG = 0x20;
    private static final int FOR_STACK = 0x46610001;
    private static final byte[] TIMESTAMPS = HexFormat.of().parseHex("0101080a000004d20000004d");
    private static final byte[] PAYLOAD = new byte[100];

    /** Where the TCP header lies. The kernel lets no shorter frame be described. */
    private static int tcpAt(String family) {
        return ETHERNET_BYTES + (family.equals("IPv4") ? 20 : 40);
    }

    private static Segment data(PacketRig rig, int flags) {
        return new Segment(rig.client, rig.proxyToClient, 5_000, 4_000, 512, flags, TIMESTAMPS, PAYLOAD);
    }

    private static ByteBuffer frame(PacketRig rig) {
        return data(rig, PSH | ACK).frame();
    }

    private static ByteBuffer insert(ByteBuffer frame, int at, byte[] bytes) {
        ByteBuffer longer = Memory.allocate(frame.limit() + bytes.length).order(ByteOrder.BIG_ENDIAN);
        longer.put(frame.slice(0, at)).put(bytes).put(frame.slice(at, frame.limit() - at));
        return longer.flip();
    }

    private static ByteBuffer cut(ByteBuffer frame, int bytes) {
        return Memory.allocate(bytes)
                .order(ByteOrder.BIG_ENDIAN)
                .put(frame.slice(0, bytes))
                .flip();
    }

    private static void assertLeftAlone(PacketRig rig, ByteBuffer frame, String as) {
        PacketRig.Shown shown = rig.show(frame);
        assertThat(shown.answer()).as(as).isEqualTo(NEXT);
        assertThat(shown.frame().mismatch(frame)).as(as).isEqualTo(-1);
        assertThat(rig.getLong(CLIENT, "packets")).as(as).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"IPv4", "IPv6"})
    void shouldLeaveWhatIsCutOffToTheStack(String family) throws Exception {
        try (PacketRig rig = PacketRig.handedOver(family)) {
            ByteBuffer whole = frame(rig);
            for (int bytes = tcpAt(family); bytes < whole.limit(); bytes++) {
                assertLeftAlone(rig, cut(whole, bytes), bytes + " bytes of " + whole.limit());
            }
        }
    }

    /** And where the IP header tells the truth. */
    @ParameterizedTest
    @ValueSource(strings = {"IPv4", "IPv6"})
    void shouldLeaveSegmentsWithoutAWholeHeaderToTheStack(String family) throws Exception {
        try (PacketRig rig = PacketRig.handedOver(family)) {
            int tcp = tcpAt(family);
            for (int bytes = 0; bytes < 20 + TIMESTAMPS.length; bytes++) {
                ByteBuffer frame = cut(frame(rig), tcp + bytes);
                int told = family.equals("IPv4") ? 20 + bytes : Math.max(bytes, 1); // 0: it is a jumbogram
                frame.putShort(family.equals("IPv4") ? 16 : 18, (short) told);
                assertLeftAlone(rig, frame, bytes + " bytes of TCP");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"IPv4", "IPv6"})
    void shouldLeaveImpossibleHeaderLengthsToTheStack(String family) throws Exception {
        try (PacketRig rig = PacketRig.handedOver(family)) {
            for (int words : new int[] {0, 1, 2, 3, 4, 15}) {
                ByteBuffer frame = cut(frame(rig), tcpAt(family) + 40);
                boolean v4 = family.equals("IPv4");
                frame.putShort(v4 ? 16 : 18, (short) (v4 ? 60 : 40));
                frame.put(tcpAt(family) + 12, (byte) (words << 4));
                assertLeftAlone(rig, frame, words + " words");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "IPv4, 12, 8100", // a VLAN's tag, where no device has taken it off
        "IPv4, 12, 88a8",
        "IPv4, 12, 86dd",
        "IPv6, 12, 0800",
        "IPv4, 20, 2000", // a first fragment
        "IPv4, 20, 2064",
        "IPv4, 20, 0064", // a last one
        "IPv4, 14, 44", // four words of header
        "IPv4, 14, 65",
        "IPv6, 14, 40",
        "IPv4, 23, 11", // UDP
        "IPv6, 20, 11",
        "IPv6, 20, 00", // extension headers: hop by hop
        "IPv6, 20, 2b", // routing
        "IPv6, 20, 2c", // fragment
        "IPv6, 20, 32", // ESP
        "IPv6, 20, 33", // AH
        "IPv6, 20, 3c", // destination options
        "IPv6, 20, 87", // mobility
        "IPv6, 20, 3b" // nothing
    })
    void shouldLeaveWhatIsNoPlainSegmentToTheStack(String family, int at, String bytes) throws Exception {
        try (PacketRig rig = PacketRig.handedOver(family)) {
            byte[] edit = HexFormat.of().parseHex(bytes);
            assertLeftAlone(rig, frame(rig).put(at, edit), bytes);
            if (at == 12) {
                assertLeftAlone(rig, insert(frame(rig), at, HexFormat.of().parseHex(bytes + "0005")), "tagged");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
    void shouldLeavePacketsWithIpOptionsToTheStack(int words) throws Exception {
        try (PacketRig rig = PacketRig.handedOver("IPv4")) {
            byte[] options = new byte[4 * (words - 5)];
            java.util.Arrays.fill(options, (byte) 1);
            ByteBuffer frame = insert(frame(rig), ETHERNET_BYTES + 20, options);
            frame.put(ETHERNET_BYTES, (byte) (0x40 | words)).putShort(16, (short) (frame.limit() - ETHERNET_BYTES));
            assertLeftAlone(rig, frame, words + " words");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "2b", "2c", "3c"})
    void shouldLeavePacketsWithExtensionHeadersToTheStack(String kind) throws Exception {
        try (PacketRig rig = PacketRig.handedOver("IPv6")) {
            ByteBuffer frame = insert(frame(rig), tcpAt("IPv6"), HexFormat.of().parseHex("0600010400000000"));
            frame.put(20, HexFormat.of().parseHex(kind)).putShort(18, (short) (frame.limit() - tcpAt("IPv6")));
            assertLeftAlone(rig, frame, kind);
        }
    }

    @ParameterizedTest
    @CsvSource({"IPv4, 1", "IPv4, 30", "IPv6, 1", "IPv6, 30"})
    void shouldNotTakePaddingForPayload(String family, int bytes) throws Exception {
        try (PacketRig rig = PacketRig.handedOver(family)) {
            ByteBuffer whole = frame(rig);
            rig.set(SERVER, "told_seq", 6_000);
            ByteBuffer padded = insert(whole, whole.limit(), new byte[bytes]);

            PacketRig.Shown shown = rig.show(padded);

            assertThat(shown.answer()).isEqualTo(REDIRECT);
            assertThat(rig.get(SERVER, "told_seq")).isEqualTo(6_000 + PAYLOAD.length);
            assertThat(Segment.of(cut(shown.frame(), whole.limit())).payload()).isEqualTo(PAYLOAD);
        }
    }

    /** A super-packet of more than 64 KiB tells 0. */
    @ParameterizedTest
    @CsvSource({"IPv4, true", "IPv4, false", "IPv6, true", "IPv6, false"})
    void shouldMeasureASuperPacketByItsBuffer(String family, boolean told) throws Exception {
        try (PacketRig rig = PacketRig.handedOver(family)) {
            ByteBuffer frame = frame(rig);
            if (!told) {
                frame.putShort(family.equals("IPv4") ? 16 : 18, (short) 0);
            }

            rig.set(SERVER, "told_seq", 6_000);

            assertThat(rig.show(frame, 40).answer()).isEqualTo(REDIRECT);

            assertThat(rig.get(SERVER, "told_seq")).isEqualTo(6_000 + PAYLOAD.length);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"IPv4", "IPv6"})
    void shouldPassUrgentData(String family) throws Exception {
        try (PacketRig rig = PacketRig.handedOver(family)) {
            int pointer = tcpAt(family) + 18;
            ByteBuffer urgent = data(rig, URG | PSH | ACK).frame().putShort(pointer, (short) 7);

            PacketRig.Shown shown = rig.show(Segment.seal(urgent));

            assertThat(shown.answer()).isEqualTo(REDIRECT);
            assertThat(Segment.of(shown.frame()).flags()).isEqualTo(URG | PSH | ACK);
            assertThat(shown.frame().getShort(pointer)).isEqualTo((short) 7);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"IPv4", "IPv6"})
    void shouldNotTellTheStackOfUrgentDataThatItIsNotGiven(String family) throws Exception {
        try (PacketRig rig = PacketRig.handedOver(family)) {
            PacketRig.Outcome copy = rig.arrivesMarked(data(rig, URG | PSH | ACK), FOR_STACK);

            assertThat(copy.answer()).isEqualTo(PASS);
            assertThat(copy.segment().payload()).isEmpty();
            assertThat(copy.segment().flags()).isEqualTo(PSH | ACK);
        }
    }

    /** Checksums are corrected by what was changed: whatever a wire did to a packet is still to be seen. */
    @ParameterizedTest
    @ValueSource(strings = {"IPv4", "IPv6"})
    void shouldNeverMakeAWrongChecksumRight(String family) throws Exception {
        Random random = new Random(4);
        try (PacketRig rig = PacketRig.handedOver(family)) {
            int tcp = tcpAt(family);
            int seen = 0;
            for (int i = 0; i < 2_000; i++) {
                ByteBuffer frame = frame(rig);
                int at = tcp + 4 + random.nextInt(frame.limit() - tcp - 4); // the ports are whose it is
                frame.put(at, (byte) (frame.get(at) ^ 1 << random.nextInt(8)));

                PacketRig.Shown shown = rig.show(frame);

                if (shown.answer() == REDIRECT) {
                    seen++;
                    assertThatThrownBy(() -> Segment.of(shown.frame()))
                            .as("a bit of byte " + at)
                            .isInstanceOf(IOException.class);
                }
            }
            assertThat(seen).isGreaterThan(1_000);
        }
    }

    /** Whatever comes: the programs end, and what is not for them goes on as it came. */
    @Test
    void shouldBearAnything() throws Exception {
        Random random = new Random(4);
        for (String family : new String[] {"IPv4", "IPv6"}) {
            try (PacketRig rig = PacketRig.handedOver(family)) {
                for (int i = 0; i < 5_000; i++) {
                    ByteBuffer frame = cut(frame(rig), tcpAt(family) + random.nextInt(130));
                    for (int edits = random.nextInt(6); edits >= 0; edits--) {
                        frame.put(ETHERNET_BYTES + random.nextInt(frame.limit() - ETHERNET_BYTES), (byte)
                                random.nextInt());
                    }
                    PacketRig.Shown shown = rig.show(frame);
                    if (shown.answer() == NEXT) {
                        assertThat(shown.frame().mismatch(frame)).isEqualTo(-1);
                    }
                    assertThat(shown.frame().limit()).isEqualTo(frame.limit());
                }
            }
        }
    }
}
