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
    @Nullable
    Pipe take() {
        Pipe pipe = free.pollLast();
        if (pipe != null) {
            counters.pipesFree.decrementAndGet();
        } else {
            pipe = create();
        }
        if (pipe != null) {
            counters.pipesInUse.incrementAndGet();
        }
        return pipe;
    }

    private @Nullable Pipe create() {
        if (counters.pipesOpen.incrementAndGet() > maxPipes) {
            return refuse(Fallback.NO_PIPE);
        }
        if (Io.pipe(endsPointer) < 0) {
            return refuse(Fallback.NO_DESCRIPTOR);
        }
        int readEnd = ends.getInt(0);
        int writeEnd = ends.getInt(Integer.BYTES);
        int capacity = resize(writeEnd);
        if (capacity < 0) {
            Io.close(readEnd);
            Io.close(writeEnd);
            return refuse(Fallback.NO_PIPE);
        }
        return new Pipe(this, readEnd, writeEnd, capacity);
    }

    /** The size asked for is refused to users over pipe-max-size or near pipe-user-pages-soft (pipe(7)). */
    private int resize(int end) {
        int bytes = pipeBytes;
        int capacity = Io.resizePipe(end, bytes);
        while (capacity == -Errno.EPERM && bytes / 2 >= WORTHWHILE_BYTES) {
            bytes /= 2;
            capacity = Io.resizePipe(end, bytes);
        }
        return capacity;
    }

    private @Nullable Pipe refuse(Fallback why) {
        counters.pipesOpen.decrementAndGet();
        counters.fellBack(why);
        return null;
    }

    /** A pipe that still holds bytes would leak them into another session: it is destroyed. */
    void takeBack(Pipe pipe) {
        counters.pipesInUse.decrementAndGet();
        boolean scarce = counters.pipesOpen.get() >= maxPipes; // another loop may need it more
        if (pipe.heldBytes() > 0 || scarce) {
            destroy(pipe);
        } else {
            counters.pipesFree.incrementAndGet();
            free.addLast(pipe);
        }
    }

    private void destroy(Pipe pipe) {
        pipe.destroy();
        counters.pipesOpen.decrementAndGet();
    }

    @Override
    public void close() {
        for (Pipe pipe = free.pollLast(); pipe != null; pipe = free.pollLast()) {
            counters.pipesFree.decrementAndGet();
            destroy(pipe);
        }
    }
}
