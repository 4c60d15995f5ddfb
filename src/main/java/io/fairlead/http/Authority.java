package io.fairlead.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Whom a request target names, where it is in absolute or authority form (RFC 9112 §3.2.2, §3.2.3). One reader goes by
 * the target and another by Host, so both must name the same.
 */
public final class Authority {
    private static final byte[] HTTP = "http".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HTTPS = "https".getBytes(StandardCharsets.US_ASCII);

    private Authority() {}

    /** {@link Problem#NONE}, or why a request that was received must be refused. */
    public static Problem problem(Head request) {
        ByteBuffer bytes = request.bytes;
        int from = request.targetStart;
        int to = request.targetEnd;
        if (request.method == Method.CONNECT) {
            int host = hostEnd(bytes, from, to);
            return to - host < 2 ? Problem.CONNECT_WITHOUT_PORT : compare(request, from, to, request.targetStart);
        }
        if (bytes.get(from) == '/') {
            return Problem.NONE;
        }
        int scheme = Ascii.find(bytes, from, to, ':');
        if (scheme + 2 >= to || bytes.get(scheme + 1) != '/' || bytes.get(scheme + 2) != '/') {
            return Problem.NONE;
        }
        return compare(request, scheme + 3, Ascii.find(bytes, scheme + 3, to, '/'), scheme);
    }

    /** @param schemeEnd one past the target's scheme, which may be empty */
    private static Problem compare(Head request, int from, int to, int schemeEnd) {
        int header = request.count() - 1;
        while (header >= 0 && request.header(header) != Header.HOST) {
            header--;
        }
        if (from == to || header < 0) {
            return Problem.NONE;
        }
        ByteBuffer bytes = request.bytes;
        int user = Ascii.find(bytes, from, to, '@');
        int start = user == to ? from : user + 1;
        int end = withoutUsualPort(request, start, to, schemeEnd);
        int host = request.valueStart(header);
        int hostEnd = withoutUsualPort(request, host, request.valueEnd(header), schemeEnd);
        return equal(bytes, start, end, host, hostEnd) ? Problem.NONE : Problem.OTHER_HOST;
    }

    /** One past {@code [from, to)}, a colon without port or with the scheme's own not counted. */
    private static int withoutUsualPort(Head request, int from, int to, int schemeEnd) {
        int colon = hostEnd(request.bytes, from, to);
        boolean bare = to - colon == 1;
        return bare || isUsual(request, colon + 1, to, schemeEnd) ? colon : to;
    }

    private static boolean isUsual(Head request, int from, int to, int schemeEnd) {
        ByteBuffer bytes = request.bytes;
        int scheme = request.targetStart;
        boolean none = scheme == schemeEnd; // CONNECT: the client of a tunnel may mean either
        boolean http = none || Ascii.equalsIgnoreCase(bytes, scheme, schemeEnd, HTTP);
        boolean https = none || Ascii.equalsIgnoreCase(bytes, scheme, schemeEnd, HTTPS);
        return http && is(bytes, from, to, "80") || https && is(bytes, from, to, "443");
    }

    private static boolean is(ByteBuffer bytes, int from, int to, String digits) {
        if (to - from != digits.length()) {
            return false;
        }
        for (int i = 0; i < digits.length(); i++) {
            if (bytes.get(from + i) != digits.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Where the colon in front of a port stands, digits or none behind it; else {@code to}. */
    private static int hostEnd(ByteBuffer bytes, int from, int to) {
        int at = to;
        while (at > from && Ascii.isDigit(bytes.get(at - 1))) {
            at--;
        }
        return at > from && bytes.get(at - 1) == ':' ? at - 1 : to;
    }

    private static boolean equal(ByteBuffer bytes, int from, int to, int other, int otherEnd) {
        if (to - from != otherEnd - other) {
            return false;
        }
        for (int i = 0; i < to - from; i++) {
            if (lower(bytes.get(from + i)) != lower(bytes.get(other + i))) {
                return false;
            }
        }
        return true;
    }

    private static int lower(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? octet | 0x20 : octet;
    }
}
