package io.fairlead.balance;

import static io.fairlead.balance.Proxies.FAILED;
import static io.fairlead.balance.Proxies.PASSED;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.balance.Backend.Assignment;
import io.fairlead.config.ProxyConfig.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Several loops at once: each thread owns its demands, and takes the callbacks of all others from its inbox. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class ManyThreadsTest {
    private static final int THREADS = 4;
    private static final int DEMANDS_A_THREAD = 6;
    private static final int ROUNDS = 5_000;

    private Backend backend = farm().backend();
    private final Map<Server, AtomicInteger> inUse = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final AtomicInteger granted = new AtomicInteger();
    private final AtomicInteger dismissed = new AtomicInteger();
    private final AtomicInteger waits = new AtomicInteger();
    private final AtomicInteger working = new AtomicInteger();
    private final AtomicInteger withdrawals = new AtomicInteger();

    private static Proxies farm() {
        return new Proxies().fullconn(18).maxconn(3, 2).server(3, 1, 6);
    }

    @Test
    void shouldGrantEachWaitOnceOrLetItBeWithdrawn() throws InterruptedException {
        run();
        assertThat(dismissed.get()).isZero();
        assertThat(granted.get() + withdrawals.get()).isEqualTo(waits.get());
    }

    @Test
    void shouldDismissWaitsAcrossThreads() throws InterruptedException {
        backend = farm().redispatch().backend();
        run();
        assertThat(granted.get() + dismissed.get()).isLessThanOrEqualTo(waits.get());
        assertThat(granted.get() + dismissed.get() + withdrawals.get()).isGreaterThanOrEqualTo(waits.get());
    }

    private void run() throws InterruptedException {
        backend.servers().forEach(server -> inUse.put(server, new AtomicInteger()));
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            threads.add(new Thread(new Worker(i)));
        }
        working.set(THREADS);
        threads.add(new Thread(this::change));
        threads.forEach(thread -> thread.setUncaughtExceptionHandler((dead, thrown) -> failure.set(thrown)));
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failure.get()).isNull();
        assertThat(backend.sessions()).isZero();
        assertThat(backend.queued()).isZero();
        assertThat(backend.servers()).allMatch(server -> server.sessions() == 0 && server.queued() == 0);
        assertThat(backend.servers())
                .allMatch(server -> server.highestSessions() <= server.config().maxConnections());
    }

    /**
     * The last server goes down and up, or into maintenance and back, as soon as somebody waits for it; the first is
     * drained and weighed anew all the time; the second stays as it is.
     */
    private void change() {
        Random random = new Random(135);
        Server first = backend.servers().getFirst();
        Server last = backend.servers().getLast();
        while (working.get() > 0 && failure.get() == null) {
            if (last.queued() > 0 && random.nextBoolean()) {
                flap(last);
            } else if (last.queued() > 0) {
                backend.setState(last, AdminState.MAINT, 1);
                backend.setState(last, AdminState.READY, 2);
            } else {
                backend.setState(first, random.nextBoolean() ? AdminState.DRAIN : AdminState.READY, 3);
                backend.setWeight(first, 1 + random.nextInt(256), 4);
                Thread.onSpinWait();
            }
        }
        backend.setState(first, AdminState.READY, 5);
    }

    private void flap(Server server) {
        while (server.isUp()) {
            backend.checked(server, FAILED, 1);
        }
        while (!server.isUp()) {
            backend.checked(server, PASSED, 2);
        }
    }

    /** Everything that is to be seen has happened. */
    private boolean enough() {
        boolean dismisses = backend.proxy().has(Option.REDISPATCH);
        return granted.get() > 0 && (!dismisses || dismissed.get() > 0);
    }

    private final class Worker implements Runnable {
        private final Random random;
        private final LinkedBlockingQueue<Job> inbox = new LinkedBlockingQueue<>();
        private final Job[] jobs = new Job[DEMANDS_A_THREAD];

        Worker(int number) {
            random = new Random(number);
            Arrays.setAll(jobs, i -> new Job(inbox));
        }

        @Override
        public void run() {
            for (int round = 0; (round < ROUNDS || !enough()) && failure.get() == null; round++) {
                act(jobs[random.nextInt(jobs.length)]);
                for (Job woken = inbox.poll(); woken != null; woken = inbox.poll()) {
                    woken.look();
                }
            }
            for (Job job : jobs) {
                finish(job);
            }
            working.decrementAndGet();
        }

        private void act(Job job) {
            if (job.state == State.IDLE) {
                job.start(random.nextInt(3) == 0 ? backend.servers().get(random.nextInt(3)) : null);
            } else if (job.state == State.SERVED) {
                job.end();
            } else if (random.nextInt(8) == 0) {
                job.giveUp();
            }
        }

        private void finish(Job job) {
            while (job.state != State.IDLE && failure.get() == null) {
                if (job.state == State.SERVED) {
                    job.end();
                } else {
                    job.giveUp();
                }
            }
        }
    }

    private enum State {
        IDLE,
        WAITING,
        SERVED
    }

    private final class Job extends Demand {
        private final LinkedBlockingQueue<Job> inbox;
        private State state = State.IDLE;
        private volatile boolean sentAway;

        Job(LinkedBlockingQueue<Job> inbox) {
            this.inbox = inbox;
        }

        void start(@Nullable Server wanted) {
            sentAway = false;
            Assignment assignment = backend.assign(this, wanted);
            state = State.WAITING;
            if (assignment == Assignment.SERVER) {
                serve();
            } else {
                waits.incrementAndGet();
            }
        }

        /** A callback came, perhaps for an earlier wait. */
        void look() {
            if (state != State.WAITING) {
                return;
            }
            if (server() != null) {
                serve();
            } else if (sentAway && backend.withdraw(this)) {
                start(null);
            }
        }

        void giveUp() {
            if (backend.withdraw(this)) {
                withdrawals.incrementAndGet();
                state = State.IDLE;
            } else {
                serve();
            }
        }

        private void serve() {
            Server server = Objects.requireNonNull(server());
            int now = Objects.requireNonNull(inUse.get(server)).incrementAndGet();
            if (now > server.config().maxConnections()) {
                failure.set(new AssertionError(now + " sessions"));
            }
            state = State.SERVED;
        }

        void end() {
            Objects.requireNonNull(inUse.get(server())).decrementAndGet();
            state = State.IDLE;
            backend.release(this);
        }

        @Override
        protected void granted() {
            granted.incrementAndGet();
            inbox.add(this);
        }

        @Override
        protected void dismissed() {
            dismissed.incrementAndGet();
            sentAway = true;
            inbox.add(this);
        }
    }
}
