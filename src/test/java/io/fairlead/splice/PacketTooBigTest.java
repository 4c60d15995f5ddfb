package io.fairlead.splice;

import static io.fairlead.splice.PacketRig.NEXT;
import static io.fairlead.splice.PacketRig.REDIRECT;
import static io.fairlead.splice.PacketRig.SERVER;
import static io.fairlead.splice.PacketRig.WATCHED;
import static io.fairlead.splice.Segment.ACK;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.linux.Memory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A router's word that a packet was too large for it, about packets that the kernel translated. */
class PacketTooBigTest {
    private static final int ETHERNET_BYTES = 14;
    private static final int PORTS_AND_NUMBER_BYTES = 8; // the least that a router quotes of TCP (RFC 792)
    private static final int MTU = 1_280;
    private static final long SEQ = 700_000;
    private static final long SHIFT = -2_000;

    private static boolean v4(String family) {
        return family.equals("IPv4");
    }

    private static int ipBytes(String family) {
        return v4(family) ? 20 : 40;
    }

    private static int quoteAt(String family) {
        return ETHERNET_BYTES + ipBytes(family) + 8;
    }

    private static InetAddress router(String family) {
        return InetAddress.ofLiteral(v4(family) ? "203.0.113.9" : "2001:db8:99::9");
    }

    /** What was sent to the client, as it was on its wire or as the server sent it. */
    private static ByteBuffer quoted(InetSocketAddress from, InetSocketAddress to, long seq) {
        ByteBuffer frame = new Segment(from, to, seq, 4_000, 512, ACK, new byte[0], new byte[200]).frame();
        return frame.slice(ETHERNET_BYTES, frame.limit() - ETHERNET_BYTES);
    }

    /** A message with so much of the packet, checksums and all. */
    private static ByteBuffer message(String family, InetAddress from, InetAddress to, ByteBuffer quoted, int bytes) {
        int icmp = ETHERNET_BYTES + ipBytes(family);
        ByteBuffer frame = Memory.allocate(icmp + 8 + bytes).order(ByteOrder.BIG_ENDIAN);
        frame.putShort(12, (short) (v4(family) ? 0x0800 : 0x86dd)).position(ETHERNET_BYTES);
        if (v4(family)) {
            frame.put((byte) 0x45).put((byte) 0).putShort((short) (28 + bytes)).putInt(0);
            frame.put((byte) 64).put((byte) 1).putShort((short) 0);
        } else {
            frame.putInt(0x60000000)
                    .putShort((short) (8 + bytes))
                    .put((byte) 58)
                    .put((byte) 64);
        }
        frame.put(from.getAddress()).put(to.getAddress());
        frame.put((byte) (v4(family) ? 3 : 2))
                .put((byte) (v4(family) ? 4 : 0))
                .putShort((short) 0)
                .putInt(MTU);
        return seal(family, frame.put(quoted.slice(0, bytes)).flip());
    }

    private static ByteBuffer seal(String family, ByteBuffer frame) {
        int icmp = ETHERNET_BYTES + ipBytes(family);
        int start = 0;
        if (v4(family)) {
            frame.putShort(24, (short) ~Segment.sum(frame.putShort(24, (short) 0), ETHERNET_BYTES, icmp, 0));
        } else {
            start = Segment.sum(frame, icmp - 32, icmp, 58 + frame.limit() - icmp);
        }
        frame.putShort(icmp + 2, (short) 0);
        return frame.putShort(icmp + 2, (short) ~Segment.sum(frame, icmp, frame.limit(), start));
    }

    private static ByteBuffer aboutServersPacket(PacketRig rig, String family, int bytes) {
        ByteBuffer sent = quoted(rig.proxyToClient, rig.client, SEQ + SHIFT);
        return message(family, router(family), rig.proxyToClient.getAddress(), sent, bytes);
    }

    @ParameterizedTest
    @CsvSource({"IPv4, 8", "IPv4, 20", "IPv4, 220", "IPv6, 8", "IPv6, 20", "IPv6, 220"})
    void shouldTellTheSenderOfThePacketThatItSent(String family, int tcpBytes) throws Exception {
        try (PacketRig rig = PacketRig.handedOver(family)) {
            int bytes = ipBytes(family) + tcpBytes;

            PacketRig.Shown shown = rig.show(aboutServersPacket(rig, family, bytes));

            assertThat(shown.answer()).isEqualTo(REDIRECT);
            ByteBuffer sent = quoted(rig.server, rig.proxyToServer, SEQ);
            ByteBuffer expected = message(family, rig.proxyToServer.getAddress(), rig.server.getAddress(), sent, bytes);
            if (tcpBytes > PORTS_AND_NUMBER_BYTES + 8) { // of the quoted checksum nobody takes notice
                int check = quoteAt(family) + ipBytes(family) + 16;
                expected.putShort(check, shown.frame().getShort(check));
                seal(family, expected);
            }
            assertThat(shown.frame().mismatch(expected)).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"IPv4", "IPv6"})
    void shouldLeaveWhatQuotesTooLittleToTheStack(String family) throws Exception {
        try (PacketRig rig = PacketRig.handedOver(family)) {
            for (int bytes = 0; bytes < ipBytes(family) + PORTS_AND_NUMBER_BYTES; bytes++) {
                assertLeftAlone(rig, aboutServersPacket(rig, family, bytes), bytes + " bytes");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "IPv4, 34, 0", // an echo's reply
        "IPv4, 34, 11",
        "IPv4, 35, 1", // host unreachable
        "IPv4, 35, 3",
        "IPv4, 23, 17",
        "IPv4, 14, 70", // six words of header
        "IPv4, 42, 70", // and of the quoted
        "IPv4, 51, 17", // a UDP packet is quoted
        "IPv6, 54, 1",
        "IPv6, 54, 3",
        "IPv6, 54, 128",
        "IPv6, 20, 0", // extension headers
        "IPv6, 62, 64", // IPv4 inside
        "IPv6, 68, 17",
        "IPv6, 68, 44"
    })
    void shouldLeaveOtherMessagesToTheStack(String family, int at, int octet) throws Exception {
        try (PacketRig rig = PacketRig.handedOver(family)) {
            ByteBuffer message = aboutServersPacket(rig, family, ipBytes(family) + 20);
            assertLeftAlone(rig, message.put(at, (byte) octet), at + ": " + octet);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"IPv4", "IPv6"})
    void shouldLeaveWhatTheStackSentToTheStack(String family) throws Exception {
        try (PacketRig rig = PacketRig.handedOver(family)) {
            ByteBuffer message = aboutServersPacket(rig, family, ipBytes(family) + 20);
            rig.set(SERVER, "handed_over", 0).set(SERVER, "boundary", SEQ + 1);
            assertLeftAlone(rig, message, "below the boundary");
            rig.set(SERVER, "boundary", SEQ);
            assertThat(rig.show(message).answer()).isEqualTo(REDIRECT);
            assertLeftAlone(rig.state(WATCHED), message, "watched");
        }
    }

    private static void assertLeftAlone(PacketRig rig, ByteBuffer frame, String as) {
        PacketRig.Shown shown = rig.show(frame);
        assertThat(shown.answer()).as(as).isEqualTo(NEXT);
        assertThat(shown.frame().mismatch(frame)).as(as).isEqualTo(-1);
    }
}
