package io.fairlead.splice;

import io.fairlead.loop.Channel;
import java.util.concurrent.TimeUnit;

/**
 * A message's body on its way from one connection to the other. The process carries what its own stack is given, as
 * ever; the kernel chooses the byte from which on it carries all to the body's end, and both connections are the
 * process's again when the far end has acknowledged that. The connections' ends and everything that goes the other way
 * are the process's all the time.
 */
final class PacketBody implements Splice {
    private final PacketJoin join;
    private final PacketPair pair;
    private final int side;
    private final Channel target;
    private final Relay process;
    private final SpliceCounters counters;
    private final long limit;
    private long inKernel;
    private long carried;
    private boolean movedInKernel;
    private boolean over;

    /**
     * @param side that the body comes from
     * @param limit its bytes; Long.MAX_VALUE: until the source ends
     */
    PacketBody(PacketJoin join, int side, Channel target, Relay process, SpliceCounters counters, long limit) {
        this.join = join;
        this.target = target;
        this.pair = join.pair();
        this.side = side;
        this.process = process;
        this.counters = counters;
        this.limit = limit;
    }

    /** Both connections have been looked at just now. */
    void arm(Standing from, Standing to) {
        join.begin();
        pair.arm(side, from.read(), to.written(), limit);
    }

    @Override
    public Step carry() {
        if (over) {
            return process.carry(); // the rest, where the kernel had to give up
        }
        boolean completed = join.completed(side);
        count();
        if (completed) {
            handBack();
            process.passedBy(inKernel);
            return carried() == limit ? Step.DONE : pair.finishedBy(side) ? Step.END : process.carry();
        }
        if (join.expired()) {
            return Step.EXPIRED;
        }
        if (target.broken()) {
            return Step.TARGET_FAILED; // nobody writes to it, who would hear of that
        }
        Step step = process.carry(); // the beginning, until the kernel has taken over
        if ((step == Step.DONE || step == Step.END) && pair.disarm(side)) {
            handBack();
        }
        return step;
    }

    private void handBack() {
        over = true;
        pair.notice(side);
        join.tell("handed back");
        pair.state(PairState.WATCHED);
        join.end();
    }

    private void count() {
        long moved = join.bytes(side) - inKernel;
        movedInKernel = moved != 0; // less where the process turned out to carry some of it
        if (movedInKernel) {
            inKernel += moved;
            counters.byPackets(moved);
        }
    }

    /** For a moment what both have carried may count twice, so it is never more than there is, and never falls. */
    @Override
    public long carried() {
        carried = Math.max(carried, Math.min(limit, process.carried() + inKernel));
        return carried;
    }

    @Override
    public long quietMs() {
        return movedInKernel ? TimeUnit.NANOSECONDS.toMillis(pair.quietNs()) : 0;
    }

    /** Where the body is not delivered, its connections are about to be closed. */
    @Override
    public void close() {
        process.close();
        if (over) {
            return;
        }
        over = true;
        count();
        if (pair.disarm(side)) {
            pair.notice(side);
            join.tell("left to the process");
            join.end();
        } else {
            join.tell(join.expired() ? "expired" : "cut");
            join.breakOff();
        }
    }
}
