package io.fairlead.http;

import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * Finds the application's own session ({@code appsession}): in a cookie of exactly that name, or in the URL of GET and
 * POST as {@code ;name=value} behind the first {@code ;} of the path, in any case. The cookie counts if both are there.
 * Reusable; one per loop and proxy.
 */
public final class SessionId {
    private final byte[] name;
    private final byte[] lowerCaseName;
    private final int lengthBytes;
    private final Cookies cookies = new Cookies();
    private int start;
    private int end;

    /**
     * @param lengthBytes how much of a value counts
     */
    public SessionId(String name, int lengthBytes) {
        this.name = HeadRule.octets(name);
        this.lowerCaseName = HeadRule.octets(name.toLowerCase(Locale.ROOT));
        this.lengthBytes = lengthBytes;
    }

    /** Looks for the session in a request, or for the one that a response's Set-Cookie begins; an empty one is none. */
    public boolean find(Head head) {
        if (cookies.find(head, name)) {
            return take(cookies.valueStart(), cookies.valueEnd());
        }
        boolean inUrl = head.request && (head.method == Method.GET || head.method == Method.POST);
        return inUrl && findInPath(head);
    }

    private boolean findInPath(Head request) {
        ByteBuffer bytes = request.bytes;
        int pathEnd = Ascii.find(bytes, request.targetStart, request.targetEnd, '?');
        int parameter = Math.min(Ascii.find(bytes, request.targetStart, pathEnd, ';') + 1, pathEnd);
        int equals = Ascii.find(bytes, parameter, pathEnd, '=');
        if (equals == pathEnd || !Ascii.equalsIgnoreCase(bytes, parameter, equals, lowerCaseName)) {
            return false;
        }
        int valueEnd = equals + 1;
        while (valueEnd < pathEnd && bytes.get(valueEnd) != ';' && bytes.get(valueEnd) != '/') {
            valueEnd++;
        }
        return take(equals + 1, valueEnd);
    }

    private boolean take(int valueStart, int valueEnd) {
        start = valueStart;
        end = Math.min(valueEnd, valueStart + lengthBytes);
        return start < end;
    }

    /** First byte of what was found, in the head's buffer. */
    public int start() {
        return start;
    }

    /** One past what was found. */
    public int end() {
        return end;
    }
}
