package io.fairlead.admin;

import io.fairlead.config.GlobalConfig.StatsSocket.Level;
import io.fairlead.loop.Buffers;
import io.fairlead.loop.Clock;
import io.fairlead.loop.Loop;
import io.fairlead.loop.Timer;
import io.fairlead.session.Worker;
import java.lang.Thread.UncaughtExceptionHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A loop with a thread of its own for operators: it serves the runtime sockets and looks at the counters once a second.
 * Whatever is asked and however slowly the answer is read, no traffic waits for it.
 */
public final class Administration implements AutoCloseable {
    /** A line of commands fits, and a part of an answer. */
    private static final int BUFFER_BYTES = 16 << 10;

    private static final long LOOK_MS = 1_000;

    private final Loop loop;
    private final Thread thread;
    private final Buffers buffers = new Buffers(BUFFER_BYTES);
    private final Statistics statistics;
    private final CommandTable table;
    private final IdleMeter idle;
    private final List<Listening> listening = new ArrayList<>();
    private final Timer look = new Timer() {
        @Override
        protected void expired() {
            lookAgain();
        }
    };

    private record Listening(RuntimeSocket socket, int fd) {}

    /**
     * @param doors to the frontends
     * @param ledger where operators' changes are written
     * @param workers whose sessions are listed
     */
    public Administration(Clock clock, Statistics statistics, Doors doors, Ledger ledger, List<Worker> workers) {
        this.loop = new Loop(clock);
        this.thread = new Thread(loop, "fairlead-admin");
        this.statistics = statistics;
        this.idle = new IdleMeter(workers.stream().map(Worker::loop).toList(), clock.nanoTime());
        this.table = table(clock, statistics, doors, ledger, loop, workers);
    }

    static CommandTable table(
            Clock clock, Statistics statistics, Doors doors, Ledger ledger, Loop loop, List<Worker> workers) {
        Targets targets = new Targets(statistics);
        ServerNotices notices = new ServerNotices(ledger);
        return new CommandTable(Stream.of(
                        new StatCommands(statistics).commands(),
                        new ServerCommands(targets, clock, notices).commands(),
                        new ServerStateCommand(statistics, clock).commands(),
                        new ErrorsCommand(statistics, clock).commands(),
                        new ProcessCommands(statistics, targets, doors, ledger).commands(),
                        new SessionCommands(targets, notices, loop, workers).commands(),
                        new SpliceCommands(statistics).commands(),
                        new SpliceTuning(statistics, ledger).commands(),
                        ConsoleCommands.commands())
                .flatMap(List::stream)
                .toList());
    }

    /**
     * Attends a listening socket, which stays the caller's to close; before the start.
     *
     * @param level what those who connect to it may do
     * @param timeoutMs {@code stats timeout}: how long they may say nothing
     */
    public void listen(int fd, Level level, long timeoutMs) {
        listening.add(new Listening(new RuntimeSocket(loop, buffers, table, level, timeoutMs), fd));
    }

    /** Starts the thread and returns at once. */
    public void start(UncaughtExceptionHandler handler) {
        for (Listening each : listening) {
            if (each.socket.open(each.fd) < 0) {
                throw new IllegalStateException("a runtime socket cannot be watched: no descriptor is left");
            }
        }
        lookAgain();
        thread.setUncaughtExceptionHandler(handler);
        thread.start();
    }

    private void lookAgain() {
        statistics.look();
        statistics.idlePercent(idle.look(loop.clock().nanoTime()));
        loop.schedule(look, LOOK_MS);
    }

    /**
     * Takes no further operators: those who come are for whoever comes after this process. Who is connected stays.
     *
     * @param whenDone runs on this loop, once nobody looks at the sockets any more
     */
    public void stopListening(Runnable whenDone) {
        loop.post(() -> {
            listening.forEach(each -> each.socket.stop());
            whenDone.run();
        });
    }

    /** Ends the thread and closes everything it had. */
    @Override
    public void close() {
        loop.stop();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        listening.forEach(each -> each.socket.close());
        loop.close();
    }
}
