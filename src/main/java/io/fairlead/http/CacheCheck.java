package io.fairlead.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Whether caches would keep a response together with the cookies it sets ({@code option checkcache}; RFC 9111 §3, §5.2).
 * Unlike HAProxy 1.3.5, all directives of all lines count, in any case and spacing; what forbids storing wins over
 * {@code public}; and {@code s-maxage} wins over {@code max-age}, as it does in a shared cache.
 */
public final class CacheCheck {
    private static final int FORBIDDEN = 1; // by private, no-store, no-cache
    private static final int COOKIE_EXCEPTED = 2; // by no-cache="set-cookie"
    private static final int PUBLIC = 4;
    private static final int STALE = 8; // max-age=0
    private static final int SHARED_STALE = 16; // s-maxage=0
    private static final int SHARED_FRESH = 32; // s-maxage=1 and more

    private static final byte[] PUBLIC_NAME = ascii("public");
    private static final byte[] PRIVATE = ascii("private");
    private static final byte[] NO_STORE = ascii("no-store");
    private static final byte[] NO_CACHE = ascii("no-cache");
    private static final byte[] MAX_AGE = ascii("max-age");
    private static final byte[] S_MAX_AGE = ascii("s-maxage");
    private static final byte[] PRAGMA = ascii("pragma");
    private static final byte[] SET_COOKIE = ascii("set-cookie");

    private CacheCheck() {}

    /** Whether the response, as its server sent it, must not reach the client because a cache might keep its cookie. */
    public static boolean exposesCookie(Head response) {
        boolean cookie = false;
        int flags = 0;
        for (int header = 0; header < response.count(); header++) {
            switch (response.header(header)) {
                case SET_COOKIE -> cookie = true;
                case CACHE_CONTROL -> flags |= directives(response, header);
                default -> flags |= isPragma(response, header) ? directives(response, header) & FORBIDDEN : 0;
            }
        }
        return cookie && isStored(response, flags);
    }

    private static boolean isPragma(Head head, int header) {
        return Ascii.equalsIgnoreCase(head.bytes, head.nameStart(header), head.nameEnd(header), PRAGMA);
    }

    private static boolean isStored(Head response, int flags) {
        boolean stale = (flags & SHARED_STALE) != 0 || ((flags & STALE) != 0 && (flags & SHARED_FRESH) == 0);
        if ((flags & (FORBIDDEN | COOKIE_EXCEPTED)) != 0 || stale) {
            return false;
        }
        return (flags & PUBLIC) != 0 || (response.method != Method.POST && isCacheable(response.status));
    }

    /** The statuses that caches keep without being told to, as HAProxy lists them. */
    private static boolean isCacheable(int status) {
        return switch (status) {
            case 200, 203, 206, 300, 301, 410 -> true;
            default -> false;
        };
    }

    private static int directives(Head head, int header) {
        ByteBuffer bytes = head.bytes;
        int limit = head.valueEnd(header);
        int flags = 0;
        for (int from = head.valueStart(header), to; from < limit; from = to + 1) {
            to = findEnd(bytes, from, limit);
            flags |= directive(bytes, Ascii.skipBlanks(bytes, from, to), to);
        }
        return flags;
    }

    /** The next comma outside of quotes. */
    private static int findEnd(ByteBuffer bytes, int from, int limit) {
        boolean quoted = false;
        int at = from;
        for (; at < limit && (quoted || bytes.get(at) != ','); at++) {
            quoted ^= bytes.get(at) == '"';
        }
        return at;
    }

    private static int directive(ByteBuffer bytes, int from, int limit) {
        int to = Ascii.trimBlanks(bytes, from, limit);
        int nameEnd = Ascii.findTokenEnd(bytes, from, to);
        boolean argument = nameEnd < to && bytes.get(nameEnd) == '=';
        if (argument) {
            return restriction(bytes, from, nameEnd, to);
        }
        if (is(bytes, from, nameEnd, PUBLIC_NAME)) {
            return PUBLIC;
        }
        boolean forbids = is(bytes, from, nameEnd, PRIVATE)
                || is(bytes, from, nameEnd, NO_STORE)
                || is(bytes, from, nameEnd, NO_CACHE);
        return forbids ? FORBIDDEN : 0;
    }

    /** {@code name=argument}. */
    private static int restriction(ByteBuffer bytes, int from, int nameEnd, int to) {
        int argument = nameEnd + 1;
        if (is(bytes, from, nameEnd, NO_CACHE) || is(bytes, from, nameEnd, PRIVATE)) {
            return namesSetCookie(bytes, argument, to) ? COOKIE_EXCEPTED : 0;
        }
        if (is(bytes, from, nameEnd, S_MAX_AGE)) {
            return isZero(bytes, argument, to) ? SHARED_STALE : SHARED_FRESH;
        }
        return is(bytes, from, nameEnd, MAX_AGE) && isZero(bytes, argument, to) ? STALE : 0;
    }

    /** Whether Set-Cookie is one of the quoted field names. */
    private static boolean namesSetCookie(ByteBuffer bytes, int from, int to) {
        for (int nameStart = from; nameStart < to; ) {
            int nameEnd = Ascii.findTokenEnd(bytes, nameStart, to);
            if (is(bytes, nameStart, nameEnd, SET_COOKIE)) {
                return true;
            }
            nameStart = nameEnd + 1;
        }
        return false;
    }

    private static boolean isZero(ByteBuffer bytes, int from, int to) {
        int at = from;
        while (at < to && (bytes.get(at) == '0' || bytes.get(at) == '"')) {
            at++;
        }
        return at == to;
    }

    private static boolean is(ByteBuffer bytes, int from, int to, byte[] lowerCase) {
        return Ascii.equalsIgnoreCase(bytes, from, to, lowerCase);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
