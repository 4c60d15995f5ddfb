package io.fairlead.splice;

import io.fairlead.loop.Buffers;
import io.fairlead.loop.Channel;

/** The engines that the suite runs against: how a transfer asks for each, and where its bytes are counted. */
enum Engine {
    COPY,
    PIPE,
    /** What it cannot join, and what passes before, goes through pipes. */
    PACKET;

    Splice open(Splicer splicer, Channel source, Channel target, long limit) {
        return this == PACKET && limit == Long.MAX_VALUE
                ? splicer.join(source, target)
                : splicer.open(source, target, limit, this != COPY);
    }

    /** Bytes that the counters say went by this engine. */
    long carried(SpliceCounters counters) {
        return (this == COPY ? counters.bytesCopied : counters.bytesSpliced).sum();
    }

    /** Bytes that went by another, though this one was asked for. */
    long carriedByOthers(SpliceCounters counters) {
        return (this == COPY ? counters.bytesSpliced : counters.bytesCopied).sum();
    }

    /** How many of the things that this engine's bytes travel in are in use. */
    int held(SpliceCounters counters, Buffers buffers) {
        return this == COPY ? buffers.borrowed() : counters.pipesInUse.get();
    }
}
