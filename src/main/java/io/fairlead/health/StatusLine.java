package io.fairlead.health;

import java.nio.ByteBuffer;

/** The first line of an HTTP/1 response (RFC 9112 section 4), as far as a check wants to know it. */
final class StatusLine {
    /** Not yet enough bytes to tell. */
    static final int INCOMPLETE = -1;

    /** Not an HTTP/1 response. */
    static final int MALFORMED = -2;

    private static final String PATTERN = "HTTP/1.9 999";

    /** Up to the reason. */
    static final int BYTES = PATTERN.length();

    private StatusLine() {}

    /** The status of the response from {@code from} to before {@code to}, or one of the answers above. */
    static int parse(ByteBuffer bytes, int from, int to) {
        int known = Math.min(to - from, PATTERN.length());
        for (int i = 0; i < known; i++) {
            if (!matches(bytes.get(from + i), PATTERN.charAt(i))) {
                return MALFORMED;
            }
        }
        if (to - from <= PATTERN.length()) {
            return INCOMPLETE;
        }
        int after = bytes.get(from + PATTERN.length());
        if (after != ' ' && after != '\r' && after != '\n') {
            return MALFORMED;
        }
        return 100 * digit(bytes, from + 9) + 10 * digit(bytes, from + 10) + digit(bytes, from + 11);
    }

    private static boolean matches(byte octet, char expected) {
        return expected == '9' ? octet >= '0' && octet <= '9' : octet == expected;
    }

    private static int digit(ByteBuffer bytes, int index) {
        return bytes.get(index) - '0';
    }
}
