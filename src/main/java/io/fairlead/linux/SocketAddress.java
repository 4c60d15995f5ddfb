package io.fairlead.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * A {@code struct sockaddr_in}, {@code sockaddr_in6} or {@code sockaddr_un} (ip(7), ipv6(7), unix(7)) in off-heap
 * memory: family in the machine's order (little-endian on both machines we run on), port and address in the network's.
 * Reusable; not safe between threads.
 */
public final class SocketAddress {
    /** The longest path or abstract name of a UNIX socket, in bytes: sun_path without its zero. */
    public static final int MAX_PATH_BYTES = 107;

    static final int AF_UNIX = 1;
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;

    private static final int V4_BYTES = 16;
    private static final int V6_BYTES = 28;
    private static final int UNIX_BYTES = 2 + MAX_PATH_BYTES + 1;
    private static final int CAPACITY = 112; // the largest, and the length behind it lies where an int may

    private static final int PORT = 2;
    private static final int V4 = 4;
    private static final int V6 = 8;
    private static final int PATH = 2;

    /** ::ffff:0:0/96, its last four bytes as the machine reads them. */
    private static final int MAPPED_PREFIX = 0xffff0000;

    private final ByteBuffer bytes = Memory.allocate(CAPACITY + Integer.BYTES);
    private final long pointer = Memory.addressOf(bytes);

    /** An IPv4 or IPv6 address and its port, 0 to 65535. */
    public void set(InetAddress ip, int port) {
        boolean v6 = ip instanceof Inet6Address;
        clear(V6_BYTES);
        bytes.putShort(0, (short) (v6 ? AF_INET6 : AF_INET));
        setPort(port);
        byte[] raw = ip.getAddress();
        bytes.put(v6 ? V6 : V4, raw, 0, raw.length);
    }

    /** Another port of the same address. */
    public void setPort(int port) {
        bytes.putShort(PORT, Short.reverseBytes((short) port));
    }

    /**
     * The path of a UNIX socket, or an abstract name, which is filled up with zeros as HAProxy's {@code abns@} is.
     *
     * @throws IllegalArgumentException where it is empty or longer than {@link #MAX_PATH_BYTES}
     */
    public void setUnix(String path, boolean isAbstract) {
        byte[] raw = path.getBytes(UTF_8);
        if (raw.length == 0 || raw.length > MAX_PATH_BYTES) {
            throw new IllegalArgumentException("a UNIX socket's path has 1 to " + MAX_PATH_BYTES + " bytes: " + path);
        }
        clear(CAPACITY);
        bytes.putShort(0, (short) AF_UNIX);
        bytes.put(isAbstract ? PATH + 1 : PATH, raw, 0, raw.length);
    }

    /** What another holds. */
    public void set(SocketAddress other) {
        bytes.put(0, other.bytes, 0, CAPACITY);
    }

    /** Whether another is the same IP address with the same port. */
    public boolean isSame(SocketAddress other) {
        int count = length();
        for (int i = 0; i < count; i += Integer.BYTES) {
            if (bytes.getInt(i) != other.bytes.getInt(i)) {
                return false;
            }
        }
        return true;
    }

    /** An IPv4 address that came in IPv6's clothes becomes one of its own family (RFC 4291, section 2.5.5.2). */
    public void unmap() {
        if (isV6() && bytes.getLong(V6) == 0 && bytes.getInt(V6 + 8) == MAPPED_PREFIX) {
            int v4 = bytes.getInt(V6 + 12);
            bytes.putShort(0, (short) AF_INET).putInt(V4, v4);
            bytes.putLong(8, 0).putLong(16, 0).putInt(24, 0);
        }
    }

    /**
     * Writes the address in 16 bytes, IPv4 mapped (RFC 4291, section 2.5.5.2), and the port, both in network order.
     *
     * @param into in native order
     */
    public void writeMapped(ByteBuffer into, int addressAt, int portAt) {
        if (isV6()) {
            into.put(addressAt, bytes, V6, 16);
        } else {
            into.putLong(addressAt, 0).putInt(addressAt + 8, MAPPED_PREFIX).putInt(addressAt + 12, bytes.getInt(V4));
        }
        into.putShort(portAt, bytes.getShort(PORT));
    }

    private void clear(int count) {
        for (int i = 0; i < count; i += Integer.BYTES) {
            bytes.putInt(i, 0);
        }
    }

    public int family() {
        return bytes.getShort(0);
    }

    /** Not an address of the Internet: no port, no IP. */
    public boolean isUnix() {
        return family() == AF_UNIX;
    }

    public boolean isV6() {
        return family() == AF_INET6;
    }

    /** 0 for a UNIX socket. */
    public int port() {
        return isUnix() ? 0 : Short.reverseBytes(bytes.getShort(PORT)) & 0xFFFF;
    }

    /**
     * The address as Java's; a v4-mapped v6 address comes back as v4.
     *
     * @throws IllegalStateException for a UNIX socket
     */
    public InetAddress ip() {
        if (isUnix()) {
            throw new IllegalStateException("a UNIX socket has no IP address");
        }
        byte[] raw = new byte[isV6() ? 16 : 4];
        bytes.get(isV6() ? V6 : V4, raw, 0, raw.length);
        try {
            return InetAddress.getByAddress(raw);
        } catch (UnknownHostException e) {
            throw new AssertionError("4 or 16 bytes are always an address", e);
        }
    }

    /** A copy that stays as this one changes. */
    public SocketAddress copy() {
        SocketAddress copy = new SocketAddress();
        copy.set(this);
        return copy;
    }

    long pointer() {
        return pointer;
    }

    int length() {
        return isUnix() ? UNIX_BYTES : isV6() ? V6_BYTES : V4_BYTES;
    }

    /** Where accept(2) and getsockname(2) read and write the length: behind the structure. */
    long lengthPointer() {
        bytes.putInt(CAPACITY, CAPACITY);
        return pointer + CAPACITY;
    }
}
