package io.fairlead.health;

import io.fairlead.balance.Backend;
import io.fairlead.balance.Server;
import io.fairlead.loop.Buffers;
import io.fairlead.loop.Loop;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks checked servers how they are, each at its own interval, all on one loop. The checks are spread evenly over the
 * interval, those of other backends and other loops included, so that many servers are not asked at once.
 */
public final class Checks {
    /** A request line is far shorter, and of the answer only the first line is wanted. */
    private static final int BUFFER_BYTES = 4096;

    /** Multiples of the golden ratio, modulo one, lie evenly between 0 and 1 however many there are. */
    private static final double GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2;

    private final Loop loop;
    private final List<Planned> planned = new ArrayList<>();

    /** @param share the part of its interval that the server's first check waits */
    private record Planned(Check check, double share) {}

    /**
     * @param number of this loop, from 0
     * @param loops that share the servers between them: each has every so-manieth
     */
    public Checks(Loop loop, int number, int loops, List<Backend> backends, Listener listener) {
        this.loop = loop;
        int count = 0;
        for (Backend backend : backends) {
            Plan plan = Plan.of(backend);
            Buffers buffers = new Buffers(Math.max(BUFFER_BYTES, plan.longestBytes()));
            for (Server server : backend.servers()) {
                if (!server.config().checked()) {
                    continue;
                }
                if (count % loops == number) {
                    Check check = new Check(loop, buffers, plan, backend, server, listener);
                    planned.add(new Planned(check, 1 - count * GOLDEN_RATIO % 1));
                }
                count++;
            }
        }
    }

    /** Begins to check; any thread may call. */
    public void start() {
        loop.post(() -> planned.forEach(each -> each.check.start(each.share)));
    }

    /** Ends checking, checks under way included; any thread may call. */
    public void stop() {
        loop.post(() -> planned.forEach(each -> each.check.stop()));
    }
}
