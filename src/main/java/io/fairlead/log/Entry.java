package io.fairlead.log;

import io.fairlead.config.Captures;
import io.fairlead.config.Captures.Capture;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one session (TCP) or request (HTTP) leaves behind in the log. Mutable and reused, owned by one connection. Times
 * are in milliseconds, -1 where a phase was not reached; counts are those after this session has ended.
 */
public final class Entry {
    /** The longest request line kept (HAProxy 1.3.5: REQURI_LEN less its final zero). */
    private static final int REQUEST_LINE_LIMIT = 1023;

    private static final int FIRST_CAPACITY = 128;
    private static final byte[] NOTHING = {};

    /** The client as {@code ip:port}, built once a connection; IPv6 stands without brackets. */
    public String client = "";

    public String frontend = "";
    public String backend = "";
    /** A server's name, {@code <NOSRV>} or {@code <STATS>}. */
    public String server = "<NOSRV>";

    /** Time of day of the accept (TCP), or of the request's first byte on a kept connection. */
    public long acceptedMs;

    /** Tq: until the request head was complete. */
    public int requestMs;
    /** Tw: in queues. */
    public int queueMs;
    /** Tc: until the server's connection stood. */
    public int connectMs;
    /** Tr: until the response head was complete. */
    public int responseMs;
    /** Tt: from accept to end. */
    public int totalMs;

    /** The status the client saw; -1: none. */
    public int status;
    /** Response bytes delivered to the client, spliced ones included. */
    public long bytes;

    /** Who ended it, the first of HAProxy's termination flags; {@code -}: a normal end. */
    public char cause;
    /** Where it was then, the second flag. */
    public char state;
    /** What the persistence cookie of the request was worth. */
    public char requestCookie;
    /** What was done to the persistence cookie of the response. */
    public char responseCookie;

    public int processSessions;
    public int frontendSessions;
    public int backendSessions;
    public int serverSessions;

    /** Its place in the queue of its server, 1 for the first; 0 where it did not wait there. */
    public int serverQueue;
    /** Its place in the queue of its backend, 1 for the first; 0 where it did not wait there. */
    public int backendQueue;

    /** {@code option logasap}: written before the end, so times and bytes are only what was known by then. */
    public boolean early;

    /** No whole head came that could be read: {@code <BADREQ>} stands for the request line. */
    public boolean badRequest;

    /** {@code capture cookie}: the cookie of the request and of the response, or null where none is captured. */
    public final @Nullable Excerpt requestCookieText;

    public final @Nullable Excerpt responseCookieText;

    /** {@code capture request header} and {@code capture response header}, in the order of their lines. */
    public final List<Excerpt> requestHeaders;

    public final List<Excerpt> responseHeaders;

    /** The line has been written, and there is no second. */
    public boolean written;

    private byte[] requestLine = NOTHING;
    private int requestLineBytes;

    public Entry() {
        this(Captures.NONE);
    }

    /** @param captures what the frontend copies from heads */
    public Entry(Captures captures) {
        Capture cookie = captures.cookie();
        requestCookieText = cookie == null ? null : new Excerpt(cookie.lengthBytes());
        responseCookieText = cookie == null ? null : new Excerpt(cookie.lengthBytes());
        requestHeaders = excerpts(captures.request());
        responseHeaders = excerpts(captures.response());
        clear();
    }

    private static List<Excerpt> excerpts(List<Capture> captures) {
        return captures.isEmpty()
                ? List.of()
                : captures.stream()
                        .map(capture -> new Excerpt(capture.lengthBytes()))
                        .toList();
    }

    /** Ready for the connection's next request: all forgotten but the client and the frontend. */
    public void clear() {
        backend = frontend;
        server = "<NOSRV>";
        acceptedMs = 0;
        requestMs = -1;
        queueMs = -1;
        connectMs = -1;
        responseMs = -1;
        totalMs = -1;
        status = -1;
        bytes = 0;
        cause = '-';
        state = '-';
        requestCookie = '-';
        responseCookie = '-';
        processSessions = 0;
        frontendSessions = 0;
        backendSessions = 0;
        serverSessions = 0;
        serverQueue = 0;
        backendQueue = 0;
        badRequest = false;
        written = false;
        requestLineBytes = 0;
        clear(requestCookieText);
        clear(responseCookieText);
        clearAll(requestHeaders);
        clearAll(responseHeaders);
    }

    private static void clearAll(List<Excerpt> excerpts) {
        for (int i = 0; i < excerpts.size(); i++) { // no iterator: runs for every request
            clear(excerpts.get(i));
        }
    }

    private static void clear(@Nullable Excerpt excerpt) {
        if (excerpt != null) {
            excerpt.clear();
        }
    }

    /** Copies the request line, at most its first 1023 bytes, from a head that will be gone when the line is written. */
    public void requestLine(ByteBuffer head, int from, int to) {
        int count = Math.min(to - from, REQUEST_LINE_LIMIT);
        if (requestLine.length < count) {
            int capacity = Math.max(FIRST_CAPACITY, Integer.highestOneBit(count) << 1); // few requests make it grow
            requestLine = new byte[Math.min(capacity, REQUEST_LINE_LIMIT)];
        }
        head.get(from, requestLine, 0, count);
        requestLineBytes = count;
    }

    /** The bytes of the request line, of which {@link #requestLineBytes} count. */
    byte[] requestLine() {
        return requestLine;
    }

    int requestLineBytes() {
        return requestLineBytes;
    }
}
