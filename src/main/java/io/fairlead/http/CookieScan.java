package io.fairlead.http;

import java.nio.ByteBuffer;

/**
 * Goes through the cookies of one line, as HAProxy reads them. In a Cookie line they are separated by {@code ;} or
 * {@code ,}; in a Set-Cookie line by a {@code ,} that a name and {@code =} follow (RFC 2109), so that dates stay whole.
 * A value ends at white space.
 */
final class CookieScan {
    private ByteBuffer bytes = ByteBuffer.allocate(0);
    private boolean request;
    private int next; // where the next cookie begins
    private int limit;

    // the cookie looked at: [start, end), attributes and white space in front included
    int start;
    int end;
    int nameStart;
    int nameEnd;
    int valueStart;
    int valueEnd;

    void begin(Head head, int header) {
        bytes = head.bytes;
        request = head.request;
        next = head.valueStart(header);
        limit = head.valueEnd(header);
    }

    /** Moves on to the next cookie; false where there is none. */
    boolean next() {
        if (next >= limit) {
            return false;
        }
        start = next;
        int textEnd = findSeparator(start);
        end = request ? textEnd : findSetCookieEnd(start);
        next = end + 1;
        int equals = Ascii.find(bytes, start, textEnd, '=');
        nameStart = Ascii.skipBlanks(bytes, start, equals);
        nameEnd = Ascii.trimBlanks(bytes, nameStart, equals);
        valueStart = Math.min(equals + 1, textEnd);
        valueEnd = Ascii.findBlank(bytes, valueStart, textEnd);
        return true;
    }

    private int findSeparator(int from) {
        int at = from;
        while (at < limit && bytes.get(at) != ';' && bytes.get(at) != ',') {
            at++;
        }
        return at;
    }

    private int findSetCookieEnd(int from) {
        int comma = Ascii.find(bytes, from, limit, ',');
        while (comma < limit && !beginsCookie(comma + 1)) {
            comma = Ascii.find(bytes, comma + 1, limit, ',');
        }
        return comma;
    }

    private boolean beginsCookie(int from) {
        int tokenStart = Ascii.skipBlanks(bytes, from, limit);
        int tokenEnd = Ascii.findTokenEnd(bytes, tokenStart, limit);
        return tokenEnd > tokenStart && tokenEnd < limit && bytes.get(tokenEnd) == '=';
    }

    boolean isNamed(byte[] name) {
        return valueStart > nameEnd && Ascii.equals(bytes, nameStart, nameEnd, name);
    }

    /** Whether the text {@code name=value} begins so. */
    boolean beginsWith(byte[] prefix) {
        boolean longEnough = valueStart > nameEnd && valueEnd - nameStart >= prefix.length;
        return longEnough && Ascii.equals(bytes, nameStart, nameStart + prefix.length, prefix);
    }

    /** Neither nothing between two separators, nor a {@code $Attribute} (RFC 2109). */
    boolean isCookie() {
        return nameStart < end && bytes.get(nameStart) != '$';
    }
}
