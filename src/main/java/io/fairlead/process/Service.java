package io.fairlead.process;

import io.fairlead.admin.Administration;
import io.fairlead.admin.Totals;
import io.fairlead.config.Config;
import io.fairlead.config.GlobalConfig;
import io.fairlead.config.GlobalConfig.StatsSocket;
import io.fairlead.config.GlobalConfig.Tuning;
import io.fairlead.config.LogTarget.Level;
import io.fairlead.health.Checks;
import io.fairlead.linux.Errno;
import io.fairlead.log.SessionLog;
import io.fairlead.loop.Buffers;
import io.fairlead.loop.Clock;
import io.fairlead.loop.Loop;
import io.fairlead.loop.Timer;
import io.fairlead.session.Trace;
import io.fairlead.session.Worker;
import io.fairlead.splice.PacketEngine;
import io.fairlead.splice.PacketSplicer;
import io.fairlead.splice.Splicer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The balancer itself: loops, frontends, backends, checks, logs. Limits and queues hold across all loops. Signals and
 * heirs reach it by {@link #stop}, {@link #softStop}, {@link #pause}, {@link #resume} and {@link #dump}, on any thread.
 */
public final class Service implements AutoCloseable {
    private static final String TAG = "fairlead";
    private static final long DRAIN_LOOK_MS = 50;

    private final Config config;
    private final GlobalConfig global;
    private final Clock clock;
    private final Assembly assembly;
    private final Journal journal;
    private final List<Worker> workers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Entrances entrances;
    private final @Nullable PacketSplicer packets;
    private final Handover handover;
    private final Administration administration;
    private final Listening listening;
    private final List<Checks> checks = new ArrayList<>();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean failed;

    /**
     * @param number of this process among those that share its sockets, from 1
     * @param listening everything that the configuration listens on, open; it stays the caller's to close at the end
     * @param packets the packet engine, where there is one
     */
    Service(Config config, int number, Listening listening, PacketEngine packets, Clock clock, Console console) {
        this.packets = packets.splicer();
        this.config = config;
        this.global = config.global();
        this.clock = clock;
        int count = global.loops();
        this.assembly = new Assembly(config, clock, number, count, packets);
        for (int i = 0; i < count; i++) {
            workers.add(worker());
        }
        for (Worker worker : workers) {
            HealthReports reports = new HealthReports(worker.log());
            checks.add(new Checks(worker.loop(), checks.size(), count, assembly.backends(), reports));
        }
        Worker first = workers.getFirst();
        this.journal = new Journal(first, console);
        PacketSplicer engine = packets.splicer();
        if (engine != null) {
            global.spliceTunables().forEach(engine.tunables()::set);
            engine.report(line -> journal.note(Level.DEBUG, line));
            engine.listen(first.loop());
        } else if (packets.isMissing()) {
            journal.warn(Level.WARNING, "'option tcpsplice' goes without packets, through pipes: " + packets.state());
        }
        this.entrances = new Entrances(listening, assembly.frontends(), workers, journal, global.processes() > 1);
        this.handover = new Handover(first.loop(), listening, this::obey);
        this.listening = listening;
        this.administration = new Administration(clock, assembly.statistics(), entrances, journal::note, workers);
        for (StatsSocket socket : global.sockets()) {
            listening
                    .of(Opening.bind(socket))
                    .forEach(fd -> administration.listen(fd, socket.level(), socket.idleTimeoutMs()));
        }
    }

    private Worker worker() {
        Tuning tuning = global.tuning();
        Buffers buffers = new Buffers(tuning.bufferBytes());
        Splicer splicer = new Splicer(buffers, assembly.splice(), global.pipes(), tuning.pipeBytes(), packets);
        SessionLog log =
                new SessionLog(clock, TAG, (int) ProcessHandle.current().pid(), global.logs());
        Worker worker = new Worker(new Loop(clock), buffers, splicer, log, assembly.process(), tuning, workers);
        if (global.debug()) {
            worker.show(new Trace(System.out));
        }
        return worker;
    }

    /** Opens what later needs privileges: the socket at which the process that replaces this one asks for the others. */
    void prepare() {
        int answer = handover.open();
        if (answer < 0) {
            journal.warn("no process can take over from this one: " + Errno.describe(answer));
        }
    }

    private void obey(Heir.Word word) {
        switch (word) {
            case FINISH -> softStop();
            case TERMINATE -> stop();
        }
    }

    /** Starts the threads and returns at once. */
    public void start() {
        checks.forEach(Checks::start);
        entrances.open();
        for (Worker worker : workers) {
            Thread thread = new Thread(worker.loop(), TAG + "-loop-" + (threads.size() + 1));
            thread.setUncaughtExceptionHandler(this::fail);
            threads.add(thread);
            thread.start();
        }
        administration.start(this::fail);
    }

    /** A loop that died would go on attracting its share of the clients: the whole service ends instead. */
    private void fail(Thread loop, Throwable thrown) {
        System.err.println(TAG + ": " + loop.getName() + " died: " + thrown);
        thrown.printStackTrace();
        failed = true;
        ended.countDown();
    }

    /** Stops listening, each proxy after its {@code grace}; ends with the last session, or at {@code hard-stop-after}. */
    public void softStop() {
        if (stopping.compareAndSet(false, true)) {
            assembly.statistics().stopping();
            Loop first = workers.getFirst().loop();
            first.post(() -> {
                handover.close();
                entrances.stop();
                administration.stopListening(() -> first.post(this::closeRuntimeSockets));
                first.schedule(drained(first), DRAIN_LOOK_MS);
                if (global.hardStopAfterMs() > 0) {
                    first.schedule(hardStop(), global.hardStopAfterMs());
                }
            });
        }
    }

    private void closeRuntimeSockets() {
        global.sockets().forEach(socket -> listening.close(EndpointName.of(Opening.bind(socket))));
    }

    private Timer drained(Loop loop) {
        return new Timer() {
            @Override
            protected void expired() {
                if (entrances.allClosed() && assembly.process().inside() == 0) {
                    stop();
                } else {
                    loop.schedule(this, DRAIN_LOOK_MS);
                }
            }
        };
    }

    private Timer hardStop() {
        return new Timer() {
            @Override
            protected void expired() {
                journal.warn("hard-stop-after: " + assembly.process().inside() + " connections are cut.");
                stop();
            }
        };
    }

    /** Listens no more for a while and goes on with its sessions. */
    void pause() {
        entrances.pause();
    }

    /** Listens again. */
    void resume() {
        entrances.resume();
    }

    /** Says how all servers and proxies are, on standard error and in the logs. */
    void dump() {
        for (StateDump.Paragraph paragraph :
                StateDump.of(config.proxies(), assembly.frontends(), assembly.backends())) {
            journal.note(paragraph.proxy(), Level.NOTICE, StateDump.banner(paragraph.proxy()));
            for (String line : paragraph.lines()) {
                journal.warn(line);
                journal.note(paragraph.proxy(), Level.NOTICE, line);
            }
        }
    }

    /** Ends now. */
    public void stop() {
        ended.countDown();
    }

    /** Waits for the end; false where it was not asked for. */
    public boolean awaitEnd() {
        try {
            ended.await();
            return !failed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The process in one line. */
    public Totals totals() {
        return assembly.statistics().totals();
    }

    /** Ends the threads and closes everything they had. */
    @Override
    public void close() {
        administration.close();
        workers.forEach(worker -> worker.loop().stop());
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        assembly.close();
        handover.close();
        for (Worker worker : workers) {
            worker.close();
            worker.loop().close();
        }
        ended.countDown();
    }
}
