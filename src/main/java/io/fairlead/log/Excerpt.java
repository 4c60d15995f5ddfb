package io.fairlead.log;

import java.nio.ByteBuffer;

/** Text copied from a head for the log ({@code capture}): its first bytes, or nothing. */
public final class Excerpt {
    private final byte[] bytes;
    private int length;

    /** @param limitBytes the most that is kept */
    public Excerpt(int limitBytes) {
        bytes = new byte[limitBytes];
    }

    /** Takes what lies in {@code [from, to)}, in the place of what was taken before. */
    public void take(ByteBuffer text, int from, int to) {
        length = Math.min(to - from, bytes.length);
        text.get(from, bytes, 0, length);
    }

    public void clear() {
        length = 0;
    }

    /** The bytes taken, of which {@link #length} count. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }
}
