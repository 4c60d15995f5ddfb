package io.fairlead.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

/** Bytes for the demo's objects: any number of them, the same for everybody, and wrong wherever one is out of place. */
final class Content {
    /** A prime, so that the pattern never falls in step with a buffer, a page or a pipe. */
    private static final int PERIOD_BYTES = 1_000_003;

    private static final byte[] PATTERN = new byte[PERIOD_BYTES];

    static {
        new Random(1).nextBytes(PATTERN);
    }

    private Content() {}

    /** Writes the first bytes of the content. */
    static void write(long lengthBytes, OutputStream out) throws IOException {
        for (long left = lengthBytes; left > 0; left -= PERIOD_BYTES) {
            out.write(PATTERN, 0, (int) Math.min(left, PERIOD_BYTES));
        }
    }

    /** SHA-256 of the first bytes of the content, in hex. */
    static String sha256(long lengthBytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (long left = lengthBytes; left > 0; left -= PERIOD_BYTES) {
                digest.update(PATTERN, 0, (int) Math.min(left, PERIOD_BYTES));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
