package io.fairlead.log;

import java.nio.ByteBuffer;

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

    private byte[] requestLine = NOTHING;
    private int requestLineBytes;

    public Entry() {
        clear();
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
        requestLineBytes = 0;
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
