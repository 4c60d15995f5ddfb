package io.fairlead.log;

import java.nio.ByteBuffer;

/**
 * One line of text in off-heap memory, written byte by byte and never longer than its buffer: what does not fit is
 * dropped, and one byte is kept for the line feed.
 */
final class Line {
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'};
    private static final int LONGEST_NUMBER = 20;

    private final ByteBuffer bytes;
    private final int limit;
    private final byte[] digits = new byte[LONGEST_NUMBER];
    private int end;

    Line(ByteBuffer bytes) {
        this.bytes = bytes;
        this.limit = bytes.capacity() - 1;
    }

    /** Forgets all from {@code index} on. */
    Line restartAt(int index) {
        end = index;
        return this;
    }

    int end() {
        return end;
    }

    Line put(char c) {
        if (end < limit) {
            bytes.put(end++, (byte) c);
        }
        return this;
    }

    /** Text of ours or of the configuration; what is not printable ASCII becomes a question mark. */
    Line put(CharSequence text) {
        int length = Math.min(text.length(), limit - end);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            bytes.put(end++, (byte) (c < ' ' || c > '~' ? '?' : c));
        }
        return this;
    }

    /** A decimal number. */
    Line put(long number) {
        if (number < 0) {
            put('-');
        }
        int at = LONGEST_NUMBER;
        long rest = number;
        do {
            digits[--at] =
                    (byte) ('0' + Math.abs((int) (rest % 10))); // each digit alone: the least long has no negation
            rest /= 10;
        } while (rest != 0);
        while (at < LONGEST_NUMBER) {
            put((char) digits[at++]);
        }
        return this;
    }

    /** Two digits; {@code pad} stands for a missing first one. */
    Line putTwo(int number, char pad) {
        return put(number < 10 ? pad : (char) ('0' + number / 10)).put((char) ('0' + number % 10));
    }

    Line putTwo(int number) {
        return putTwo(number, '0');
    }

    Line putThree(int number) {
        return put((char) ('0' + number / 100)).putTwo(number % 100);
    }

    /** Bytes of a client: whatever could be mistaken for the log's own marks is written {@code #XX}. */
    Line putEscaped(byte[] raw, int count) {
        for (int i = 0; i < count && end < limit; i++) {
            putEscaped(raw[i] & 0xFF, false);
        }
        return this;
    }

    /** The same where braces enclose them and bars stand between them. */
    Line putEscapedInBraces(byte[] raw, int count) {
        for (int i = 0; i < count && end < limit; i++) {
            putEscaped(raw[i] & 0xFF, true);
        }
        return this;
    }

    private void putEscaped(int octet, boolean inBraces) {
        boolean mark = octet == '"' || octet == '#' || (inBraces && (octet == '{' || octet == '|' || octet == '}'));
        if (octet < ' ' || octet > '~' || mark) {
            put('#').put((char) HEX[octet >> 4]).put((char) HEX[octet & 0xF]);
        } else {
            put((char) octet);
        }
    }

    /** Ends the line with the line feed that always fits. Returns its end. */
    int finish() {
        bytes.put(end, (byte) '\n');
        return end + 1;
    }
}
