package io.fairlead.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class LoopTest {
    private final ManualClock clock = new ManualClock();
    private final Loop loop = new Loop(clock);
    private final List<String> ran = new ArrayList<>();

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void shouldDoNothingInATurnWithoutWork() {
        assertThat(loop.turn(0)).isZero();
        assertThat(loop.turn(1)).isZero();
    }

    @Test
    void shouldReadTheClockOncePerTurn() {
        clock.advance(5);
        assertThat(loop.nowMs()).isEqualTo(1000);
        loop.turn(0);
        assertThat(loop.nowMs()).isEqualTo(1005);
        assertThat(loop.nowNs()).isEqualTo(1_005_000_000);
    }

    @Test
    void shouldRunPostedTasksInOrder() {
        loop.post(() -> ran.add("first"));
        loop.post(() -> ran.add("second"));
        loop.turn(-1);
        assertThat(ran).containsExactly("first", "second");
        assertThat(loop.turn(0)).isZero();
    }

    @Test
    void shouldNotWakeItselfForATaskOfItsOwn() {
        loop.turn(0);
        loop.post(() -> ran.add("own"));
        assertThat(loop.turn(-1)).as("the task, and no event beside it").isEqualTo(1);
        assertThat(ran).containsExactly("own");
        assertThat(loop.turn(0)).isZero();
    }

    @Test
    void shouldBeWokenByAnotherThread() throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            Thread other = new Thread(() -> loop.post(() -> ran.add("posted")));
            other.start();
            int before = ran.size();
            while (ran.size() == before) {
                loop.turn(-1);
            }
            other.join();
        }
        assertThat(ran).hasSize(200);
    }

    @Test
    void shouldRunEveryTaskOfManyThreads() throws InterruptedException {
        int threads = 4;
        int tasks = 20_000;
        List<Thread> others = new ArrayList<>();
        int[] count = new int[1];
        for (int i = 0; i < threads; i++) {
            others.add(new Thread(() -> {
                for (int task = 0; task < tasks; task++) {
                    loop.post(() -> count[0]++);
                }
            }));
        }
        others.forEach(Thread::start);
        while (count[0] < threads * tasks) {
            loop.turn(-1);
        }
        for (Thread other : others) {
            other.join();
        }
        loop.turn(0);
        assertThat(count[0]).isEqualTo(threads * tasks);
    }

    @Test
    void shouldComeBackFromATaskThatPostsItselfForEver() {
        int[] runs = new int[1];
        Runnable restless = new Runnable() {
            @Override
            public void run() {
                runs[0]++;
                loop.post(this);
            }
        };
        loop.post(restless);
        loop.turn(-1);
        int afterOne = runs[0];
        loop.turn(-1);
        assertThat(runs[0]).isGreaterThan(afterOne);
    }

    @Test
    void shouldRunWhatIsPutOffOncePerTurn() {
        loop.putOff(() -> {
            ran.add("first");
            loop.putOff(() -> ran.add("second"));
        });
        loop.turn(-1);
        assertThat(ran).containsExactly("first");
        loop.turn(-1);
        assertThat(ran).containsExactly("first", "second");
    }

    @Test
    void shouldRunATimerWhenItsTimeHasCome() {
        Ticker ticker = new Ticker();
        loop.schedule(ticker, 10);
        clock.advance(9);
        loop.turn(0);
        assertThat(ticker.ticks).isZero();
        clock.advance(1);
        loop.turn(-1);
        assertThat(ticker.ticks).isEqualTo(1);
        loop.schedule(ticker, 10);
        loop.cancel(ticker);
        clock.advance(10);
        loop.turn(0);
        assertThat(ticker.ticks).isEqualTo(1);
    }

    @Test
    void shouldComeBackFromATimerThatSetsItselfWithoutDelay() {
        Ticker ticker = new Ticker();
        ticker.again = true;
        loop.schedule(ticker, 0);
        for (int i = 1; i <= 3; i++) {
            clock.advance(1);
            loop.turn(0);
            assertThat(ticker.ticks).isEqualTo(i);
        }
    }

    @Test
    void shouldWakeForATimerOnRealTime() {
        try (Loop real = new Loop(Clock.SYSTEM)) {
            Ticker ticker = new Ticker();
            long begun = System.nanoTime();
            real.turn(0);
            real.schedule(ticker, 20);
            while (ticker.ticks == 0) {
                real.turn(-1);
            }
            assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(19_000_000);
        }
    }

    @Test
    void shouldEndWhenStoppedByAnotherThread() throws InterruptedException {
        Thread runner = new Thread(loop);
        runner.start();
        loop.post(loop::stop);
        runner.join();
        loop.run();
        assertThat(runner.isAlive()).isFalse();
    }

    @Test
    void shouldServeTimersWhileEventsKeepComing() {
        Ticker ticker = new Ticker();
        loop.schedule(ticker, 5);
        for (int i = 0; i < 5; i++) {
            loop.post(() -> ran.add("event"));
            clock.advance(1);
            loop.turn(-1);
        }
        assertThat(ticker.ticks).isEqualTo(1);
        assertThat(ran).hasSize(5);
    }

    private final class Ticker extends Timer {
        private int ticks;
        private boolean again;

        @Override
        protected void expired() {
            ticks++;
            if (again) {
                loop.schedule(this, 0);
            }
        }
    }

    @Test
    void shouldKnowHowLongItWaited() {
        Loop watched = new Loop(new Clock() {
            @Override
            public long nanoTime() {
                clock.advance(3); // time passes from one look at the clock to the next
                return clock.nanoTime();
            }

            @Override
            public long wallTimeMs() {
                return clock.wallTimeMs();
            }
        });
        watched.turn(0);
        assertThat(watched.idleNs(0)).isZero();
        watched.turn(1);
        watched.turn(1);
        assertThat(watched.idleNs(0)).isEqualTo(6_000_000);
        watched.close();
    }

    @Test
    void shouldCountTheWaitInProgress() throws InterruptedException {
        Thread thread = new Thread(loop);
        thread.start();
        long laterNs = clock.nanoTime() + 5_000_000_000L;
        while (loop.idleNs(laterNs) != 5_000_000_000L) {
            Thread.onSpinWait();
        }
        loop.stop();
        thread.join();
        assertThat(loop.idleNs(laterNs)).isZero();
    }
}
