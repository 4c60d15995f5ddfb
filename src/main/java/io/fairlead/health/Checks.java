package io.fairlead.health;

import io.fairlead.balance.Backend;
import io.fairlead.balance.Server;
import io.fairlead.loop.Buffers;
import io.fairlead.loop.Loop;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks the checked servers of one backend how they are, each at its own interval, all on one loop. The first checks are
 * spread over the interval, differently in each backend, so that many servers are not asked at once.
 */
public final class Checks {
    /** A request line is far shorter, and of the answer only a status line is wanted. */
    private static final int BUFFER_BYTES = 4096;

    private final Loop loop;
    private final List<Check> checks = new ArrayList<>();
    private final double phase;

    public Checks(Loop loop, Backend backend, Listener listener) {
        this.loop = loop;
        this.phase = (backend.name().hashCode() & 0xFFFF) / 65536.0;
        Plan plan = Plan.of(backend);
        Buffers buffers = new Buffers(Math.max(BUFFER_BYTES, plan.requestBytes()));
        for (Server server : backend.servers()) {
            if (server.config().checked()) {
                checks.add(new Check(loop, buffers, plan, backend, server, listener));
            }
        }
    }

    /** Begins to check; any thread may call. */
    public void start() {
        loop.post(() -> {
            for (int i = 0; i < checks.size(); i++) {
                checks.get(i).start((phase + (double) i / checks.size()) % 1);
            }
        });
    }

    /** Ends checking, checks under way included; any thread may call. */
    public void stop() {
        loop.post(() -> checks.forEach(Check::stop));
    }
}
