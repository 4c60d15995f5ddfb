package io.fairlead.http;

/**
 * The chunked transfer coding (RFC 9112 §7.1) as a machine that is fed everything but payload, octet by octet. Strict:
 * lines end in CRLF only, and what is not in the grammar ends in {@link #malformed()}.
 */
final class ChunkedEnvelope {
    /** Hexadecimal digits of a chunk's size, leading zeros included. */
    static final int MAX_SIZE_DIGITS = 16;

    /** Bytes of one chunk's extensions. */
    static final int MAX_EXTENSION_BYTES = 1024;

    /** Bytes of all trailer lines. */
    static final int MAX_TRAILER_BYTES = 8192;

    private enum State {
        SIZE,
        SIZE_BLANK,
        EXTENSION,
        SIZE_LF,
        PAYLOAD,
        PAYLOAD_CR,
        PAYLOAD_LF,
        TRAILER,
        TRAILER_NAME,
        TRAILER_VALUE,
        TRAILER_LF,
        END_LF,
        COMPLETE,
        MALFORMED
    }

    private State state = State.SIZE;
    private long size;
    private int digits;
    private int extensionBytes;
    private int trailerBytes;

    void start() {
        state = startChunk();
        trailerBytes = 0;
    }

    boolean complete() {
        return state == State.COMPLETE;
    }

    boolean malformed() {
        return state == State.MALFORMED;
    }

    /** Bytes of payload that follow next; 0 inside the envelope. */
    long payloadBytes() {
        return state == State.PAYLOAD ? size : 0;
    }

    /** That many bytes of payload have passed. */
    void payloadPassed(long count) {
        size -= count;
        if (size == 0) {
            state = State.PAYLOAD_CR;
        }
    }

    /** Takes the next octet of the envelope; not to be called while payload is due. */
    void accept(byte octet) {
        state = switch (state) {
            case SIZE -> size(octet);
            case SIZE_BLANK -> beforeExtension(octet);
            case EXTENSION -> extension(octet);
            case SIZE_LF -> octet == Ascii.LF ? afterSize() : State.MALFORMED;
            case PAYLOAD_CR -> octet == Ascii.CR ? State.PAYLOAD_LF : State.MALFORMED;
            case PAYLOAD_LF -> octet == Ascii.LF ? startChunk() : State.MALFORMED;
            case TRAILER -> octet == Ascii.CR ? State.END_LF : trailerName(octet);
            case TRAILER_NAME -> octet == ':' ? trailer(State.TRAILER_VALUE) : trailerName(octet);
            case TRAILER_VALUE -> trailerValue(octet);
            case TRAILER_LF -> octet == Ascii.LF ? State.TRAILER : State.MALFORMED;
            case END_LF -> octet == Ascii.LF ? State.COMPLETE : State.MALFORMED;
            case PAYLOAD, COMPLETE, MALFORMED -> State.MALFORMED;
        };
    }

    private State startChunk() {
        size = 0;
        digits = 0;
        extensionBytes = 0;
        return State.SIZE;
    }

    private State size(byte octet) {
        int digit = Ascii.hexValue(octet);
        if (digit >= 0) {
            boolean fits = digits < MAX_SIZE_DIGITS && size <= Long.MAX_VALUE >>> 4;
            digits++;
            size = (size << 4) + digit;
            return fits ? State.SIZE : State.MALFORMED;
        }
        if (digits == 0) {
            return State.MALFORMED;
        }
        return octet == Ascii.CR ? State.SIZE_LF : beforeExtension(octet);
    }

    /** White space is tolerated in front of an extension, as RFC 9112 §7.1.1 demands, and nowhere else. */
    private State beforeExtension(byte octet) {
        if (octet == ';') {
            return State.EXTENSION;
        }
        return Ascii.isBlank(octet) ? extensionState(State.SIZE_BLANK) : State.MALFORMED;
    }

    private State extension(byte octet) {
        if (octet == Ascii.CR) {
            return State.SIZE_LF;
        }
        return isText(octet) ? extensionState(State.EXTENSION) : State.MALFORMED;
    }

    private State extensionState(State next) {
        return ++extensionBytes <= MAX_EXTENSION_BYTES ? next : State.MALFORMED;
    }

    private State afterSize() {
        return size == 0 ? State.TRAILER : State.PAYLOAD;
    }

    private State trailerName(byte octet) {
        return Ascii.isToken(octet) ? trailer(State.TRAILER_NAME) : State.MALFORMED;
    }

    private State trailerValue(byte octet) {
        if (octet == Ascii.CR) {
            return State.TRAILER_LF;
        }
        return isText(octet) ? trailer(State.TRAILER_VALUE) : State.MALFORMED;
    }

    private State trailer(State next) {
        return ++trailerBytes <= MAX_TRAILER_BYTES ? next : State.MALFORMED;
    }

    private static boolean isText(byte octet) {
        return octet == Ascii.HTAB || !Ascii.isControl(octet);
    }
}
