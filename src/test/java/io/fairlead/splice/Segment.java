package io.fairlead.splice;

import io.fairlead.linux.Memory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A TCP segment as it stands in an Ethernet frame: written with the checksums that it must have, and read back with a
 * look at those that it has.
 */
record Segment(
        InetSocketAddress source,
        InetSocketAddress target,
        long seq,
        long ack,
        int window,
        int flags,
        byte[] options,
        byte[] payload) {
    static final int FIN = 1;
    static final int SYN = 2;
    static final int RST = 4;
    static final int PSH = 8;
    static final int ACK = 16;

    private static final int ETHERNET_BYTES = 14;
    private static final int TCP_BYTES = 20;

    /** A segment without payload, as one end acknowledges. */
    static Segment ack(InetSocketAddress from, InetSocketAddress to, long seq, long ack, int window, byte[] options) {
        return new Segment(from, to, seq, ack, window, ACK, options, new byte[0]);
    }

    private boolean v6() {
        return source.getAddress().getAddress().length == 16;
    }

    private int ipBytes() {
        return v6() ? 40 : 20;
    }

    /** The frame, direct, in network order. */
    ByteBuffer frame() {
        int tcpBytes = TCP_BYTES + options.length + payload.length;
        ByteBuffer frame =
                Memory.allocate(ETHERNET_BYTES + ipBytes() + tcpBytes).order(ByteOrder.BIG_ENDIAN);
        frame.position(12).putShort((short) (v6() ? 0x86dd : 0x0800));
        if (v6()) {
            frame.putInt(0x60000000).putShort((short) tcpBytes).put((byte) 6).put((byte) 55);
        } else {
            frame.put((byte) 0x45)
                    .put((byte) 0)
                    .putShort((short) (20 + tcpBytes))
                    .putInt(0x4000);
            frame.put((byte) 55).put((byte) 6).putShort((short) 0);
        }
        frame.put(source.getAddress().getAddress()).put(target.getAddress().getAddress());
        frame.putShort((short) source.getPort()).putShort((short) target.getPort());
        frame.putInt((int) seq).putInt((int) ack);
        frame.put((byte) ((TCP_BYTES + options.length) / 4 << 4))
                .put((byte) flags)
                .putShort((short) window);
        frame.putInt(0).put(options).put(payload);
        return seal(frame.flip());
    }

    /** Gives a frame that a test has edited the checksums that it must have. */
    static ByteBuffer seal(ByteBuffer frame) {
        boolean v6 = frame.getShort(12) == (short) 0x86dd;
        if (!v6) {
            frame.putShort(24, (short) 0).putShort(24, (short) ~sum(frame, ETHERNET_BYTES, ETHERNET_BYTES + 20, 0));
        }
        int check = ETHERNET_BYTES + (v6 ? 40 : 20) + 16;
        frame.putShort(check, (short) 0);
        return frame.putShort(check, (short) ~tcpSum(frame, check - 16, v6));
    }

    /** Reads a frame back; a wrong checksum is an error. */
    static Segment of(ByteBuffer frame) throws java.io.IOException {
        ByteBuffer in = frame.duplicate().order(ByteOrder.BIG_ENDIAN);
        boolean v6 = in.getShort(12) == (short) 0x86dd;
        int tcp = ETHERNET_BYTES + (v6 ? 40 : 20);
        int length = v6 ? in.getShort(18) & 0xffff : (in.getShort(16) & 0xffff) - 20;
        if (in.limit() != tcp + length) {
            throw new java.io.IOException("header tells " + length + " bytes, frame " + (in.limit() - tcp));
        }
        if (!v6 && sum(in, ETHERNET_BYTES, tcp, 0) != 0xffff) {
            throw new java.io.IOException("wrong IP checksum");
        }
        if (tcpSum(in, tcp, v6) != 0xffff) {
            throw new java.io.IOException("wrong TCP checksum");
        }
        int headerBytes = (in.get(tcp + 12) >> 4 & 0xf) * 4;
        int addressAt = v6 ? 22 : 26;
        int addressBytes = v6 ? 16 : 4;
        return new Segment(
                address(in, addressAt, addressBytes, tcp),
                address(in, addressAt + addressBytes, addressBytes, tcp + 2),
                in.getInt(tcp + 4) & 0xffffffffL,
                in.getInt(tcp + 8) & 0xffffffffL,
                in.getShort(tcp + 14) & 0xffff,
                in.get(tcp + 13) & 0xff,
                slice(in, tcp + TCP_BYTES, tcp + headerBytes),
                slice(in, tcp + headerBytes, in.limit()));
    }

    private static InetSocketAddress address(ByteBuffer in, int at, int bytes, int portAt) throws java.io.IOException {
        return new InetSocketAddress(InetAddress.getByAddress(slice(in, at, at + bytes)), in.getShort(portAt) & 0xffff);
    }

    private static byte[] slice(ByteBuffer in, int from, int to) {
        byte[] bytes = new byte[to - from];
        in.get(from, bytes);
        return bytes;
    }

    private static int tcpSum(ByteBuffer frame, int tcp, boolean v6) {
        int addresses = v6 ? 32 : 8;
        int pseudo = sum(frame, tcp - addresses, tcp, 6 + frame.limit() - tcp);
        return sum(frame, tcp, frame.limit(), pseudo);
    }

    /** The one's complement sum of 16-bit words (RFC 1071). */
    static int sum(ByteBuffer bytes, int from, int to, int start) {
        int sum = start;
        for (int at = from; at < to; at += 2) {
            int word = (bytes.get(at) & 0xff) << 8 | (at + 1 < to ? bytes.get(at + 1) & 0xff : 0);
            sum += word;
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return sum;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Segment segment && toString().equals(segment.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    @Override
    public String toString() {
        return "%s > %s seq %d ack %d window %d flags %02x options %s payload %d:%08x"
                .formatted(
                        source,
                        target,
                        seq,
                        ack,
                        window,
                        flags,
                        java.util.HexFormat.of().formatHex(options),
                        payload.length,
                        Arrays.hashCode(payload));
    }
}
