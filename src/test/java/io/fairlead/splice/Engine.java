package io.fairlead.splice;

import io.fairlead.loop.Buffers;
import io.fairlead.loop.Channel;

/** The engines that the suite runs against: how a transfer asks for each, and where its bytes are counted. */
enum Engine {
    COPY {
        @Override
        Splice open(Splicer splicer, Channel source, Channel target, long limit) {
            return splicer.open(source, target, limit, false);
        }

        @Override
        long carried(SpliceCounters counters) {
            return counters.bytesCopied.sum();
        }

        @Override
        long carriedByOthers(SpliceCounters counters) {
            return counters.bytesSpliced.sum();
        }

        @Override
        int held(SpliceCounters counters, Buffers buffers) {
            return buffers.borrowed();
        }
    },
    PIPE {
        @Override
        Splice open(Splicer splicer, Channel source, Channel target, long limit) {
            return splicer.open(source, target, limit, true);
        }

        @Override
        long carried(SpliceCounters counters) {
            return counters.bytesSpliced.sum();
        }

        @Override
        long carriedByOthers(SpliceCounters counters) {
            return counters.bytesCopied.sum();
        }

        @Override
        int held(SpliceCounters counters, Buffers buffers) {
            return counters.pipesInUse.get();
        }
    },
    PACKET {
        @Override
        Splice open(Splicer splicer, Channel source, Channel target, long limit) {
            return limit == Long.MAX_VALUE ? splicer.join(source, target) : splicer.open(source, target, limit, true);
        }

        @Override
        long carried(SpliceCounters counters) {
            return counters.bytesSpliced.sum();
        }

        @Override
        long carriedByOthers(SpliceCounters counters) {
            return counters.bytesCopied.sum();
        }

        @Override
        int held(SpliceCounters counters, Buffers buffers) {
            return counters.pipesInUse.get();
        }
    };

    abstract Splice open(Splicer splicer, Channel source, Channel target, long limit);

    /** Bytes that the counters say went by this engine. */
    abstract long carried(SpliceCounters counters);

    /** Bytes that went by another, though this one was asked for. */
    abstract long carriedByOthers(SpliceCounters counters);

    /** How many of the things that this engine's bytes travel in are in use. */
    abstract int held(SpliceCounters counters, Buffers buffers);
}
