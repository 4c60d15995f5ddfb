package io.fairlead.http;

import java.nio.ByteBuffer;

/**
 * Follows a message body through the bytes that pass, however they are cut, and says where it ends. Nothing is decoded:
 * the body is forwarded as it came, envelope and payload alike. Reusable; one per direction of a connection.
 */
public final class BodyReader {
    private final ChunkedEnvelope chunks = new ChunkedEnvelope();
    private BodyKind kind = BodyKind.NONE;
    private long remaining; // of a body with a length

    /** Begins a body; {@code contentLength} (bytes) counts for {@link BodyKind#LENGTH} only. */
    public void start(BodyKind kind, long contentLength) {
        this.kind = kind;
        remaining = kind == BodyKind.LENGTH ? contentLength : 0;
        chunks.start();
    }

    /**
     * Takes the bytes in {@code [from, to)}.
     *
     * @return how many of them belong to this message, or -1 if they are malformed; both hold for all later calls
     */
    public int accept(ByteBuffer bytes, int from, int to) {
        return switch (kind) {
            case NONE -> 0;
            case UNTIL_CLOSE, TUNNEL -> to - from;
            case LENGTH -> {
                int count = (int) Math.min(remaining, to - from);
                remaining -= count;
                yield count;
            }
            case CHUNKED -> acceptChunks(bytes, from, to);
        };
    }

    private int acceptChunks(ByteBuffer bytes, int from, int to) {
        int at = from;
        while (at < to && !chunks.complete() && !chunks.malformed()) {
            long payload = Math.min(chunks.payloadBytes(), to - at);
            if (payload > 0) {
                chunks.payloadPassed(payload);
                at += (int) payload;
            } else {
                chunks.accept(bytes.get(at++));
            }
        }
        return chunks.malformed() ? -1 : at - from;
    }

    /** Whether the whole message has passed; never true where only the close of the connection ends it. */
    public boolean complete() {
        return switch (kind) {
            case NONE -> true;
            case LENGTH -> remaining == 0;
            case CHUNKED -> chunks.complete();
            case UNTIL_CLOSE, TUNNEL -> false;
        };
    }

    /**
     * Bytes of payload known to follow directly after those accepted so far: the rest of the body or of the chunk, 0
     * inside an envelope, {@link Long#MAX_VALUE} where the close ends the body.
     */
    public long payloadRun() {
        return switch (kind) {
            case NONE -> 0;
            case LENGTH -> remaining;
            case CHUNKED -> chunks.payloadBytes();
            case UNTIL_CLOSE, TUNNEL -> Long.MAX_VALUE;
        };
    }

    /**
     * The next {@code count} bytes of payload went another way and will not be seen here.
     *
     * @throws IllegalArgumentException if that is more than {@link #payloadRun()}
     */
    public void carried(long count) {
        if (count < 0 || count > payloadRun()) {
            throw new IllegalArgumentException("more bytes carried than the body has");
        }
        if (kind == BodyKind.LENGTH) {
            remaining -= count;
        } else if (kind == BodyKind.CHUNKED && count > 0) {
            chunks.payloadPassed(count);
        }
    }

    /** Whether the close of the connection is this body's proper end. */
    public boolean endsAtClose() {
        return kind == BodyKind.UNTIL_CLOSE || kind == BodyKind.TUNNEL;
    }
}
