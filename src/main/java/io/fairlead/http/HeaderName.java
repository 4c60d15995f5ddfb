package io.fairlead.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A header's name that was configured, to be found in heads in any case. */
public final class HeaderName {
    private final byte[] lowerCase;

    public HeaderName(String name) {
        lowerCase = name.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.ISO_8859_1);
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
}
