package io.fairlead.health;

import io.fairlead.balance.Backend;
import io.fairlead.balance.Proxies;
import io.fairlead.balance.Server;
import io.fairlead.loop.Loop;
import io.fairlead.loop.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Checks on a loop that a test turns, at a time that it sets. */
final class Rig implements AutoCloseable {
    final ManualClock clock = new ManualClock();
    final Loop loop = new Loop(clock);
    final List<String> events = new ArrayList<>();

    /** Begins to check; the first server's first check comes after one interval. */
    Backend watch(Proxies proxies) {
        Backend backend = proxies.backend();
        watch(List.of(backend), 0, 1);
        return backend;
    }

    void watch(List<Backend> backends, int number, int loops) {
        Listener listener =
                (_, server, _, transition) -> events.add(server.name() + (transition.up() ? " up" : " down"));
        new Checks(loop, number, loops, backends, listener).start();
        loop.turn(0);
    }

    void pass(long ms) {
        clock.advance(ms);
        loop.turn(0);
    }

    void turnUntil(BooleanSupplier done) {
        while (!done.getAsBoolean()) {
            loop.turn(10);
        }
    }

    @SuppressWarnings("ReferenceEquality") // another check may have come to the same
    void awaitCheck(Server server) {
        var before = server.state().lastCheck();
        turnUntil(() -> server.state().lastCheck() != before);
    }

    @Override
    public void close() {
        loop.close();
    }
}
