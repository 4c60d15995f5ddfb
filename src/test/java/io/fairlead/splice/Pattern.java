package io.fairlead.splice;

import java.nio.ByteBuffer;
import java.util.Random;

/** An endless stream of bytes, another for each seed, in which every offset is told from its neighbours. */
final class Pattern {
    /** The most that {@link #at} gives at once. */
    static final int RUN_BYTES = 1 << 20;

    private static final int PERIOD_BYTES = 65_521; // a prime: no buffer, page or pipe is a multiple of it

    private final ByteBuffer bytes;

    Pattern(long seed) {
        byte[] period = new byte[PERIOD_BYTES];
        new Random(seed).nextBytes(period);
        bytes = ByteBuffer.allocateDirect(PERIOD_BYTES + RUN_BYTES);
        while (bytes.hasRemaining()) {
            bytes.put(period, 0, Math.min(PERIOD_BYTES, bytes.remaining()));
        }
        bytes.clear();
    }

    /** The {@code count} bytes at an offset of the stream, read-only in spirit. */
    ByteBuffer at(long offset, int count) {
        return bytes.slice((int) (offset % PERIOD_BYTES), count);
    }
}
