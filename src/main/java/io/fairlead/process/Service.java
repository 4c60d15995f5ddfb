package io.fairlead.process;

import io.fairlead.admin.Totals;
import io.fairlead.balance.Backend;
import io.fairlead.balance.Server;
import io.fairlead.config.Address;
import io.fairlead.config.Config;
import io.fairlead.config.FrontendConfig.Bind;
import io.fairlead.config.GlobalConfig;
import io.fairlead.config.GlobalConfig.Tuning;
import io.fairlead.config.LogTarget.Level;
import io.fairlead.health.Checks;
import io.fairlead.linux.Errno;
import io.fairlead.linux.Io;
import io.fairlead.linux.SocketAddress;
import io.fairlead.linux.Sockets;
import io.fairlead.log.SessionLog;
import io.fairlead.loop.Buffers;
import io.fairlead.loop.Clock;
import io.fairlead.loop.Loop;
import io.fairlead.loop.Timer;
import io.fairlead.session.Frontend;
import io.fairlead.session.Listener;
import io.fairlead.session.Worker;
import io.fairlead.splice.Splicer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The balancer itself: loops, frontends, backends, checks, logs. Every loop has its own listening sockets
 * (SO_REUSEPORT); limits and queues hold across all of them.
 */
public final class Service implements AutoCloseable {
    private static final int BACKLOG = 4096;
    private static final String TAG = "fairlead";
    private static final long DRAIN_LOOK_MS = 50;

    private final GlobalConfig global;
    private final Clock clock;
    private final Assembly assembly;
    private final List<Worker> workers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Bound> bound = new ArrayList<>();
    private final List<Checks> checks = new ArrayList<>();
    private volatile boolean failed;
    private final CountDownLatch ended = new CountDownLatch(1);

    /** A socket that will be opened on its worker's loop. */
    private record Bound(Worker worker, Listener listener, int fd) {}

    public Service(Config config, Clock clock) {
        this.global = config.global();
        this.clock = clock;
        int count = global.loops();
        this.assembly = new Assembly(config, clock, count);
        for (int i = 0; i < count; i++) {
            workers.add(worker());
        }
        for (Worker worker : workers) {
            HealthReports reports = new HealthReports(worker.log());
            checks.add(new Checks(worker.loop(), checks.size(), count, assembly.backends(), reports));
        }
    }

    private Worker worker() {
        Tuning tuning = global.tuning();
        Buffers buffers = new Buffers(tuning.bufferBytes());
        Splicer splicer = new Splicer(buffers, assembly.splice(), global.pipes(), tuning.pipeBytes());
        SessionLog log =
                new SessionLog(clock, TAG, (int) ProcessHandle.current().pid(), global.logs());
        return new Worker(new Loop(clock), buffers, splicer, log, assembly.process(), tuning, workers);
    }

    /** Opens every listening socket, one for each loop. */
    public void bind() throws ProcessException {
        for (Frontend frontend : assembly.frontends()) {
            int number = 0;
            for (Bind bind : frontend.config().binds()) {
                number++;
                Address address = (Address) bind.endpoint();
                for (Worker worker : workers) {
                    int fd = listen(frontend, address);
                    bound.add(new Bound(worker, new Listener(worker, frontend, number, address.port()), fd));
                }
            }
        }
        if (bound.isEmpty()) {
            throw new ProcessException("no proxy listens: nothing to serve");
        }
    }

    private static int listen(Frontend frontend, Address address) throws ProcessException {
        SocketAddress local = new SocketAddress();
        local.set(address.ip(), address.port());
        int socket = Sockets.stream(local);
        Sockets.reuseAddress(socket);
        Sockets.reusePort(socket);
        Sockets.noDelay(socket); // those it accepts inherit it, which saves a call for each
        int answer = Sockets.bind(socket, local);
        answer = answer < 0 ? answer : Sockets.listen(socket, BACKLOG);
        if (answer < 0) {
            Io.close(socket);
            throw new ProcessException("proxy '" + frontend.name() + "': cannot bind socket ["
                    + address.ip().getHostAddress() + ":" + address.port() + "]: " + Errno.describe(answer));
        }
        return socket;
    }

    /** Starts the threads and returns at once. */
    public void start() {
        for (Bound each : bound) {
            each.worker().loop().post(() -> open(each));
        }
        checks.forEach(Checks::start);
        assembly.frontends()
                .forEach(frontend -> announce(frontend, Level.NOTICE, "Proxy " + frontend.name() + " started."));
        for (Worker worker : workers) {
            Thread thread = new Thread(worker.loop(), TAG + "-loop-" + (threads.size() + 1));
            thread.setUncaughtExceptionHandler(this::fail);
            threads.add(thread);
            thread.start();
        }
    }

    /** A loop that died would go on attracting its share of the clients: the whole service ends instead. */
    private void fail(Thread loop, Throwable thrown) {
        System.err.println(TAG + ": " + loop.getName() + " died: " + thrown);
        thrown.printStackTrace();
        failed = true;
        ended.countDown();
    }

    private static void open(Bound each) {
        int answer = each.listener().open(each.fd());
        if (answer < 0) {
            throw new IllegalStateException("epoll_ctl on a listening socket: " + Errno.describe(answer));
        }
    }

    private void announce(Frontend frontend, Level level, String text) {
        Worker first = workers.getFirst();
        first.loop().post(() -> first.log().event(frontend.proxy().logs(), level, text));
    }

    /** Closes the listeners; ends with the last session. */
    public void softStop() {
        assembly.statistics().stopping();
        for (Bound each : bound) {
            each.worker().loop().post(each.listener()::stop);
        }
        assembly.frontends()
                .forEach(frontend -> announce(frontend, Level.WARNING, "Proxy " + frontend.name() + " stopped."));
        Loop first = workers.getFirst().loop();
        first.post(() -> first.schedule(drained(first), DRAIN_LOOK_MS));
    }

    private Timer drained(Loop loop) {
        return new Timer() {
            @Override
            protected void expired() {
                if (assembly.process().inside() == 0) {
                    stop();
                } else {
                    loop.schedule(this, DRAIN_LOOK_MS);
                }
            }
        };
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

    /** A line for each server: its state and its connections (HAProxy's answer to SIGHUP). */
    public List<String> describe() {
        List<String> lines = new ArrayList<>();
        for (Backend backend : assembly.backends()) {
            for (Server server : backend.servers()) {
                lines.add("Server %s/%s is %s. Conn: %d act, %d pend, %d tot."
                        .formatted(
                                backend.name(),
                                server.name(),
                                server.isUp() ? "UP" : "DOWN",
                                server.sessions(),
                                server.queued(),
                                server.counters().sessions.sum()));
            }
        }
        return lines;
    }

    /** Ends the threads and closes everything they had. */
    @Override
    public void close() {
        workers.forEach(worker -> worker.loop().stop());
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        for (Bound each : bound) {
            each.listener().close();
        }
        for (Worker worker : workers) {
            worker.close();
            worker.loop().close();
        }
        ended.countDown();
    }
}
