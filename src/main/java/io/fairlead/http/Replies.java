package io.fairlead.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The answers the proxy gives itself: HAProxy's status codes and headers, complete and ready to send. */
public final class Replies {
    private static final ByteBuffer OK = page(200, "OK", "Service ready.");
    private static final ByteBuffer BAD_REQUEST = page(400, "Bad request", "Your browser sent an invalid request.");
    private static final ByteBuffer FORBIDDEN =
            page(403, "Forbidden", "Access to this resource is denied by the rules of this site.");
    private static final ByteBuffer REQUEST_TIMEOUT =
            page(408, "Request Time-out", "Your browser took too long to send its request.");
    private static final ByteBuffer SERVER_ERROR =
            page(500, "Server Error", "The request could not be processed because of an internal error.");
    private static final ByteBuffer BAD_GATEWAY =
            page(502, "Bad Gateway", "The server gave an invalid or incomplete answer.");
    private static final ByteBuffer UNAVAILABLE =
            page(503, "Service Unavailable", "There is no server to handle this request at the moment.");
    private static final ByteBuffer GATEWAY_TIMEOUT =
            page(504, "Gateway Time-out", "The server did not answer in time.");

    private Replies() {}

    /**
     * The whole answer, from status line to body, in a read-only direct buffer from offset 0 to its limit. All threads
     * share it: never move its position.
     *
     * @param status 200 (monitor-uri), 400, 403, 408, 500, 502, 503 or 504
     * @throws IllegalArgumentException for any other status
     */
    public static ByteBuffer of(int status) {
        return switch (status) {
            case 200 -> OK;
            case 400 -> BAD_REQUEST;
            case 403 -> FORBIDDEN;
            case 408 -> REQUEST_TIMEOUT;
            case 500 -> SERVER_ERROR;
            case 502 -> BAD_GATEWAY;
            case 503 -> UNAVAILABLE;
            case 504 -> GATEWAY_TIMEOUT;
            default -> throw new IllegalArgumentException("no reply for status " + status);
        };
    }

    /**
     * What {@code errorloc} answers: another place to go to.
     *
     * @param status 302 or 303
     * @throws IllegalArgumentException for any other status, or if the URL cannot stand in a header
     */
    public static ByteBuffer redirect(int status, String url) {
        String reason = switch (status) {
            case 302 -> "Found";
            case 303 -> "See Other";
            default -> throw new IllegalArgumentException("no redirect with status " + status);
        };
        if (url.isEmpty() || !url.chars().allMatch(c -> c > ' ' && c < Ascii.DEL)) {
            throw new IllegalArgumentException("a URL has visible ASCII characters only");
        }
        return ready("HTTP/1.0 " + status + " " + reason + "\r\n"
                + "Cache-Control: no-cache\r\n"
                + "Connection: close\r\n"
                + "Location: " + url + "\r\n"
                + "\r\n");
    }

    /**
     * What {@code errorfile} answers.
     *
     * @param content a whole response as ISO 8859-1, for which {@link #contentComplaint} has no word
     */
    public static ByteBuffer content(String content) {
        return ready(content);
    }

    /** Why text is not a whole response, from status line to the end of its body, or null where it is. */
    public static @Nullable String contentComplaint(String content) {
        ByteBuffer bytes = ready(content);
        HeadParser parser = new HeadParser();
        Head head = new Head();
        return switch (parser.response(bytes, 0, bytes.capacity(), head, Method.GET)) {
            case INVALID -> parser.problem().text();
            case INCOMPLETE -> "no empty line ends the head";
            case COMPLETE -> bodyComplaint(head, bytes.capacity());
        };
    }

    private static @Nullable String bodyComplaint(Head head, int end) {
        int bodyBytes = end - head.end();
        return switch (head.bodyKind()) {
            case LENGTH -> head.contentLength() == bodyBytes ? null : "Content-Length does not count the body's bytes";
            case NONE -> bodyBytes == 0 ? null : "a response with this status has no body";
            case UNTIL_CLOSE -> null;
            case CHUNKED -> "chunks are not supported here";
            case TUNNEL -> "a response with this status ends HTTP";
        };
    }

    private static ByteBuffer page(int status, String reason, String sentence) {
        String head = "HTTP/1.0 " + status + " " + reason + "\r\n"
                + "Cache-Control: no-cache\r\n"
                + "Connection: close\r\n"
                + "Content-Type: text/html\r\n"
                + "\r\n";
        String body = "<html><body><h1>" + status + " " + reason + "</h1>\n" + sentence + "\n</body></html>\n";
        return ready(head + body);
    }

    private static ByteBuffer ready(String response) {
        byte[] text = response.getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocateDirect(text.length).put(0, text).asReadOnlyBuffer();
    }
}
