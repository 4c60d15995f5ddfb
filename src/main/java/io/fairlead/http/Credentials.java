package io.fairlead.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Reads what a client authenticates itself with. */
public final class Credentials {
    private static final byte[] BASIC = "basic".getBytes(StandardCharsets.US_ASCII);

    private Credentials() {}

    /**
     * {@code user:password} of {@code Authorization: Basic} (RFC 7617), or null where there is none, or none that is
     * well formed. To be compared in constant time ({@link java.security.MessageDigest#isEqual}).
     */
    public static byte @Nullable [] basic(Head request) {
        for (int header = 0; header < request.count(); header++) {
            if (request.header(header) == Header.AUTHORIZATION) {
                return basic(request, header);
            }
        }
        return null;
    }

    private static byte @Nullable [] basic(Head request, int header) {
        int start = request.valueStart(header);
        int end = request.valueEnd(header);
        int schemeEnd = Ascii.findBlank(request.bytes, start, end);
        if (!Ascii.equalsIgnoreCase(request.bytes, start, schemeEnd, BASIC)) {
            return null;
        }
        int textStart = Ascii.skipBlanks(request.bytes, schemeEnd, end);
        byte[] text = new byte[end - textStart];
        request.bytes.get(textStart, text);
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
