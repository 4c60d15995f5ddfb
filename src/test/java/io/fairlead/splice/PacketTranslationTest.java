package io.fairlead.splice;

import static io.fairlead.splice.PacketRig.CLIENT;
import static io.fairlead.splice.PacketRig.NEXT;
import static io.fairlead.splice.PacketRig.PASS;
import static io.fairlead.splice.PacketRig.REDIRECT;
import static io.fairlead.splice.PacketRig.SERVER;
import static io.fairlead.splice.Segment.ACK;
import static io.fairlead.splice.Segment.FIN;
import static io.fairlead.splice.Segment.PSH;
import static io.fairlead.splice.Segment.RST;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.splice.SplicedPair.Phase;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the programs make of single packets, byte by byte. */
class PacketTranslationTest {
    private static final byte[] PAYLOAD =
            "the quick brown fox, odd".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private static byte[] timestamps(int clock, int echo) {
        return ByteBuffer.allocate(12)
                .putInt(0x0101080a)
                .putInt(clock)
                .putInt(echo)
                .array();
    }

    private static Segment segment(
            InetSocketAddress from, InetSocketAddress to, long seq, long ack, int window, byte[] options, byte[] data) {
        return new Segment(from, to, seq, ack, window, data.length > 0 ? PSH | ACK : ACK, options, data);
    }

    @ParameterizedTest
    @ValueSource(strings = {"IPv4", "IPv6"})
    void shouldLeaveStrangersAlone(String family) throws Exception {
        try (PacketRig rig = PacketRig.handedOver(family)) {
            Segment strange = segment(rig.client, rig.server, 1, 2, 3, new byte[0], PAYLOAD);

            assertThat(rig.arrives(strange)).isEqualTo(new PacketRig.Outcome(NEXT, strange));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"IPv4", "IPv6"})
    void shouldFollowAWatchedConnectionWithoutTouchingIt(String family) throws Exception {
        try (PacketRig rig = PacketRig.of(family)) {
            rig.set(CLIENT, "told_seq", 9_000);
            Segment data = segment(rig.client, rig.proxyToClient, 5_000, 9_000, 500, timestamps(1, 2), PAYLOAD);

            assertThat(rig.arrives(data)).isEqualTo(new PacketRig.Outcome(NEXT, data));
            assertThat(rig.get(CLIENT, "stack_end")).isEqualTo(5_000 + PAYLOAD.length);
            assertThat(rig.get(CLIENT, "shown_ack")).isEqualTo(9_000);
            assertThat(rig.get(CLIENT, "right_edge")).isEqualTo(9_500);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"IPv4", "IPv6"})
    void shouldTranslateAddressesNumbersWindowsAndClocks(String family) throws Exception {
        try (PacketRig rig = PacketRig.handedOver(family)) {
            Segment data = segment(rig.client, rig.proxyToClient, 5_000, 4_000, 512, timestamps(1_234, 77), PAYLOAD);

            PacketRig.Outcome outcome = rig.arrives(data);

            // 512 << 7 bytes are 1024 << 6; the client's clock continues the one the server has seen
            Segment expected =
                    segment(rig.proxyToServer, rig.server, 6_000, 6_000, 1_024, timestamps(9_000_000, 0), PAYLOAD);
            assertThat(outcome).isEqualTo(new PacketRig.Outcome(REDIRECT, expected));
            assertThat(rig.getLong(CLIENT, "packets")).isEqualTo(1);
        }
    }

    /** None would never be filled, and so never grow. */
    @ParameterizedTest
    @ValueSource(strings = {"IPv4", "IPv6"})
    void shouldTellLessThanAUnitOfRoomAsOne(String family) throws Exception {
        try (PacketRig rig = PacketRig.handedOver(family)) {
            rig.setByte(SERVER, "local_scale", 14);
            for (int window : new int[] {0, 8}) {
                Segment ack =
                        segment(rig.client, rig.proxyToClient, 5_000, 4_000, window, timestamps(1, 2), new byte[0]);
                assertThat(rig.arrives(ack).segment().window()).isEqualTo(window == 0 ? 0 : 1);
            }
        }
    }

    /** The stack's own numbers have stood still since the boundary, and after 2^31 bytes seem to lie ahead. */
    @ParameterizedTest
    @ValueSource(longs = {1_000_000_000, 3_000_000_000L})
    void shouldResetWithTheNumbersThatTheEndHasSeen(long passed) throws Exception {
        try (PacketRig rig = PacketRig.handedOver("IPv4")) {
            rig.set(CLIENT, "sent_end", 1_000).set(CLIENT, "acked", 2_000);
            rig.set(CLIENT, "told_seq", 1_000 + passed).set(CLIENT, "told_ack", 2_000 + passed);
            Segment reset =
                    new Segment(rig.proxyToClient, rig.client, 1_000, 2_000, 500, RST | ACK, new byte[0], new byte[0]);

            Segment left = rig.leaves(reset).segment();

            assertThat(left.seq()).isEqualTo(1_000 + passed);
            assertThat(left.ack()).isEqualTo(2_000 + passed);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"IPv4", "IPv6"})
    void shouldTranslateSelectiveAcknowledgementsInAnyLayout(String family) throws Exception {
        for (String layout : new String[] {
            "0101080a000004d20000004d" + "0101050a00000fa000001388",
            "0101050a00000fa000001388" + "0101080a000004d20000004d",
            "080a000004d20000004d" + "050a00000fa000001388",
            "01080a000004d20000004d" + "050a00000fa000001388" + "010101",
            "050a00000fa000001388" + "080a000004d20000004d" + "00000000"
        }) {
            try (PacketRig rig = PacketRig.handedOver(family)) {
                byte[] options = HexFormat.of().parseHex(layout);
                Segment ack = segment(rig.client, rig.proxyToClient, 5_000, 4_000, 512, options, new byte[0]);

                PacketRig.Outcome outcome = rig.arrives(ack);

                // the block 4000 to 5000 is 6000 to 7000 on the server's wire
                String expected = layout.replace("00000fa000001388", "0000177000001b58")
                        .replace("000004d20000004d", "0089544000000000");
                assertThat(outcome.answer()).isEqualTo(REDIRECT);
                assertThat(HexFormat.of().formatHex(outcome.segment().options()))
                        .isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"IPv4", "IPv6"})
    void shouldEraseOptionsThatTheOtherEndDoesNotKnow(String family) throws Exception {
        try (PacketRig rig = PacketRig.handedOver(family)) {
            rig.setByte(SERVER, "timestamps", 0).setByte(SERVER, "sack", 0);
            byte[] options = HexFormat.of().parseHex("0101080a000004d20000004d0101050a00000fa000001388");
            Segment ack = segment(rig.client, rig.proxyToClient, 5_000, 4_000, 512, options, new byte[0]);

            PacketRig.Outcome outcome = rig.arrives(ack);

            assertThat(outcome.answer()).isEqualTo(REDIRECT);
            assertThat(outcome.segment().options()).containsOnly(1).hasSize(24);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"IPv4", "IPv6"})
    void shouldPassBytesBelowTheBoundaryToTheStack(String family) throws Exception {
        try (PacketRig rig = PacketRig.handedOver(family)) {
            rig.set(CLIENT, "handed_over", 0).set(CLIENT, "boundary", 8_000).set(SERVER, "handed_over", 0);
            rig.set(SERVER, "has_boundary", 0).set(CLIENT, "sent_end", 4_000).set(CLIENT, "shown_ack", 4_000);
            Segment data = segment(rig.client, rig.proxyToClient, 5_000, 4_000, 512, timestamps(1_234, 77), PAYLOAD);

            assertThat(rig.arrives(data)).isEqualTo(new PacketRig.Outcome(PASS, data));
        }
    }

    /** The table of net/netfilter/ipvs/ip_vs_proto_tcp.c, a row for a flag and whose packet it is on. */
    @ParameterizedTest
    @CsvSource({
        "CLIENT, FIN, CL CW SS TW TW TW CL CW LA LI TW",
        "CLIENT, ACK, CL ES SS ES FW TW CL CW CL LI ES",
        "CLIENT, RST, CL CL CL SR CL CL CL CL LA LI SR",
        "SERVER, FIN, TW FW SS TW FW TW CL TW LA LI TW",
        "SERVER, ACK, ES ES SS ES FW TW CL CW LA ES ES",
        "SERVER, RST, CL CL SS CL CL TW CL CL CL CL CL"
    })
    void shouldGoThroughThePhasesOfVirtualServers(String from, String flag, String row) throws Exception {
        List<String> names = List.of("NO", "ES", "SS", "SR", "FW", "TW", "CL", "CW", "LA", "LI", "SA");
        String[] next = row.split(" ", -1);
        int flags = ACK
                | Objects.requireNonNull(
                        Map.of("FIN", FIN, "ACK", ACK, "RST", RST).get(flag));
        try (PacketRig rig = PacketRig.v4()) {
            for (int i = 0; i < next.length; i++) {
                Phase phase = List.of(Phase.values()).get(i);
                boolean fromClient = from.equals("CLIENT");
                InetSocketAddress sender = fromClient ? rig.client : rig.server;
                InetSocketAddress proxy = fromClient ? rig.proxyToClient : rig.proxyToServer;
                rig.phase(phase).arrives(new Segment(sender, proxy, 0, 0, 3, flags, new byte[0], new byte[0]));
                int expected = names.indexOf(next[i]);
                assertThat(rig.phase())
                        .as("after %s", phase)
                        .isEqualTo(List.of(Phase.values()).get(expected));
            }
        }
    }
}
