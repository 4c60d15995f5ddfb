package io.fairlead.http;

import java.nio.ByteBuffer;

/**
 * Finds and removes one named cookie, as HAProxy reads them: cookies are separated by {@code ;} or {@code ,}, names
 * are case-sensitive, a value ends at white space, and {@code $Attributes} (RFC 2109) are not cookies. Reusable; one
 * per loop.
 */
public final class Cookies {
    // the cookie scan() looked at last: [from, end) with its name and value inside
    private int end;
    private int nameStart;
    private int nameEnd;
    private int valueStart;
    private int valueEnd;

    /** Finds the first cookie of that name in a request. Its value may be empty, and then names no server. */
    public boolean find(Head request, byte[] name) {
        for (int header = 0; header < request.count(); header++) {
            if (request.header(header) == Header.COOKIE && findIn(request, header, name)) {
                return true;
            }
        }
        return false;
    }

    /** First byte of the value found. */
    public int valueStart() {
        return valueStart;
    }

    /** One past the value found. */
    public int valueEnd() {
        return valueEnd;
    }

    /** Removes every cookie of that name from a request, and header lines that hold no other cookie. */
    public void removeFromRequest(Head request, byte[] name, HeadEditor editor) {
        for (int header = 0; header < request.count(); header++) {
            if (request.header(header) == Header.COOKIE && findIn(request, header, name)) {
                remove(request, header, name, editor);
            }
        }
    }

    /** Drops every Set-Cookie line whose first cookie has that name; true if there was one. */
    public boolean removeFromResponse(Head response, byte[] name, HeadEditor editor) {
        boolean found = false;
        for (int header = 0; header < response.count(); header++) {
            if (response.header(header) == Header.SET_COOKIE) {
                scan(response.bytes, response.valueStart(header), response.valueEnd(header));
                if (named(response.bytes, name)) {
                    editor.drop(header);
                    found = true;
                }
            }
        }
        return found;
    }

    private boolean findIn(Head request, int header, byte[] name) {
        int limit = request.valueEnd(header);
        for (int from = request.valueStart(header); from < limit; from = end + 1) {
            scan(request.bytes, from, limit);
            if (named(request.bytes, name)) {
                return true;
            }
        }
        return false;
    }

    private void remove(Head request, int header, byte[] name, HeadEditor editor) {
        if (isAlone(request, header, name)) {
            editor.drop(header);
            return;
        }
        ByteBuffer bytes = request.bytes;
        int limit = request.valueEnd(header);
        int separator = -1; // behind the last cookie that stays
        for (int from = request.valueStart(header); from < limit; ) {
            scan(bytes, from, limit);
            int next = Ascii.skipBlanks(bytes, Math.min(end + 1, limit), limit);
            if (!named(bytes, name)) {
                separator = end;
            } else if (separator >= 0) {
                editor.cut(header, separator, end);
                separator = end;
            } else {
                editor.cut(header, from, next);
            }
            from = next;
        }
    }

    private boolean isAlone(Head request, int header, byte[] name) {
        ByteBuffer bytes = request.bytes;
        int limit = request.valueEnd(header);
        for (int from = request.valueStart(header); from < limit; from = end + 1) {
            scan(bytes, from, limit);
            if (nameStart < end && bytes.get(nameStart) != '$' && !named(bytes, name)) {
                return false;
            }
        }
        return true;
    }

    /** Looks at the cookie that begins at {@code from}, white space in front of it included. */
    private void scan(ByteBuffer bytes, int from, int limit) {
        end = from;
        while (end < limit && bytes.get(end) != ';' && bytes.get(end) != ',') {
            end++;
        }
        int equals = Ascii.find(bytes, from, end, '=');
        nameStart = Ascii.skipBlanks(bytes, from, equals);
        nameEnd = Ascii.trimBlanks(bytes, nameStart, equals);
        valueStart = Math.min(equals + 1, end);
        valueEnd = Ascii.findBlank(bytes, valueStart, end);
    }

    private boolean named(ByteBuffer bytes, byte[] name) {
        return valueStart > nameEnd && Ascii.equals(bytes, nameStart, nameEnd, name);
    }
}
