package io.fairlead.linux;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * A {@code struct sockaddr_in} or {@code sockaddr_in6} (ip(7), ipv6(7)) in off-heap memory: family in the machine's
 * order (little-endian on both machines we run on), port and address in the network's. Reusable; not safe between
 * threads.
 */
public final class SocketAddress {
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int CAPACITY = 28;

    private static final int PORT = 2;
    private static final int V4 = 4;
    private static final int V6 = 8;

    private final ByteBuffer bytes = Memory.allocate(CAPACITY + Integer.BYTES);
    private final long pointer = Memory.addressOf(bytes);

    public void set(InetAddress ip, int port) {
        boolean v6 = ip instanceof Inet6Address;
        bytes.putLong(0, 0).putLong(8, 0).putLong(16, 0).putInt(24, 0);
        bytes.putShort(0, (short) (v6 ? AF_INET6 : AF_INET));
        bytes.putShort(PORT, Short.reverseBytes((short) port));
        byte[] raw = ip.getAddress();
        bytes.put(v6 ? V6 : V4, raw, 0, raw.length);
    }

    public int family() {
        return bytes.getShort(0);
    }

    public int port() {
        return Short.reverseBytes(bytes.getShort(PORT)) & 0xFFFF;
    }

    /** The address as Java's; a v4-mapped v6 address comes back as v4. */
    public InetAddress ip() {
        boolean v6 = family() == AF_INET6;
        byte[] raw = new byte[v6 ? 16 : 4];
        bytes.get(v6 ? V6 : V4, raw, 0, raw.length);
        try {
            return InetAddress.getByAddress(raw);
        } catch (UnknownHostException e) {
            throw new AssertionError("4 or 16 bytes are always an address", e);
        }
    }

    /** A copy that stays as this one changes. */
    public SocketAddress copy() {
        SocketAddress copy = new SocketAddress();
        copy.bytes.put(0, bytes, 0, CAPACITY);
        return copy;
    }

    long pointer() {
        return pointer;
    }

    int length() {
        return family() == AF_INET6 ? CAPACITY : 16;
    }

    /** Where accept(2) and getsockname(2) read and write the length: behind the structure. */
    long lengthPointer() {
        bytes.putInt(CAPACITY, CAPACITY);
        return pointer + CAPACITY;
    }
}
