package io.fairlead.splice;

import io.fairlead.loop.Buffers;
import io.fairlead.loop.Channel;
import org.jspecify.annotations.Nullable;

/** Opens the splices of one loop and owns what they travel in. */
public final class Splicer implements AutoCloseable {
    /** Below this a transfer is cheaper copied: HAProxy found the break-even near 4 KB (14acc7072). */
    public static final int WORTHWHILE_BYTES = 4096;

    /** Below this a body is cheaper through a pipe than joined in the kernel: measured, bench/README.md. */
    public static final int WORTH_JOINING_BYTES = 192 * 1024;

    /**
     * The kernel's own size. Measured with 1 MB objects, larger pipes cost up to half as much CPU again: their bursts
     * outrun the caches and the receivers; and a user without privileges may have 64 MiB of pipes in all (pipe(7)).
     */
    public static final int DEFAULT_PIPE_BYTES = 64 * 1024;

    private final Buffers buffers;
    private final SpliceCounters counters;
    private final PipePool pipes;
    private final @Nullable PacketJoins joins;

    /**
     * @param maxPipes pipes of all loops that share these counters; 0: copying only
     * @param pipeBytes capacity of each; 0: {@link #DEFAULT_PIPE_BYTES}
     */
    public Splicer(Buffers buffers, SpliceCounters counters, int maxPipes, int pipeBytes) {
        this(buffers, counters, maxPipes, pipeBytes, null);
    }

    /** @param packets the engine that all loops share, or null where it cannot be had */
    public Splicer(
            Buffers buffers, SpliceCounters counters, int maxPipes, int pipeBytes, @Nullable PacketSplicer packets) {
        this.buffers = buffers;
        this.counters = counters;
        this.joins = packets == null ? null : new PacketJoins(packets, counters);
        this.pipes = new PipePool(counters, maxPipes, pipeBytes == 0 ? DEFAULT_PIPE_BYTES : pipeBytes);
    }

    /**
     * A transfer of {@code limit} bytes (Long.MAX_VALUE: until the source ends) between channels of this loop.
     *
     * @param inKernel whether the configuration asks for splicing; a short transfer is copied all the same
     */
    public Splice open(Channel source, Channel target, long limit, boolean inKernel) {
        return new Relay(this, source, target, limit, inKernel && limit >= WORTHWHILE_BYTES, 0);
    }

    /**
     * A transfer until the source ends, joined in the kernel with the one that goes the other way once both are open. What
     * passes before is copied, for it should be little, and what cannot be joined goes through a pipe.
     */
    public Splice join(Channel source, Channel target) {
        Relay relay = new Relay(this, source, target, Long.MAX_VALUE, true, joins == null ? 0 : WORTHWHILE_BYTES);
        return joins == null ? relay : joins.tunnel(source, target, relay);
    }

    /**
     * A transfer of a response's body, joined in the kernel; what passes before goes through a pipe. Null where it
     * cannot be joined. The server must send nothing behind the body of itself.
     *
     * @param limit its bytes; Long.MAX_VALUE: until the server ends
     */
    public @Nullable Splice body(Channel server, Channel client, long limit) {
        Relay relay = new Relay(this, server, client, limit, true, 0);
        return joins == null ? null : joins.body(server, client, relay, limit);
    }

    /** What a server sends next is not joined, and it may know of all the room that there is. */
    public void forgo(Channel server) {
        if (joins != null) {
            joins.forgo(server);
        }
    }

    Vessel vessel(boolean pipeWanted) {
        Pipe pipe = pipeWanted ? pipes.take() : null;
        return pipe != null ? pipe : new CopyVessel(buffers);
    }

    void count(Vessel vessel, int bytes) {
        (vessel.inKernel() ? counters.bytesSpliced : counters.bytesCopied).add(bytes);
    }

    public SpliceCounters counters() {
        return counters;
    }

    @Override
    public void close() {
        pipes.close();
    }
}
