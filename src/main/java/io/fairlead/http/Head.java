package io.fairlead.http;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A parsed message head: offsets into the buffer it lies in, nothing copied. Filled by {@link HeadParser} and reused
 * for message after message; valid as long as the bytes stay where they are.
 */
public final class Head {
    /** The most header lines accepted in a head (HAProxy 1.3.5's limit). */
    public static final int MAX_HEADERS = 203;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int FIRST_CAPACITY = 24;

    ByteBuffer bytes = NOTHING;
    boolean request;
    int start;
    int end;
    int startLineEnd;
    int fieldsEnd; // where the empty line begins
    Method method = Method.OTHER;
    int targetStart;
    int targetEnd;
    int status;
    int minorVersion;
    boolean bareLineFeed; // some line ended in LF alone
    BodyKind bodyKind = BodyKind.NONE;
    long contentLength;
    boolean repeatedLength; // Content-Length was said more than once
    boolean keepAlive;
    boolean upgrade;
    boolean closedByRule;
    Problem problem = Problem.NONE;
    int problemAt;

    private int count;
    private int[] nameStarts = new int[FIRST_CAPACITY];
    private int[] nameEnds = new int[FIRST_CAPACITY];
    private int[] valueStarts = new int[FIRST_CAPACITY];
    private int[] valueEnds = new int[FIRST_CAPACITY];
    private int[] lineEnds = new int[FIRST_CAPACITY];
    private Header[] headers = new Header[FIRST_CAPACITY];

    /** The buffer all offsets mean. */
    public ByteBuffer bytes() {
        return bytes;
    }

    /** The start line's first byte. */
    public int start() {
        return start;
    }

    /** One past the empty line: where the body begins. */
    public int end() {
        return end;
    }

    /** The request's method; of a response, the method it answers. */
    public Method method() {
        return method;
    }

    /** First byte of the request target. */
    public int targetStart() {
        return targetStart;
    }

    /** One past the request target. */
    public int targetEnd() {
        return targetEnd;
    }

    /** The response's status, 100 to 999; 0 in a request. */
    public int status() {
        return status;
    }

    /** 0 for HTTP/1.0, 1 for HTTP/1.1. */
    public int minorVersion() {
        return minorVersion;
    }

    /** One past the start line, its line end not counted. */
    public int startLineEnd() {
        return startLineEnd;
    }

    /** The number of header lines. */
    public int count() {
        return count;
    }

    public int nameStart(int header) {
        return nameStarts[header];
    }

    public int nameEnd(int header) {
        return nameEnds[header];
    }

    /** First byte of the value, white space before it left out. */
    public int valueStart(int header) {
        return valueStarts[header];
    }

    /** One past the value, white space behind it left out. */
    public int valueEnd(int header) {
        return valueEnds[header];
    }

    public int lineStart(int header) {
        return nameStarts[header];
    }

    /** One past the header line, its line end not counted. */
    public int lineEnd(int header) {
        return lineEnds[header];
    }

    /** Which field the line is. */
    public Header header(int header) {
        return headers[header];
    }

    /** Whether a header's value begins with these lower-case letters, in either case. */
    public boolean valueStartsWith(int header, byte[] letters) {
        int start = valueStart(header);
        if (valueEnd(header) - start < letters.length) {
            return false;
        }
        for (int i = 0; i < letters.length; i++) {
            if ((bytes().get(start + i) | 0x20) != letters[i]) {
                return false;
            }
        }
        return true;
    }

    /** How the body that follows is delimited (RFC 9112 §6.3). */
    public BodyKind bodyKind() {
        return bodyKind;
    }

    /**
     * What Content-Length says, in bytes, or -1 where it is absent. It is the body's length only for
     * {@link BodyKind#LENGTH}.
     */
    public long contentLength() {
        return contentLength;
    }

    /**
     * Whether the connection may carry another message after this one, as far as this message says (RFC 9112 §9.3):
     * false with {@code Connection: close}, in HTTP/1.0 without {@code keep-alive}, and where the body ends at the
     * close.
     */
    public boolean keepAlive() {
        return keepAlive;
    }

    /** An Upgrade field that {@code Connection: upgrade} makes valid (RFC 9110 §7.8). */
    public boolean upgrade() {
        return upgrade;
    }

    /** Why rules made no valid message of this head, of which only {@link #start} is left. */
    public Problem problem() {
        return problem;
    }

    /** Where in the buffer the line or the character lies that is to blame for {@link #problem}. */
    public int problemAt() {
        return problemAt;
    }

    /** Whether a rule made a {@code Connection: close} of this message: whoever it goes to is to see it. */
    public boolean closedByRule() {
        return closedByRule;
    }

    void begin(ByteBuffer buffer, boolean isRequest, Method requestMethod) {
        bytes = buffer;
        request = isRequest;
        method = requestMethod;
        targetStart = 0;
        targetEnd = 0;
        status = 0;
        bareLineFeed = false;
        bodyKind = BodyKind.NONE;
        contentLength = -1;
        repeatedLength = false;
        keepAlive = false;
        upgrade = false;
        closedByRule = false;
        problem = Problem.NONE;
        count = 0;
    }

    void add(Header header, int nameStart, int nameEnd, int valueStart, int valueEnd, int lineEnd) {
        if (count == nameStarts.length) {
            grow(Math.min(2 * count, MAX_HEADERS));
        }
        headers[count] = header;
        nameStarts[count] = nameStart;
        nameEnds[count] = nameEnd;
        valueStarts[count] = valueStart;
        valueEnds[count] = valueEnd;
        lineEnds[count] = lineEnd;
        count++;
    }

    private void grow(int capacity) {
        nameStarts = Arrays.copyOf(nameStarts, capacity);
        nameEnds = Arrays.copyOf(nameEnds, capacity);
        valueStarts = Arrays.copyOf(valueStarts, capacity);
        valueEnds = Arrays.copyOf(valueEnds, capacity);
        lineEnds = Arrays.copyOf(lineEnds, capacity);
        headers = Arrays.copyOf(headers, capacity);
    }
}
