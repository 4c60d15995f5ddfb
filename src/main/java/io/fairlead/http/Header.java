package io.fairlead.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The header fields a proxy must understand (RFC 9110, RFC 6265); every other field is {@link #OTHER}. */
public enum Header {
    HOST("host"),
    CONNECTION("connection"),
    CONTENT_LENGTH("content-length"),
    TRANSFER_ENCODING("transfer-encoding"),
    COOKIE("cookie"),
    SET_COOKIE("set-cookie"),
    UPGRADE("upgrade"),
    KEEP_ALIVE("keep-alive"),
    PROXY_CONNECTION("proxy-connection"),
    CACHE_CONTROL("cache-control"),
    AUTHORIZATION("authorization"),
    OTHER("");

    private static final Header[][] BY_LENGTH = byLength();

    @SuppressWarnings("ImmutableEnumChecker") // written once, never handed out
    private final byte[] lowerCaseName;

    Header(String lowerCaseName) {
        this.lowerCaseName = lowerCaseName.getBytes(StandardCharsets.US_ASCII);
    }

    /** The field whose name lies in {@code [from, to)}, in any case. */
    static Header of(ByteBuffer bytes, int from, int to) {
        int length = to - from;
        if (length >= BY_LENGTH.length) {
            return OTHER;
        }
        for (Header candidate : BY_LENGTH[length]) {
            if (Ascii.equalsIgnoreCase(bytes, from, to, candidate.lowerCaseName)) {
                return candidate;
            }
        }
        return OTHER;
    }

    private static Header[][] byLength() {
        Header[][] table = new Header[32][0];
        for (Header header : values()) {
            int length = header.lowerCaseName.length;
            Header[] longer = Arrays.copyOf(table[length], table[length].length + 1);
            longer[longer.length - 1] = header;
            table[length] = longer;
        }
        return table;
    }
}
