package io.fairlead.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A header's name that was configured, to be found in heads in any case. */
public final class HeaderName {
    private final byte[] lowerCase;

    public HeaderName(String name) {
        lowerCase = name.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    }

    /** The number of the last header line of that name, or -1. */
    public int last(Head head) {
        int header = head.count() - 1;
        while (header >= 0
                && !Ascii.equalsIgnoreCase(head.bytes, head.nameStart(header), head.nameEnd(header), lowerCase)) {
            header--;
        }
        return header;
    }

    /**
     * Copies the beginning of the value of the last line of that name ({@code capture request header}).
     *
     * @param maxBytes the most that is copied
     * @return how many bytes are now in {@code target}, from its start; -1 where there is no such line
     */
    public int copyLast(Head head, byte[] target, int maxBytes) {
        int header = last(head);
        if (header < 0) {
            return -1;
        }
        int start = head.valueStart(header);
        int count = Math.min(head.valueEnd(header) - start, maxBytes);
        head.bytes.get(start, target, 0, count);
        return count;
    }
}
