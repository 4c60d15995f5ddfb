package io.fairlead.splice;

import io.fairlead.linux.Errno;
import io.fairlead.loop.Channel;
import io.fairlead.splice.SpliceCounters.Fallback;
import org.jspecify.annotations.Nullable;

/** The two engines that the process drives itself, copy and pipe: fill a vessel, drain it, until one side waits. */
final class Relay implements Splice {
    /** What a full vessel answers to a fill. */
    static final int FULL = -Errno.EAGAIN;

    private final Splicer splicer;
    private final Channel source;
    private final Channel target;
    private long copiedFirst;
    private long remaining;
    private long carried;
    private boolean pipeWanted;
    private boolean ended;
    private boolean sourceFailed;
    private @Nullable Vessel vessel;

    /** @param copiedFirst bytes to copy before a pipe is taken */
    Relay(Splicer splicer, Channel source, Channel target, long limit, boolean pipeWanted, long copiedFirst) {
        this.splicer = splicer;
        this.source = source;
        this.target = target;
        this.remaining = limit;
        this.pipeWanted = pipeWanted;
        this.copiedFirst = copiedFirst;
    }

    @Override
    public Step carry() {
        long stopAt = carried + BYTES_PER_TURN;
        boolean moving = true;
        while (moving && carried < stopAt) {
            moving = fill();
            if (vessel != null && vessel.heldBytes() > 0 && target.writable()) {
                int drained = vessel.drain(target);
                if (drained > 0) {
                    carried += drained;
                    splicer.count(vessel, drained);
                    moving = true;
                } else if (drained != -Errno.EAGAIN) {
                    return Step.TARGET_FAILED;
                }
            }
        }
        return moving && canMove() ? Step.YIELD : stopped();
    }

    private boolean canMove() {
        return canFill() || vessel != null && vessel.heldBytes() > 0 && target.writable();
    }

    private boolean canFill() {
        return remaining > 0 && !ended && !sourceFailed && source.readable();
    }

    /** Takes bytes from the source where it has some and they are wanted; false where nothing changed. */
    private boolean fill() {
        if (!canFill()) {
            return false;
        }
        if (copiedFirst > 0 && carried >= copiedFirst && held() == 0) {
            copiedFirst = 0;
            release();
        }
        Vessel into = vessel;
        if (into == null) {
            into = splicer.vessel(pipeWanted && copiedFirst == 0);
            vessel = into;
        }
        int taken = into.fill(source, remaining);
        if (taken > 0) {
            remaining -= taken;
        } else if (taken == 0) {
            ended = true;
        } else if (into.inKernel() && into.heldBytes() == 0 && refusesSplicing(taken)) {
            splicer.counters().fellBack(Fallback.NOT_SUPPORTED);
            pipeWanted = false;
            release();
        } else if (taken != -Errno.EAGAIN) {
            sourceFailed = true;
        } else {
            return false;
        }
        return true;
    }

    private static boolean refusesSplicing(int errno) {
        return errno == -Errno.EINVAL || errno == -Errno.ENOSYS || errno == -Errno.EBADF;
    }

    /** Nothing moves any more: why? What is held goes first, whatever happened at the source. */
    private Step stopped() {
        if (vessel != null && vessel.heldBytes() > 0) {
            return Step.AWAIT_TARGET;
        }
        release(); // an idle transfer holds neither buffer nor pipe
        if (remaining == 0) {
            return Step.DONE;
        }
        if (sourceFailed) {
            return Step.SOURCE_FAILED;
        }
        return ended ? Step.END : Step.AWAIT_SOURCE;
    }

    @Override
    public long carried() {
        return carried;
    }

    /** Others carried these bytes. */
    void passedBy(long bytes) {
        remaining -= bytes;
    }

    /** Bytes taken from the source and not yet given to the target. */
    int held() {
        return vessel == null ? 0 : vessel.heldBytes();
    }

    private void release() {
        if (vessel != null) {
            vessel.release();
            vessel = null;
        }
    }

    @Override
    public void close() {
        release();
    }
}
