package io.fairlead.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class GateTest {
    private final List<String> told = new ArrayList<>();
    private final Runnable first = teller("first");
    private final Runnable second = teller("second");

    private Runnable teller(String name) {
        return () -> told.add(name);
    }

    @Test
    void shouldLetInNoMoreThanTheLimit() {
        Gate gate = new Gate(2);
        assertThat(gate.enter()).isTrue();
        assertThat(gate.full()).isFalse();
        assertThat(gate.enter()).isTrue();
        assertThat(gate.full()).isTrue();
        assertThat(gate.enter()).isFalse();
        assertThat(gate.inside()).isEqualTo(2);
        gate.leave();
        assertThat(gate.enter()).isTrue();
    }

    @Test
    void shouldLetNobodyThroughALimitOfNone() {
        assertThat(new Gate(0).enter()).isFalse();
    }

    @Test
    void shouldTellEveryoneWhoWaitsOnceThatAPlaceIsFree() {
        Gate gate = new Gate(1);
        gate.enter();
        gate.await(first);
        gate.await(second);
        gate.await(first);
        assertThat(told).isEmpty();
        gate.leave();
        assertThat(told).containsExactlyInAnyOrder("first", "second");
        gate.enter();
        gate.leave();
        assertThat(told).hasSize(2);
    }

    @Test
    void shouldTellAtOnceWhereAPlaceCameFreeMeanwhile() {
        Gate gate = new Gate(1);
        gate.await(first);
        assertThat(told).containsExactly("first");
    }

    @Test
    void shouldTellThoseWhoWaitThatTheLimitRose() {
        Gate gate = new Gate(1);
        gate.enter();
        gate.await(first);
        gate.limit(2);
        assertThat(told).containsExactly("first");
        assertThat(gate.enter()).isTrue();
    }

    @Test
    void shouldNeverBePassedNorLoseAPlaceUnderManyThreads() throws InterruptedException {
        int limit = 3;
        Gate gate = new Gate(limit);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger entered = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int round = 0; round < 50_000; round++) {
                    if (gate.enter()) {
                        entered.incrementAndGet();
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        inside.decrementAndGet();
                        gate.leave();
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(most.get()).isBetween(1, limit);
        assertThat(entered.get()).isPositive();
        assertThat(gate.inside()).isZero();
    }
}
