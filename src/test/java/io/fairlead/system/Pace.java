package io.fairlead.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** How an end reads and writes bytes of {@link Bulk}: in one go, or in parts with rests between them. */
final class Pace {
    /** As fast as it goes. */
    static final Pace FULL = new Pace(null);

    private static final int FEWEST_PARTS = 25;
    private static final long LONGEST_REST_MS = 40;
    private static final long LONG_REST_MS = 700;

    private final @Nullable Random random;

    /** @param random what chooses parts and rests; null: there are none */
    Pace(@Nullable Random random) {
        this.random = random;
    }

    /** One in some that are not in a hurry. */
    static Pace any(Random random) {
        return random.nextInt(4) == 0 ? new Pace(new Random(random.nextLong())) : FULL;
    }

    void write(OutputStream out, long from, long bytes) throws IOException {
        for (long done = 0; done < bytes; ) {
            long part = part(bytes, done);
            Bulk.write(out, from + done, part);
            done += part;
            if (random != null) {
                out.flush();
            }
            rest();
        }
    }

    void read(InputStream in, long from, long bytes) throws IOException {
        for (long done = 0; done < bytes; ) {
            long part = part(bytes, done);
            Bulk.read(in, from + done, part);
            done += part;
            rest();
        }
    }

    private long part(long bytes, long done) {
        long rest = bytes - done;
        return random == null ? rest : Math.min(rest, 1 + random.nextLong(2 * bytes / FEWEST_PARTS + 1));
    }

    private void rest() {
        if (random != null && random.nextInt(3) == 0) {
            long ms = random.nextInt(FEWEST_PARTS) == 0 ? LONG_REST_MS : random.nextLong(LONGEST_REST_MS);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(ms));
        }
    }
}
