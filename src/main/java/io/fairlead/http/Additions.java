package io.fairlead.http;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lines of {@code reqadd} and {@code rspadd}. */
final class Additions {
    private static final String START = "HTTP/1.1 200\r\n";

    private Additions() {}

    static byte[][] of(List<String> lines) {
        for (String line : lines) {
            String complaint = complaint(line);
            if (complaint != null) {
                throw new IllegalArgumentException(complaint);
            }
        }
        return lines.stream().map(HeadRule::octets).toArray(byte[][]::new);
    }

    /** Why these lines cannot be added to every head. */
    static @Nullable String complaint(String lines) {
        ByteBuffer bytes = ByteBuffer.wrap(HeadRule.octets(START + lines + "\r\n\r\n"));
        HeadParser parser = new HeadParser();
        Head head = new Head();
        HeadParser.Result result = parser.response(bytes, 0, bytes.capacity(), head, Method.GET);
        if (result == HeadParser.Result.INVALID) {
            return parser.problem().text();
        }
        if (result == HeadParser.Result.INCOMPLETE || head.end() < bytes.capacity() || head.count() == 0) {
            return "empty header line";
        }
        boolean framing = head.contentLength() >= 0 || head.bodyKind() == BodyKind.CHUNKED;
        return framing ? "the header says where the body ends" : null;
    }
}
