package io.fairlead.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Request methods (RFC 9110 §9, RFC 5789). Names are case-sensitive; a method unknown here is {@link #OTHER}. */
public enum Method {
    GET(true),
    HEAD(true),
    POST(false),
    PUT(true),
    DELETE(true),
    OPTIONS(true),
    TRACE(true),
    CONNECT(false),
    PATCH(false),
    OTHER(false);

    private static final Method[] KNOWN = {GET, HEAD, POST, PUT, DELETE, OPTIONS, TRACE, CONNECT, PATCH};

    private final boolean idempotent;

    @SuppressWarnings("ImmutableEnumChecker") // written once, never handed out
    private final byte[] spelling;

    Method(boolean idempotent) {
        this.idempotent = idempotent;
        this.spelling = name().getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether the request may be sent again when its answer was lost (RFC 9110 §9.2.2). */
    public boolean idempotent() {
        return idempotent;
    }

    /** The method spelled in {@code [from, to)}. */
    static Method of(ByteBuffer bytes, int from, int to) {
        for (Method method : KNOWN) {
            if (Ascii.equals(bytes, from, to, method.spelling)) {
                return method;
            }
        }
        return OTHER;
    }
}
