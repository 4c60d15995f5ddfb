package io.fairlead.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

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

    private static ByteBuffer page(int status, String reason, String sentence) {
        String head = "HTTP/1.0 " + status + " " + reason + "\r\n"
                + "Cache-Control: no-cache\r\n"
                + "Connection: close\r\n"
                + "Content-Type: text/html\r\n"
                + "\r\n";
        String body = "<html><body><h1>" + status + " " + reason + "</h1>\n" + sentence + "\n</body></html>\n";
        byte[] text = (head + body).getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocateDirect(text.length).put(0, text).asReadOnlyBuffer();
    }
}
