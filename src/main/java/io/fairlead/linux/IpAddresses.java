package io.fairlead.linux;

import java.net.Inet6Address;
import java.net.InetAddress;

/** IP addresses as operators read them. */
public final class IpAddresses {
    private static final int GROUPS = 8;

    private IpAddresses() {}

    /** IPv4 with dots, IPv6 in its canonical form, {@code 2001:db8::7} (RFC 5952, section 4), with its zone. */
    public static String text(InetAddress ip) {
        return ip instanceof Inet6Address v6 ? text(v6) : ip.getHostAddress();
    }

    /** The same with a port: {@code 192.0.2.7:80}, {@code [2001:db8::7]:80} (section 6). */
    public static String text(InetAddress ip, int port) {
        return (ip instanceof Inet6Address ? "[" + text(ip) + "]" : text(ip)) + ":" + port;
    }

    private static String text(Inet6Address ip) {
        byte[] bytes = ip.getAddress();
        int start = GROUPS; // of the longest run of zeros, the first of several: it becomes "::"
        int end = GROUPS;
        for (int i = 0; i < GROUPS; i++) {
            int zeros = zeros(bytes, i);
            if (zeros > Math.max(1, end - start)) { // a single one is written out
                start = i;
                end = i + zeros;
            }
        }
        StringBuilder text = new StringBuilder();
        put(text, bytes, 0, start);
        if (start < end) {
            put(text.append("::"), bytes, end, GROUPS);
        }
        return text.append(zone(ip)).toString();
    }

    private static void put(StringBuilder text, byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            text.append(i == from ? "" : ":").append(Integer.toHexString(group(bytes, i)));
        }
    }

    private static int zeros(byte[] bytes, int from) {
        int end = from;
        while (end < GROUPS && group(bytes, end) == 0) {
            end++;
        }
        return end - from;
    }

    private static int group(byte[] bytes, int index) {
        return (bytes[2 * index] & 0xff) << 8 | bytes[2 * index + 1] & 0xff;
    }

    /** {@code %eth0}, or nothing. */
    private static String zone(Inet6Address ip) {
        boolean zoned = ip.getScopeId() != 0 || ip.getScopedInterface() != null;
        return zoned ? ip.getHostAddress().replaceFirst("[^%]*", "") : "";
    }
}
