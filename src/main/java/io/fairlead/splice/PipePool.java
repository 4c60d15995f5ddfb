package io.fairlead.splice;

import io.fairlead.linux.Errno;
import io.fairlead.linux.Io;
import io.fairlead.linux.Memory;
import io.fairlead.splice.SpliceCounters.Fallback;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The pipes of one loop, within the {@code maxpipes} of the whole process. */
final class PipePool implements AutoCloseable {
    /** Below this capacity a pipe costs more than it saves: the kernel gives one page to users over their quota. */
    private static final int WORTHWHILE_BYTES = 16 * 1024;

    private final ArrayDeque<Pipe> free = new ArrayDeque<>();
    private final SpliceCounters counters;
    private final int maxPipes;
    private final int pipeBytes;
    private final ByteBuffer ends = Memory.allocate(2 * Integer.BYTES);
    private final long endsPointer = Memory.addressOf(ends);

    /**
     * @param maxPipes of all loops that share these counters
     * @param pipeBytes capacity asked for with F_SETPIPE_SZ
     */
    PipePool(SpliceCounters counters, int maxPipes, int pipeBytes) {
        this.counters = counters;
        this.maxPipes = maxPipes;
        this.pipeBytes = pipeBytes;
    }

    /** An empty pipe, or null where none can be had; the counters know why. */
    @Nullable Pipe take() {
        Pipe pipe = free.pollLast();
        if (pipe != null) {
            counters.pipesFree.decrementAndGet();
            counters.pipesInUse.incrementAndGet();
            return pipe;
        }
        if (counters.pipesInUse.incrementAndGet() + counters.pipesFree.get() > maxPipes) {
            return refuse(Fallback.NO_PIPE);
        }
        if (Io.pipe(endsPointer) < 0) {
            return refuse(Fallback.NO_DESCRIPTOR);
        }
        return sized(new Pipe(this, ends.getInt(0), ends.getInt(Integer.BYTES)), ends.getInt(Integer.BYTES));
    }

    private @Nullable Pipe sized(Pipe pipe, int end) {
        // refused to users over pipe-user-pages-soft (pipe(7)); the pipe then has what the kernel gave it
        int capacity = Io.resizePipe(end, pipeBytes);
        if (capacity == -Errno.EPERM) {
            capacity = Io.resizePipe(end, WORTHWHILE_BYTES);
        }
        if (capacity < 0) {
            pipe.destroy();
            return refuse(Fallback.NO_PIPE);
        }
        return pipe;
    }

    private @Nullable Pipe refuse(Fallback why) {
        counters.pipesInUse.decrementAndGet();
        counters.fellBack(why);
        return null;
    }

    /** A pipe that still holds bytes would leak them into another session: it is destroyed. */
    void takeBack(Pipe pipe) {
        counters.pipesInUse.decrementAndGet();
        if (pipe.heldBytes() > 0) {
            pipe.destroy();
        } else {
            counters.pipesFree.incrementAndGet();
            free.addLast(pipe);
        }
    }

    int bytesPerFill() {
        return pipeBytes;
    }

    @Override
    public void close() {
        for (Pipe pipe = free.pollLast(); pipe != null; pipe = free.pollLast()) {
            counters.pipesFree.decrementAndGet();
            pipe.destroy();
        }
    }
}
