package io.fairlead.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where a message ends and whether its connection lives on (RFC 9112 §6.3, §9.3), read from the header lines of a
 * {@link Head}. Reusable; one per parser.
 */
final class Framing {
    private static final byte[] CHUNKED = ascii("chunked");
    private static final byte[] CLOSE = ascii("close");
    private static final byte[] KEEP_ALIVE = ascii("keep-alive");
    private static final byte[] UPGRADE = ascii("upgrade");
    private static final byte[] CONTINUE = ascii("100-continue");

    private boolean hostSeen;
    private boolean upgradeSeen;
    private boolean closeOption;
    private boolean keepAliveOption;
    private boolean upgradeOption;
    private boolean encoded; // Transfer-Encoding is there
    private boolean chunked; // and its last coding is chunked

    /** Fills in the head's framing; returns null, or why the message must be refused. */
    @Nullable
    String read(Head head) {
        hostSeen = false;
        upgradeSeen = false;
        closeOption = false;
        keepAliveOption = false;
        upgradeOption = false;
        encoded = false;
        chunked = false;
        for (int header = 0; header < head.count(); header++) {
            String problem = field(head, header);
            if (problem != null) {
                return problem;
            }
        }
        String problem = transferEncodingAllowed(head);
        if (problem != null) {
            return problem;
        }
        head.bodyKind = head.request ? requestBody(head) : responseBody(head);
        head.keepAlive = persists(head);
        head.upgrade = upgradeSeen && upgradeOption && head.minorVersion == 1;
        return null;
    }

    private @Nullable String field(Head head, int header) {
        return switch (head.header(header)) {
            case HOST -> host(head);
            case CONTENT_LENGTH -> contentLength(head, header);
            case TRANSFER_ENCODING -> transferEncoding(head, header);
            case CONNECTION, EXPECT, UPGRADE -> {
                option(head, header);
                yield null;
            }
            default -> null;
        };
    }

    /** One Host at most (RFC 9112 §3.2); HTTP/1.1 without any is let through, as HAProxy does. */
    private @Nullable String host(Head head) {
        if (hostSeen && head.request) {
            return "several Host headers";
        }
        hostSeen = true;
        return null;
    }

    /** A list of equal numbers counts as that number (RFC 9110 §8.6); the editor then forwards it once. */
    private static @Nullable String contentLength(Head head, int header) {
        ByteBuffer bytes = head.bytes;
        int valueEnd = head.valueEnd(header);
        for (int from = head.valueStart(header); from <= valueEnd; ) {
            int to = Ascii.find(bytes, from, valueEnd, ',');
            long length = number(bytes, Ascii.skipBlanks(bytes, from, to), to);
            if (length < 0) {
                return "invalid Content-Length";
            }
            if (head.contentLength >= 0) {
                if (length != head.contentLength) {
                    return "differing Content-Lengths";
                }
                head.repeatedLength = true;
            }
            head.contentLength = length;
            from = to + 1;
        }
        return null;
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
    private @Nullable String transferEncoding(Head head, int header) {
        ByteBuffer bytes = head.bytes;
        int valueEnd = head.valueEnd(header);
        encoded = true;
        for (int from = head.valueStart(header); from <= valueEnd; ) {
            int to = Ascii.find(bytes, from, valueEnd, ',');
            int codingStart = Ascii.skipBlanks(bytes, from, to);
            int codingEnd = Ascii.trimBlanks(bytes, codingStart, to);
            if (chunked || codingStart == codingEnd) {
                return "invalid Transfer-Encoding";
            }
            chunked = Ascii.equalsIgnoreCase(bytes, codingStart, codingEnd, CHUNKED);
            if (head.request && !chunked) {
                return "unknown transfer coding";
            }
            from = to + 1;
        }
        return null;
    }

    private void option(Head head, int header) {
        switch (head.header(header)) {
            case CONNECTION -> connection(head, header);
            case EXPECT -> head.expectsContinue |= expectsContinue(head, header);
            default -> upgradeSeen = true;
        }
    }

    private void connection(Head head, int header) {
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
    }

    /** HTTP/1.0 clients are not made to wait (RFC 9110 §10.1.1). */
    private static boolean expectsContinue(Head head, int header) {
        return head.request
                && head.minorVersion == 1
                && Ascii.equalsIgnoreCase(head.bytes, head.valueStart(header), head.valueEnd(header), CONTINUE);
    }

    private @Nullable String transferEncodingAllowed(Head head) {
        if (encoded && head.contentLength >= 0) {
            return "both Transfer-Encoding and Content-Length";
        }
        if (encoded && head.minorVersion == 0) {
            return "Transfer-Encoding in HTTP/1.0";
        }
        if (head.request && head.method == Method.CONNECT && (encoded || head.contentLength > 0)) {
            return "CONNECT with a body";
        }
        return null;
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
