package io.fairlead.splice;

import io.fairlead.linux.Processes;
import io.fairlead.splice.SpliceCounters.Fallback;
import java.io.File;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/**
 * A process of its own, as its limits cannot be raised again: it takes something away from itself, does a transfer and
 * prints what came of it.
 */
final class ScarceResources {
    private static final int FIRST_UNUSED_USER = 1_000_000;
    private static final int BYTES = 300_000;
    private static final int PIPES_PAST_ANY_QUOTA = 400;

    private ScarceResources() {}

    public static void main(String[] arguments) {
        switch (arguments[0]) {
            case "descriptors" -> withoutDescriptors();
            case "oversized" -> withoutPrivileges(ScarceResources::takeAnOversizedPipe);
            default -> withoutPrivileges(ScarceResources::takeMorePipesThanTheQuota);
        }
    }

    private static void withoutDescriptors() {
        try (Rig rig = new Rig(Engine.PIPE)) {
            carry(rig.transfer(BYTES), rig); // so that every class is loaded
            rig.splicer.close();
            Transfer transfer = rig.transfer(BYTES);
            long copiedBefore = rig.counters.bytesCopied.sum();
            Processes.limitDescriptors(secondFree()); // one is left, and a pipe needs two
            carry(transfer, rig);
            boolean told = rig.counters.fallbacks(Fallback.NO_DESCRIPTOR) > 0;
            long copied = rig.counters.bytesCopied.sum() - copiedBefore;
            System.out.println("told " + told + ", copied " + copied + ", pipes " + rig.counters.pipesOpen);
        }
    }

    private static void carry(Transfer transfer, Rig rig) {
        rig.turnUntil(() -> {
            transfer.from.send(BYTES - transfer.from.sent());
            transfer.to.receive();
            return transfer.over() && transfer.to.received() == BYTES;
        });
    }

    /** The lowest free descriptor but one: the listing itself took the lowest, and gives it back. */
    private static int secondFree() {
        Set<String> open = new HashSet<>(Set.of(Objects.requireNonNull(new File("/proc/self/fd").list())));
        int fd = 0;
        while (open.contains(Integer.toString(fd))) {
            fd++;
        }
        return fd;
    }

    private static void withoutPrivileges(Runnable work) {
        int nobodyElse = FIRST_UNUSED_USER + (int) ProcessHandle.current().pid(); // quotas are per user
        if (Processes.effectiveUser() == 0 && Processes.becomeUser(nobodyElse) < 0) {
            throw new AssertionError("cannot become another user");
        }
        work.run();
    }

    private static void takeAnOversizedPipe() {
        PipePool pool = new PipePool(new SpliceCounters(), 1, 1 << 30);
        Pipe pipe = Objects.requireNonNull(pool.take());
        System.out.println(pipe.capacityBytes());
    }

    private static void takeMorePipesThanTheQuota() {
        SpliceCounters counters = new SpliceCounters();
        PipePool pool = new PipePool(counters, PIPES_PAST_ANY_QUOTA, Splicer.DEFAULT_PIPE_BYTES);
        int smallest = Integer.MAX_VALUE;
        for (int i = 0; i < PIPES_PAST_ANY_QUOTA && counters.fallbacks(Fallback.NO_PIPE) == 0; i++) {
            Pipe pipe = pool.take();
            smallest = pipe == null ? smallest : Math.min(smallest, pipe.capacityBytes());
        }
        // the quota is the machine's to set, down to none: what was not refused is there
        long refused = counters.fallbacks(Fallback.NO_PIPE);
        boolean whole = counters.pipesInUse.get() == PIPES_PAST_ANY_QUOTA || refused == 1;
        System.out.println("all told " + whole + ", all worthwhile " + (smallest >= 16 * 1024));
    }
}
