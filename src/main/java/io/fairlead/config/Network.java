package io.fairlead.config;

import java.net.InetAddress;

/**
 * The addresses that share their first bits with one ({@code <address>[/<mask>]}).
 *
 * @param bits 0 to 32 for IPv4, to 128 for IPv6
 */
public record Network(InetAddress ip, int bits) {
    /** Whether an address of the same family lies in it. */
    public boolean contains(InetAddress other) {
        byte[] mine = ip.getAddress();
        byte[] its = other.getAddress();
        if (mine.length != its.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit += Byte.SIZE) {
            int mask = bits - bit >= Byte.SIZE ? 0xff : 0xff << (Byte.SIZE - (bits - bit));
            if (((mine[bit / Byte.SIZE] ^ its[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
