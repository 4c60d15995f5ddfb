package io.fairlead.health;

import java.nio.ByteBuffer;

/** A server's own words, made fit for a log line. */
final class Words {
    private static final int MOST_BYTES = 80;

    private Words() {}

    /** The line from {@code from} on, or as much of it as is there; what does not print becomes a question mark. */
    static String line(ByteBuffer bytes, int from, int to) {
        StringBuilder line = new StringBuilder();
        for (int i = from; i < to && line.length() < MOST_BYTES; i++) {
            char next = (char) (bytes.get(i) & 0xFF);
            if (next == '\r' || next == '\n') {
                break;
            }
            line.append(next >= ' ' && next <= '~' && next != '"' ? next : '?');
        }
        return line.toString().strip();
    }
}
