package io.fairlead.balance;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A 64-bit hash that is the same in every process, so that a client finds its server again after a restart. */
final class Hash {
    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;

    private Hash() {}

    static long of(String text) {
        return of(text.getBytes(UTF_8));
    }

    /** FNV-1a over every byte, its bits then spread by {@link #mix}. */
    static long of(byte[] bytes) {
        long hash = FNV_OFFSET;
        for (byte each : bytes) {
            hash = (hash ^ (each & 0xFF)) * FNV_PRIME;
        }
        return mix(hash);
    }

    /** The finalizer of MurmurHash3: every bit of the input moves half of the output's. */
    static long mix(long value) {
        long mixed = value;
        mixed = (mixed ^ (mixed >>> 33)) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ (mixed >>> 33);
    }
}
