package io.fairlead.splice;

import io.fairlead.loop.Buffers;
import io.fairlead.loop.Channel;

/** The engines that the suite runs against: how a transfer asks for each, and where its bytes are counted. */
enum Engine {
    COPY,
    PIPE,
    /** What it cannot join goes through pipes; the beginning of what passes before is copied. */
    PACKET,
    /** One way, and the connections go on. */
    BODY;

    Splice open(Splicer splicer, Channel source, Channel target, long limit) {
        return switch (this) {
            case COPY -> splicer.open(source, target, limit, false);
            case PIPE -> splicer.open(source, target, limit, true);
            case PACKET ->
                limit == Long.MAX_VALUE ? splicer.join(source, target) : splicer.open(source, target, limit, true);
            case BODY -> {
                Splice body = splicer.body(source, target, limit);
                yield body != null ? body : splicer.open(source, target, limit, true); // as sessions have it
            }
        };
    }

    /** What is on its way in the kernel is not the process's to hold. */
    boolean byPackets() {
        return this == PACKET || this == BODY;
    }

    /** Bytes that the counters say went by this engine. */
    long carried(SpliceCounters counters) {
        long copied = counters.bytesCopied.sum();
        long spliced = counters.bytesSpliced.sum();
        return switch (this) {
            case COPY -> copied;
            case PIPE, BODY -> spliced;
            case PACKET -> copied + spliced;
        };
    }

    /** Bytes of one transfer that went by another, though this one was asked for. */
    long carriedByOthers(SpliceCounters counters) {
        long copied = counters.bytesCopied.sum();
        return switch (this) {
            case COPY -> counters.bytesSpliced.sum();
            case PIPE, BODY -> copied;
            case PACKET -> Math.max(0, copied - Splicer.WORTHWHILE_BYTES - Rig.BUFFER_BYTES);
        };
    }

    /** How many of the things that this engine's bytes travel in are in use. */
    int held(SpliceCounters counters, Buffers buffers) {
        return this == COPY ? buffers.borrowed() : counters.pipesInUse.get();
    }
}
