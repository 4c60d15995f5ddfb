package io.fairlead.splice;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.linux.Errno;
import io.fairlead.splice.SpliceCounters.Fallback;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The limit of the process over the pools of all loops, and of bytes over each pipe. */
class PipePoolTest {
    private static final int PIPE_BYTES = 64 * 1024;

    private final SpliceCounters counters = new SpliceCounters();

    @Test
    void shouldRefuseAPipeOverTheLimitOfAllPools() {
        try (PipePool here = new PipePool(counters, 2, PIPE_BYTES);
                PipePool there = new PipePool(counters, 2, PIPE_BYTES)) {
            Pipe first = taken(here);
            Pipe second = taken(there);
            assertThat(here.take()).isNull();
            assertThat(counters.fallbacks(Fallback.NO_PIPE)).isEqualTo(1);
            assertThat(counters.pipesInUse).hasValue(2);
            first.release();
            second.release();
        }
        assertThat(counters.pipesInUse).hasValue(0);
        assertThat(counters.pipesFree).hasValue(0);
    }

    @Test
    void shouldNeverExceedTheLimitWhateverTheThreadsDo() throws InterruptedException {
        int limit = 2;
        AtomicInteger taken = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Thread> loops = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            boolean keeps = i % 2 == 0; // some loops keep their pipes, others give the room back at once
            loops.add(Thread.ofPlatform().start(() -> {
                PipePool pool = new PipePool(counters, limit, PIPE_BYTES);
                for (int use = 0; use < 20_000; use++) {
                    use(pool, taken, most);
                    if (!keeps) {
                        pool.close();
                    }
                }
                pool.close();
            }));
        }
        for (Thread loop : loops) {
            loop.join();
        }
        assertThat(most.get()).isBetween(1, limit);
        assertThat(counters.pipesInUse).hasValue(0);
        assertThat(counters.pipesFree).hasValue(0);
    }

    private static void use(PipePool pool, AtomicInteger taken, AtomicInteger most) {
        Pipe pipe = pool.take();
        if (pipe != null) {
            most.accumulateAndGet(taken.incrementAndGet(), Math::max);
            taken.decrementAndGet();
            pipe.release();
        }
    }

    @Test
    void shouldHoldNoMoreBytesThanItsSize() {
        // the kernel counts a pipe in pages but lets larger pieces of memory take a page's place
        try (Rig rig = new Rig(Engine.PIPE);
                PipePool pool = new PipePool(counters, 1, PIPE_BYTES)) {
            Transfer transfer = rig.transfer(0);
            transfer.from.send(Long.MAX_VALUE);
            rig.settle();
            Pipe pipe = taken(pool);
            int count = 1;
            while (count > 0) {
                count = pipe.fill(transfer.source, Long.MAX_VALUE);
                assertThat(pipe.heldBytes()).isBetween(1, PIPE_BYTES);
            }
            assertThat(count).isEqualTo(-Errno.EAGAIN);
            assertThat(transfer.source.readable()).isTrue();
            pipe.release();
            assertThat(counters.pipesFree).hasValue(0);
        }
    }

    @Test
    void shouldNotTakeFullPagesForADrySource() {
        // single bytes that lie apart in memory take a page's place each, so the pipe is full long before its size
        int bytes = 60;
        try (Rig rig = new Rig(Engine.PIPE);
                PipePool pool = new PipePool(counters, 1, PIPE_BYTES)) {
            Transfer transfer = rig.transfer(0);
            Transfer between = rig.transfer(0);
            for (int i = 0; i < bytes; i++) {
                transfer.from.send(1);
                between.from.send(1);
            }
            rig.settle();
            Pipe pipe = taken(pool);
            int count = 1;
            while (count > 0) {
                count = pipe.fill(transfer.source, Long.MAX_VALUE);
            }
            assertThat(count).isEqualTo(-Errno.EAGAIN);
            assertThat(pipe.heldBytes()).isBetween(1, bytes - 1);
            assertThat(transfer.source.readable()).isTrue();
            pipe.release();
        }
    }

    private static Pipe taken(PipePool pool) {
        return Objects.requireNonNull(pool.take());
    }
}
