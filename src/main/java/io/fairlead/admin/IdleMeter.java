package io.fairlead.admin;

import io.fairlead.loop.Loop;
import java.util.List;

/** Which part of its time the process waits for something to do ({@code Idle_pct}). For one thread. */
final class IdleMeter {
    private final List<Loop> loops;
    private long lookedAtNs;
    private long idleNs;

    /** @param nowNs monotonic time */
    IdleMeter(List<Loop> loops, long nowNs) {
        this.loops = List.copyOf(loops);
        this.lookedAtNs = nowNs;
        this.idleNs = idleNs(nowNs);
    }

    /**
     * Percents since the last look, over all loops; 100 where there was no time between.
     *
     * @param nowNs monotonic time
     */
    int look(long nowNs) {
        long elapsedNs = (nowNs - lookedAtNs) * loops.size();
        long now = idleNs(nowNs);
        long waitedNs = now - idleNs;
        lookedAtNs = nowNs;
        idleNs = now;
        return elapsedNs <= 0 ? 100 : Math.clamp(100 * waitedNs / elapsedNs, 0, 100);
    }

    private long idleNs(long nowNs) {
        return loops.stream().mapToLong(loop -> loop.idleNs(nowNs)).sum();
    }
}
