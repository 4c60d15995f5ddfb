package io.fairlead.splice;

import java.util.concurrent.TimeUnit;

/**
 * One direction of a {@link PacketTunnel}. The process carries what its stack is given, as ever; the kernel chooses the
 * byte from which on it carries all.
 */
final class PacketSplice implements Splice {
    private final PacketTunnel tunnel;
    private final int side;
    private final Relay process;
    private long inKernel;
    private long carried;
    private boolean movedInKernel;
    private boolean ended;
    private boolean closed;

    PacketSplice(PacketTunnel tunnel, int side, Relay process) {
        this.tunnel = tunnel;
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
        PairState state = tunnel.state();
        count();
        if (tunnel.expired()) {
            return Step.EXPIRED;
        }
        if (state != PairState.CLOSED) {
            return tunnel.finished(side) ? Step.END : process.carry();
        }
        if (tunnel.resetBy(side)) {
            return Step.SOURCE_FAILED;
        }
        return tunnel.resetBy(1 - side) ? Step.TARGET_FAILED : Step.END;
    }

    private void count() {
        long moved = tunnel.bytes(side) - inKernel;
        movedInKernel = moved != 0; // less where the process turned out to carry some of it
        if (movedInKernel) {
            inKernel += moved;
            tunnel.counters().byPackets(moved);
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

    /** Never falls, though what both have carried counts twice for a moment. */
    @Override
    public long carried() {
        carried = Math.max(carried, process.carried() + inKernel);
        return carried;
    }

    /** Bytes are counted when acknowledged, by whoever looks. */
    @Override
    public long quietMs() {
        return movedInKernel ? TimeUnit.NANOSECONDS.toMillis(tunnel.quietNs()) : 0;
    }

    /** The FIN went from end to end; one of our stack would wait for its acknowledgement in vain. */
    @Override
    public boolean toldEnd() {
        return tunnel.finished(side);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            count();
            process.close();
            tunnel.close();
        }
    }
}
