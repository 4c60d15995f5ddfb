package io.fairlead.loop;

import io.fairlead.linux.Epoll;
import io.fairlead.linux.EventFd;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One thread's world: an epoll instance, timers, an inbox for other threads, and one cached clock per turn. Everything
 * but {@link #post} and {@link #stop} belongs to the loop's thread.
 */
public final class Loop implements Runnable, AutoCloseable {
    private static final int EVENTS_PER_TURN = 256;
    private static final int TASKS_PER_TURN = 1024;
    private static final long WAKE = -1;
    private static final long NOT_WAITING = Long.MIN_VALUE;

    private final Clock clock;
    private final Epoll epoll = new Epoll(EVENTS_PER_TURN);
    private final Timers timers = new Timers();
    private final ArrayDeque<Runnable> later = new ArrayDeque<>();
    private final ConcurrentLinkedQueue<Runnable> inbox = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final EventFd wake = new EventFd();
    private @Nullable Thread thread;
    private int came;
    private int served;
    private @Nullable Channel[] channels = new Channel[1024];
    private int[] generations = new int[1024];
    private long nowMs;
    private long nowNs;
    private volatile boolean stopped;

    /** Of waits that are over; written by this loop alone, and read without haste. */
    private final AtomicLong idleNs = new AtomicLong();

    private final AtomicLong waitingSinceNs = new AtomicLong(NOT_WAITING);

    public Loop(Clock clock) {
        this.clock = clock;
        readClock();
        epoll.add(wake.fd(), Epoll.IN, WAKE);
    }

    /** Turns until {@link #stop}. */
    @Override
    public void run() {
        while (!stopped) {
            turn(-1);
        }
    }

    /**
     * One turn: waits for events (at most {@code patienceMs}, -1 as long as it takes), then serves events, timers,
     * inbox and what was put off. Returns how many of them there were.
     */
    public int turn(int patienceMs) {
        thread = Thread.currentThread();
        await(waitMs(patienceMs));
        int work = Math.max(came, 0);
        served = 0;
        while (served < came) {
            int index = served++;
            serve(epoll.data(index), epoll.events(index));
        }
        work += timers.expire(nowMs);
        work += drainInbox();
        return work + runLater();
    }

    private void await(int waitMs) {
        if (waitMs == 0) {
            came = epoll.await(0);
            readClock();
            return;
        }
        long sinceNs = clock.nanoTime();
        waitingSinceNs.setRelease(sinceNs);
        came = epoll.await(waitMs);
        readClock();
        idleNs.setRelease(idleNs.getPlain() + nowNs - sinceNs);
        waitingSinceNs.setRelease(NOT_WAITING);
    }

    /**
     * Time spent waiting for something to happen, in nanoseconds since the beginning, a wait in progress included. Any
     * thread may call.
     *
     * @param nowNs the clock's monotonic time
     */
    public long idleNs(long nowNs) {
        long sinceNs = waitingSinceNs.getAcquire();
        long overNs = idleNs.getAcquire();
        return sinceNs == NOT_WAITING ? overNs : overNs + Math.max(nowNs - sinceNs, 0);
    }

    private int waitMs(int patienceMs) {
        if (!later.isEmpty() || woken.get()) {
            return 0;
        }
        int untilTimerMs = timers.untilNextMs(nowMs);
        if (untilTimerMs < 0 || patienceMs < 0) {
            return Math.max(untilTimerMs, patienceMs);
        }
        return Math.min(untilTimerMs, patienceMs);
    }

    private void readClock() {
        nowNs = clock.nanoTime();
        nowMs = nowNs / 1_000_000;
    }

    private void serve(long data, int events) {
        if (data == WAKE) {
            wake.clear();
            return;
        }
        int fd = (int) data;
        Channel channel = channels[fd];
        // an event of a descriptor closed earlier in this turn must not reach the one that took its number
        if (channel != null && generations[fd] == (int) (data >>> 32)) {
            channel.deliver(events);
        }
    }

    private int drainInbox() {
        if (!woken.get()) {
            return 0;
        }
        woken.set(false);
        int ran = 0;
        for (Runnable task = inbox.poll(); task != null; task = inbox.poll()) {
            task.run();
            ran++;
            if (ran == TASKS_PER_TURN) {
                woken.set(true); // the rest waits for the next turn, which comes at once
                break;
            }
        }
        return ran;
    }

    /** Runs what is put off now; what those tasks put off waits for the next turn, so that events are served between. */
    private int runLater() {
        int count = later.size();
        for (int i = 0; i < count; i++) {
            later.removeFirst().run();
        }
        return count;
    }

    /** Whether this turn still has one of {@code events} to deliver to a channel. */
    boolean willDeliver(Channel channel, int events) {
        for (int i = served; i < came; i++) {
            if ((int) epoll.data(i) == channel.fd() && (epoll.events(i) & events) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Runs a task on this loop's thread soon; any thread may call. */
    public void post(Runnable task) {
        inbox.add(task);
        // the loop's own thread is awake, and looks before it sleeps
        if (woken.compareAndSet(false, true) && Thread.currentThread() != thread) {
            wake.signal();
        }
    }

    /** Runs a task at the end of this turn or the next: for work cut short so that others get their turn. */
    public void putOff(Runnable task) {
        later.addLast(task);
    }

    /** Ends {@link #run} after the turn in progress; any thread may call. */
    public void stop() {
        stopped = true;
        wake.signal();
    }

    /**
     * Sets or moves a timer's deadline, {@code delayMs} from now, and a millisecond at least: a timer that sets itself
     * must not hold the turn.
     */
    public void schedule(Timer timer, long delayMs) {
        timers.schedule(timer, nowMs + Math.max(delayMs, 1));
    }

    public void cancel(Timer timer) {
        timers.cancel(timer);
    }

    /** This turn's monotonic time in milliseconds. */
    public long nowMs() {
        return nowMs;
    }

    /** This turn's monotonic time in nanoseconds. */
    public long nowNs() {
        return nowNs;
    }

    public Clock clock() {
        return clock;
    }

    int watch(Channel channel, int events) {
        int fd = channel.fd();
        if (fd >= channels.length) {
            int capacity = Math.max(fd + 1, channels.length * 2);
            channels = Arrays.copyOf(channels, capacity);
            generations = Arrays.copyOf(generations, capacity);
        }
        channels[fd] = channel;
        int generation = ++generations[fd] & Integer.MAX_VALUE;
        generations[fd] = generation;
        int answer = epoll.add(fd, events, (long) generation << 32 | fd);
        if (answer < 0) {
            channels[fd] = null;
        }
        return answer;
    }

    void unwatch(Channel channel) {
        forget(channel);
        epoll.delete(channel.fd());
    }

    void forget(Channel channel) {
        channels[channel.fd()] = null;
    }

    @Override
    public void close() {
        epoll.close();
        wake.close();
    }
}
