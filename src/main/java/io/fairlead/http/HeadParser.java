package io.fairlead.http;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Parses message heads strictly (RFC 9112 §2 to §6): whatever two implementations could read differently is refused.
 * Line ends may be CRLF or LF; a bare CR, any other control character, white space before a colon and folded lines are
 * not accepted.
 *
 * <p>A parser remembers how far it came: called again with the same head, buffer and {@code from} and a larger
 * {@code to}, it goes on, so that a head arriving byte by byte costs no more than one arriving whole. One parser serves
 * one direction of one connection.
 */
public final class HeadParser {
    /** What is known about the head after a call. */
    public enum Result {
        /** More bytes are needed. */
        INCOMPLETE,
        /** The head is filled in. */
        COMPLETE,
        /** Not HTTP/1.x, or ambiguous; {@link HeadParser#problem()} says why. */
        INVALID
    }

    /** The most empty lines skipped in front of a request (RFC 9112 §2.2 asks for at least one). */
    public static final int MAX_EMPTY_LINES = 8;

    private static final long HTTP_1_0 = 0x302e312f50545448L; // "HTTP/1.0" as a little-endian word
    private static final long HTTP_1_1 = 0x312e312f50545448L;
    private static final int VERSION_LENGTH = 8;

    private final Framing framing = new Framing();
    private @Nullable Head head; // the one being filled; null between messages
    private int from;
    private int lineStart;
    private int scanned; // no line end lies between lineStart and here
    private int emptyLines;
    private boolean startLineRead;
    private Problem problem = Problem.NONE;
    private int problemAt;

    /** Forgets a head that was begun. Needed only to abandon one: every other result ends it. */
    public void reset() {
        head = null;
    }

    /** Why the last head was {@link Result#INVALID}. */
    public Problem problem() {
        return problem;
    }

    /** Where in the buffer the line or the character lies that made the last head {@link Result#INVALID}. */
    public int problemAt() {
        return problemAt;
    }

    /** Parses a request's head from {@code [from, to)} and determines its framing (RFC 9112 §6). */
    public Result request(ByteBuffer bytes, int from, int to, Head head) {
        resume(bytes, from, head, true, Method.OTHER);
        return finish(head, parse(bytes, to, head));
    }

    /** Parses a response's head; how its body ends depends on the request's method (RFC 9112 §6.3). */
    public Result response(ByteBuffer bytes, int from, int to, Head head, Method requestMethod) {
        resume(bytes, from, head, false, requestMethod);
        return finish(head, parse(bytes, to, head));
    }

    private void resume(ByteBuffer bytes, int from, Head head, boolean request, Method requestMethod) {
        if (this.head == head && this.from == from && isBuffer(head, bytes) && head.request == request) {
            return;
        }
        head.begin(bytes, request, requestMethod);
        this.head = head;
        this.from = from;
        lineStart = from;
        scanned = from;
        emptyLines = 0;
        startLineRead = false;
    }

    @SuppressWarnings("ReferenceEquality") // the same buffer, not one with the same bytes
    private static boolean isBuffer(Head head, ByteBuffer bytes) {
        return head.bytes == bytes;
    }

    private Result finish(Head head, Result lines) {
        Result result = lines;
        if (lines == Result.COMPLETE) {
            Problem ambiguity = framing.read(head);
            if (ambiguity != Problem.NONE) {
                result = invalid(ambiguity, head.start);
            }
        }
        if (result != Result.INCOMPLETE) {
            reset();
        }
        return result;
    }

    private Result parse(ByteBuffer bytes, int to, Head head) {
        while (true) {
            int stop = Ascii.findControl(bytes, scanned, to);
            scanned = stop;
            if (stop >= to) {
                return Result.INCOMPLETE;
            }
            int lineEnd = stop;
            byte control = bytes.get(stop);
            if (control == Ascii.HTAB) {
                scanned++;
                continue;
            } else if (control == Ascii.CR) {
                if (stop + 1 == to) {
                    return Result.INCOMPLETE;
                }
                if (bytes.get(++stop) != Ascii.LF) {
                    return invalid(Problem.BARE_CARRIAGE_RETURN, lineEnd);
                }
            } else if (control == Ascii.LF) {
                head.bareLineFeed = true;
            } else {
                return invalid(Problem.CONTROL_CHARACTER, stop);
            }
            scanned = stop + 1;
            Result result = line(bytes, lineStart, lineEnd, head);
            lineStart = scanned;
            if (result != Result.INCOMPLETE) {
                return result;
            }
        }
    }

    /** Takes one line, its line end not counted; COMPLETE when it was the empty line that ends the head. */
    private Result line(ByteBuffer bytes, int from, int to, Head head) {
        if (startLineRead) {
            return from == to ? emptyLine(head) : headerLine(bytes, from, to, head);
        }
        if (from == to && head.request && emptyLines++ < MAX_EMPTY_LINES) {
            head.bareLineFeed = false;
            return Result.INCOMPLETE;
        }
        head.start = from;
        head.startLineEnd = to;
        startLineRead = true;
        return head.request ? requestLine(bytes, from, to, head) : statusLine(bytes, from, to, head);
    }

    private Result emptyLine(Head head) {
        head.fieldsEnd = lineStart;
        head.end = scanned;
        return Result.COMPLETE;
    }

    /** {@code method SP request-target SP HTTP-version} (RFC 9112 §3). */
    private Result requestLine(ByteBuffer bytes, int from, int to, Head head) {
        int methodEnd = Ascii.findTokenEnd(bytes, from, to);
        if (methodEnd == from || methodEnd == to || bytes.get(methodEnd) != ' ') {
            return invalid(Problem.INVALID_METHOD);
        }
        head.method = Method.of(bytes, from, methodEnd);
        int targetEnd = Ascii.findBlank(bytes, methodEnd + 1, to);
        if (targetEnd == methodEnd + 1) {
            return invalid(Problem.NO_TARGET);
        }
        head.targetStart = methodEnd + 1;
        head.targetEnd = targetEnd;
        if (to - targetEnd != 1 + VERSION_LENGTH || bytes.get(targetEnd) != ' ') {
            return invalid(Problem.INVALID_REQUEST_LINE);
        }
        return version(bytes, targetEnd + 1, head);
    }

    /** {@code HTTP-version SP status-code [SP [reason-phrase]]}: RFC 9112 §4, but some servers leave out the last SP. */
    private Result statusLine(ByteBuffer bytes, int from, int to, Head head) {
        int statusStart = from + VERSION_LENGTH + 1;
        int statusEnd = statusStart + 3;
        if (to < statusEnd || bytes.get(statusStart - 1) != ' ' || (to > statusEnd && bytes.get(statusEnd) != ' ')) {
            return invalid(Problem.INVALID_STATUS_LINE);
        }
        int status = 0;
        for (int at = statusStart; at < statusEnd; at++) {
            byte digit = bytes.get(at);
            if (!Ascii.isDigit(digit)) {
                return invalid(Problem.INVALID_STATUS);
            }
            status = 10 * status + digit - '0';
        }
        if (status < 100) {
            return invalid(Problem.INVALID_STATUS);
        }
        head.status = status;
        return version(bytes, from, head);
    }

    private Result version(ByteBuffer bytes, int from, Head head) {
        long version = Ascii.word(bytes, from);
        if (version != HTTP_1_1 && version != HTTP_1_0) {
            return invalid(Problem.UNKNOWN_VERSION);
        }
        head.minorVersion = version == HTTP_1_1 ? 1 : 0;
        return Result.INCOMPLETE;
    }

    /** {@code field-name ":" OWS field-value OWS} (RFC 9112 §5). */
    private Result headerLine(ByteBuffer bytes, int from, int to, Head head) {
        int nameEnd = Ascii.findTokenEnd(bytes, from, to);
        if (nameEnd == from || nameEnd == to || bytes.get(nameEnd) != ':') {
            return invalid(misnamed(bytes, from, nameEnd, to));
        }
        if (head.count() == Head.MAX_HEADERS) {
            return invalid(Problem.TOO_MANY_HEADERS);
        }
        int valueStart = Ascii.skipBlanks(bytes, nameEnd + 1, to);
        int valueEnd = Ascii.trimBlanks(bytes, valueStart, to);
        head.add(Header.of(bytes, from, nameEnd), from, nameEnd, valueStart, valueEnd, to);
        return Result.INCOMPLETE;
    }

    private static Problem misnamed(ByteBuffer bytes, int from, int nameEnd, int to) {
        if (nameEnd < to && Ascii.isBlank(bytes.get(nameEnd))) {
            return nameEnd == from ? Problem.FOLDED_LINE : Problem.BLANK_IN_NAME;
        }
        return Problem.INVALID_NAME;
    }

    private Result invalid(Problem why) {
        return invalid(why, lineStart);
    }

    private Result invalid(Problem why, int at) {
        problem = why;
        problemAt = at;
        return Result.INVALID;
    }
}
