package io.fairlead.session;

import static io.fairlead.splice.Splicer.WORTH_JOINING_BYTES;

import io.fairlead.http.BodyKind;
import io.fairlead.http.BodyReader;
import io.fairlead.linux.Errno;
import io.fairlead.loop.Buffer;
import io.fairlead.splice.Means;
import io.fairlead.splice.Splice;
import io.fairlead.splice.Splicer;
import org.jspecify.annotations.Nullable;

/**
 * One direction of an exchange. A message's head and small payloads go through the source's buffer; long runs of
 * payload go by splice, which never takes a byte beyond the run. Chunk envelopes always pass through the buffer.
 */
final class Flow {
    /** Why {@link #advance} stopped. */
    enum Outcome {
        /** The message is complete and delivered, or no message was started. */
        COMPLETE,
        AWAIT_SOURCE,
        AWAIT_TARGET,
        /** This turn's share is used up: call again soon. */
        YIELD,
        /** The source ended before the message did; what came is delivered. */
        TRUNCATED,
        SOURCE_FAILED,
        TARGET_FAILED,
        /** Nothing has passed either way for longer than the kernel waits. */
        EXPIRED,
        /** The message's framing is broken. */
        MALFORMED
    }

    /** A server that waits for more room has sent this much of a body at least, and a head (HEADROOM_BYTES). */
    private static final int PROMISED_BYTES = 16 * 1024;

    private final Splicer splicer;
    private final boolean fromServer;
    private final BodyReader body = new BodyReader();
    private Means means = Means.COPY;
    private BodyKind kind = BodyKind.NONE;
    private int approved;
    private boolean keepsSent;
    private long delivered;
    private @Nullable Splice splice;
    private long spliceCounted;
    private boolean toldEnd;
    private long spliced;
    private Outcome outcome = Outcome.COMPLETE;

    Flow(Splicer splicer, boolean fromServer) {
        this.splicer = splicer;
        this.fromServer = fromServer;
    }

    /**
     * Starts a message that lies at the front of the source's buffer.
     *
     * @param headBytes its head, already checked
     * @param by what the configuration asks for in this direction
     * @param keeps whether what was sent stays in the buffer to be sent again on another connection
     */
    void start(Connection source, int headBytes, BodyKind bodyKind, long contentLength, Means by, boolean keeps) {
        body.start(bodyKind, contentLength);
        kind = bodyKind;
        approved = headBytes;
        means = by;
        spliced = 0;
        keepsSent = keeps;
        if (source.waiting() > headBytes) {
            approve(source.in(), headBytes); // so that head and body leave in one segment
        }
        outcome = Outcome.AWAIT_TARGET;
        if (isMoreThanPromised(contentLength)) {
            forgo(source);
        }
    }

    private boolean isMoreThanPromised(long contentLength) {
        return switch (kind) {
            case NONE -> false;
            case LENGTH -> contentLength > PROMISED_BYTES && contentLength < WORTH_JOINING_BYTES;
            case CHUNKED, UNTIL_CLOSE, TUNNEL -> true;
        };
    }

    /** Has a tunnel's transfer ready before the first byte: the kernel can carry that one, too. */
    void prepare(Connection source, Connection target) {
        if (source.waiting() == 0) {
            openSplice(source, target);
        }
    }

    /** Ends here whatever is still to come. */
    void abandon() {
        endSplice();
        approved = 0;
        outcome = Outcome.COMPLETE;
    }

    /** Moves what can be moved. */
    Outcome advance(Connection source, Connection target) {
        if (outcome != Outcome.COMPLETE) {
            outcome = move(source, target);
            if (outcome == Outcome.COMPLETE && !keepsSent) {
                source.letGo();
            }
        }
        return outcome;
    }

    private Outcome move(Connection source, Connection target) {
        long stopAt = delivered + Splice.BYTES_PER_TURN; // endless chunks must not hold a loop either
        while (delivered < stopAt) {
            Outcome stop;
            if (approved > 0) {
                stop = send(source.in(), target);
            } else if (splice != null) {
                stop = carry(splice, source, target);
            } else if (body.complete()) {
                return Outcome.COMPLETE;
            } else if (source.waiting() > 0) {
                stop = approve(source.in(), 0) ? null : Outcome.MALFORMED;
            } else if (source.ended()) {
                return body.endsAtClose() ? Outcome.COMPLETE : Outcome.TRUNCATED;
            } else if (body.payloadRun() >= Splicer.WORTHWHILE_BYTES) {
                openSplice(source, target);
                stop = null;
            } else {
                stop = receive(source);
            }
            if (stop != null) {
                return stop;
            }
        }
        return Outcome.YIELD;
    }

    /** Which of the bytes in the buffer, after the first {@code known}, belong to this message? */
    private boolean approve(Buffer in, int known) {
        int accepted = body.accept(in.bytes(), in.start() + known, in.end());
        approved += Math.max(accepted, 0);
        return accepted >= 0;
    }

    private @Nullable Outcome send(Buffer in, Connection target) {
        if (!target.writable()) {
            return Outcome.AWAIT_TARGET;
        }
        int sent = target.send(in, approved);
        if (sent > 0) {
            approved -= sent;
            delivered += sent;
            target.touch();
            splicer.counters().bytesCopied.add(sent);
            return approved == 0 ? null : Outcome.AWAIT_TARGET;
        }
        return sent == -Errno.EAGAIN ? Outcome.AWAIT_TARGET : Outcome.TARGET_FAILED;
    }

    private @Nullable Outcome receive(Connection source) {
        if (!source.readable()) {
            return Outcome.AWAIT_SOURCE;
        }
        int count = source.fill();
        if (count >= 0) {
            return null;
        }
        return count == -Errno.EAGAIN ? Outcome.AWAIT_SOURCE : Outcome.SOURCE_FAILED;
    }

    private void openSplice(Connection source, Connection target) {
        source.letGo();
        splice = through(source, target, body.payloadRun());
        spliceCounted = 0;
        toldEnd = false;
    }

    /** The process carries what the server sends. */
    private void forgo(Connection source) {
        if (fromServer) {
            splicer.forgo(source);
        }
    }

    private Splice through(Connection source, Connection target, long run) {
        if (means == Means.PACKETS && kind == BodyKind.TUNNEL) {
            return splicer.join(source, target);
        }
        boolean joins = means == Means.PACKETS && fromServer && kind != BodyKind.CHUNKED;
        boolean tooEarly =
                joins && run == Long.MAX_VALUE && spliced < WORTH_JOINING_BYTES; // nobody knows how long it is
        Splice body = joins && !tooEarly && run >= WORTH_JOINING_BYTES ? splicer.body(source, target, run) : null;
        if (body != null) {
            return body;
        }
        if (kind == BodyKind.LENGTH) { // of the others it is known from their start
            forgo(source);
        }
        return splicer.open(source, target, tooEarly ? WORTH_JOINING_BYTES - spliced : run, means != Means.COPY);
    }

    private @Nullable Outcome carry(Splice through, Connection source, Connection target) {
        Splice.Step step = through.carry();
        long moved = through.carried() - spliceCounted;
        if (moved > 0) {
            spliceCounted += moved;
            spliced += moved;
            delivered += moved;
            body.carried(moved);
            source.touch(through.quietMs());
            target.touch(through.quietMs());
        }
        return switch (step) {
            case AWAIT_SOURCE -> Outcome.AWAIT_SOURCE;
            case AWAIT_TARGET -> Outcome.AWAIT_TARGET;
            case YIELD -> Outcome.YIELD;
            case DONE -> {
                endSplice();
                yield null;
            }
            case END -> {
                toldEnd = through.toldEnd();
                endSplice();
                yield body.endsAtClose() ? Outcome.COMPLETE : Outcome.TRUNCATED;
            }
            case SOURCE_FAILED -> {
                endSplice();
                yield Outcome.SOURCE_FAILED;
            }
            case TARGET_FAILED -> {
                endSplice();
                yield Outcome.TARGET_FAILED;
            }
            case EXPIRED -> {
                endSplice();
                yield Outcome.EXPIRED;
            }
        };
    }

    private void endSplice() {
        if (splice != null) {
            splice.close();
            splice = null;
        }
    }

    /** Whether the target knows of the source's end, and needs no FIN of its connection with us. */
    boolean toldEnd() {
        return toldEnd;
    }

    /** How the last advance ended; COMPLETE where nothing is under way. */
    Outcome outcome() {
        return outcome;
    }

    /** Bytes delivered since the last call: heads, envelopes and payload, spliced ones included. */
    long takeDelivered() {
        long count = delivered;
        delivered = 0;
        return count;
    }
}
