package io.fairlead.splice;

import io.fairlead.splice.PacketPair.State;
import java.util.concurrent.TimeUnit;

/**
 * One direction of a {@link PacketJoin}. The process carries what its stack is given, as ever; the kernel chooses the
 * byte from which on it carries all.
 */
final class PacketSplice implements Splice {
    private final PacketJoin join;
    private final int side;
    private final Relay process;
    private long inKernel;
    private boolean movedInKernel;
    private boolean ended;
    private boolean closed;

    PacketSplice(PacketJoin join, int side, Relay process) {
        this.join = join;
        this.side = side;
        this.process = process;
    }

    @Override
    public Step carry() {
        Step step = step();
        ended = step == Step.END;
        return step;
    }

    private Step step() {
        State state = join.state();
        count();
        if (join.expired()) {
            return Step.EXPIRED;
        }
        if (state != State.CLOSED) {
            return join.finished(side) ? Step.END : process.carry();
        }
        if (join.resetBy(side)) {
            return Step.SOURCE_FAILED;
        }
        return join.resetBy(1 - side) ? Step.TARGET_FAILED : Step.END;
    }

    private void count() {
        long moved = join.bytes(side) - inKernel;
        movedInKernel = moved > 0;
        if (movedInKernel) {
            inKernel += moved;
            join.counters().bytesSpliced.add(moved);
        }
    }

    /** All that the source gave has been taken, its end too. */
    boolean ended() {
        return ended;
    }

    /** Bytes that the process has taken and not yet given. */
    int held() {
        return process.held();
    }

    @Override
    public long carried() {
        return process.carried() + inKernel;
    }

    /** Bytes are counted when acknowledged, by whoever looks. */
    @Override
    public long quietMs() {
        return movedInKernel ? TimeUnit.NANOSECONDS.toMillis(join.quietNs()) : 0;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            count();
            process.close();
            join.close();
        }
    }
}
