package io.fairlead.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Where a message ends and whether its connection lives on (RFC 9112 §6.3, §9.3), read from the header lines of a
 * {@link Head}. Reusable; one per parser.
 */
final class Framing {
    private static final byte[] CHUNKED = ascii("chunked");
    private static final byte[] CLOSE = ascii("close");
    private static final byte[] KEEP_ALIVE = ascii("keep-alive");
    private static final byte[] UPGRADE = ascii("upgrade");

    private boolean hostSeen;
    private boolean upgradeSeen;
    private boolean closeOption;
    private boolean keepAliveOption;
    private boolean upgradeOption;
    private boolean encoded; // Transfer-Encoding is there
    private boolean chunked; // and its last coding is chunked

    /** Fills in the head's framing; returns {@link Problem#NONE}, or why the message must be refused. */
    Problem read(Head head) {
        hostSeen = false;
        upgradeSeen = false;
        closeOption = false;
        keepAliveOption = false;
        upgradeOption = false;
        encoded = false;
        chunked = false;
        for (int header = 0; header < head.count(); header++) {
            Problem problem = field(head, header);
            if (problem != Problem.NONE) {
                return problem;
            }
        }
        Problem problem = contradiction(head);
        if (problem != Problem.NONE) {
            return problem;
        }
        head.bodyKind = head.request ? requestBody(head) : responseBody(head);
        head.keepAlive = persists(head);
        head.upgrade = upgradeSeen && upgradeOption && head.minorVersion == 1;
        return Problem.NONE;
    }

    private Problem field(Head head, int header) {
        return switch (head.header(header)) {
            case HOST -> host(head);
            case CONTENT_LENGTH -> contentLength(head, header);
            case TRANSFER_ENCODING -> transferEncoding(head, header);
            case CONNECTION -> connection(head, header);
            case UPGRADE -> upgrade();
            default -> Problem.NONE;
        };
    }

    /** One Host, which only HTTP/1.0 may leave out (RFC 9112 §3.2). */
    private Problem host(Head head) {
        if (hostSeen && head.request) {
            return Problem.SEVERAL_HOSTS;
        }
        hostSeen = true;
        return Problem.NONE;
    }

    /** A list of equal numbers counts as that number (RFC 9110 §8.6); the editor then forwards it once. */
    private static Problem contentLength(Head head, int header) {
        ByteBuffer bytes = head.bytes;
        int valueEnd = head.valueEnd(header);
        for (int from = head.valueStart(header); from <= valueEnd; ) {
            int to = Ascii.find(bytes, from, valueEnd, ',');
            long length = number(bytes, Ascii.skipBlanks(bytes, from, to), to);
            if (length < 0) {
                return Problem.INVALID_LENGTH;
            }
            if (head.contentLength >= 0) {
                if (length != head.contentLength) {
                    return Problem.DIFFERING_LENGTHS;
                }
                head.repeatedLength = true;
            }
            head.contentLength = length;
            from = to + 1;
        }
        return Problem.NONE;
    }

    /** {@code 1*DIGIT OWS} as a number, or -1. */
    private static long number(ByteBuffer bytes, int from, int limit) {
        int to = Ascii.trimBlanks(bytes, from, limit);
        long number = from == to ? -1 : 0;
        for (int at = from; at < to; at++) {
            byte octet = bytes.get(at);
            if (!Ascii.isDigit(octet) || number > (Long.MAX_VALUE - 9) / 10) {
                return -1;
            }
            number = 10 * number + octet - '0';
        }
        return number;
    }

    /**
     * Chunked comes last and once (RFC 9112 §6.1). In a request nothing else is accepted: servers disagree on what
     * other codings, parameters and empty elements mean, and on that disagreement requests are smuggled.
     */
    private Problem transferEncoding(Head head, int header) {
        ByteBuffer bytes = head.bytes;
        int valueEnd = head.valueEnd(header);
        encoded = true;
        for (int from = head.valueStart(header); from <= valueEnd; ) {
            int to = Ascii.find(bytes, from, valueEnd, ',');
            int codingStart = Ascii.skipBlanks(bytes, from, to);
            int codingEnd = Ascii.trimBlanks(bytes, codingStart, to);
            if (chunked || codingStart == codingEnd) {
                return Problem.INVALID_CODING;
            }
            chunked = Ascii.equalsIgnoreCase(bytes, codingStart, codingEnd, CHUNKED);
            if (head.request && !chunked) {
                return Problem.UNKNOWN_CODING;
            }
            from = to + 1;
        }
        return Problem.NONE;
    }

    private Problem upgrade() {
        upgradeSeen = true;
        return Problem.NONE;
    }

    private Problem connection(Head head, int header) {
        ByteBuffer bytes = head.bytes;
        int valueEnd = head.valueEnd(header);
        for (int from = head.valueStart(header); from < valueEnd; ) {
            int to = Ascii.find(bytes, from, valueEnd, ',');
            int optionStart = Ascii.skipBlanks(bytes, from, to);
            int optionEnd = Ascii.trimBlanks(bytes, optionStart, to);
            closeOption |= Ascii.equalsIgnoreCase(bytes, optionStart, optionEnd, CLOSE);
            keepAliveOption |= Ascii.equalsIgnoreCase(bytes, optionStart, optionEnd, KEEP_ALIVE);
            upgradeOption |= Ascii.equalsIgnoreCase(bytes, optionStart, optionEnd, UPGRADE);
            from = to + 1;
        }
        return Problem.NONE;
    }

    /** The number of header lines that say {@code Connection: close}. Voids what {@link #read} found. */
    int closingLines(Head head) {
        int lines = 0;
        for (int header = 0; header < head.count(); header++) {
            lines += closes(head, header) ? 1 : 0;
        }
        return lines;
    }

    /** Whether a header line says {@code Connection: close}. Voids what {@link #read} found. */
    boolean closes(Head head, int header) {
        closeOption = false;
        if (head.header(header) == Header.CONNECTION) {
            connection(head, header);
        }
        return closeOption;
    }

    private Problem contradiction(Head head) {
        if (!hostSeen && head.request && head.minorVersion == 1) {
            return Problem.NO_HOST;
        }
        if (encoded && head.contentLength >= 0) {
            return Problem.CODING_AND_LENGTH;
        }
        if (encoded && head.minorVersion == 0) {
            return Problem.CODING_IN_HTTP_1_0;
        }
        if (head.request && head.method == Method.CONNECT && (encoded || head.contentLength > 0)) {
            return Problem.CONNECT_WITH_BODY;
        }
        return Problem.NONE;
    }

    private BodyKind requestBody(Head head) {
        if (chunked) {
            return BodyKind.CHUNKED;
        }
        return head.contentLength >= 0 ? BodyKind.LENGTH : BodyKind.NONE;
    }

    private BodyKind responseBody(Head head) {
        int status = head.status;
        if (status == 101 || (head.method == Method.CONNECT && status / 100 == 2)) {
            return BodyKind.TUNNEL;
        }
        if (head.method == Method.HEAD || status < 200 || status == 204 || status == 304) {
            return BodyKind.NONE;
        }
        if (chunked) {
            return BodyKind.CHUNKED;
        }
        return head.contentLength >= 0 ? BodyKind.LENGTH : BodyKind.UNTIL_CLOSE;
    }

    private boolean persists(Head head) {
        boolean delimited = head.bodyKind != BodyKind.UNTIL_CLOSE && head.bodyKind != BodyKind.TUNNEL;
        return delimited && !closeOption && (head.minorVersion == 1 || keepAliveOption);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
