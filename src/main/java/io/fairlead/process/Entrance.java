package io.fairlead.process;

import io.fairlead.config.Address;
import io.fairlead.config.FrontendConfig.Bind;
import io.fairlead.linux.Errno;
import io.fairlead.linux.SocketAddress;
import io.fairlead.linux.Sockets;
import io.fairlead.loop.Loop;
import io.fairlead.session.Frontend;
import io.fairlead.session.Listener;
import io.fairlead.session.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One address of a frontend: its listening sockets, and the listeners that attend them on the loops. Each loop attends
 * at least one socket and each socket is attended by at least one loop, however many there are of either.
 */
final class Entrance {
    private final Frontend frontend;
    private final String name;
    private final boolean restsWhenPaused;
    private final List<Integer> sockets;
    private final List<Attendance> attendances = new ArrayList<>();
    private boolean paused;
    private boolean quiet;

    private record Attendance(Worker worker, Listener listener, int socket) {}

    /**
     * @param number its place among its frontend's addresses, from 1
     * @param shared whether other processes or frontends accept from the same sockets
     */
    Entrance(Frontend frontend, int number, Bind bind, List<Integer> sockets, List<Worker> workers, boolean shared) {
        this.frontend = frontend;
        this.name = EndpointName.of(bind);
        this.restsWhenPaused = bind.endpoint() instanceof Address;
        this.sockets = sockets;
        boolean crowded = shared || sockets.size() < workers.size();
        for (int i = 0; i < Math.max(sockets.size(), workers.size()); i++) {
            Worker worker = workers.get(i % workers.size());
            int socket = sockets.get(i % sockets.size());
            Listener listener = new Listener(worker, frontend, number, port(socket), crowded);
            attendances.add(new Attendance(worker, listener, socket));
        }
    }

    private static int port(int socket) {
        SocketAddress local = new SocketAddress();
        Sockets.localAddress(socket, local);
        return local.port();
    }

    Frontend frontend() {
        return frontend;
    }

    /** Of its address; entrances of two frontends may have the same. */
    String name() {
        return name;
    }

    /** Accepts from now on. */
    void open() {
        attendances.forEach(each -> each.worker().loop().post(() -> attend(each)));
    }

    private static void attend(Attendance each) {
        if (!each.listener().isOpen()) {
            int answer = each.listener().open(each.socket());
            if (answer < 0) {
                throw new IllegalStateException("epoll_ctl on a listening socket: " + Errno.describe(answer));
            }
        }
    }

    /** Accepts who is connected already, then no more; runs {@code whenStopped} on the last loop to have done so. */
    void stop(Runnable whenStopped) {
        onEveryLoop(Listener::stop, whenStopped);
    }

    /** The same for a while; runs {@code whenQuiet} on the first loop when no loop accepts any more. */
    void pause(Loop first, Runnable whenQuiet) {
        paused = true;
        onEveryLoop(
                Listener::pause,
                () -> first.post(() -> {
                    quiet = paused; // unless it was resumed meanwhile
                    whenQuiet.run();
                }));
    }

    /** Whether it is paused and no loop accepts any more. */
    boolean isQuiet() {
        return quiet;
    }

    /**
     * Clients of a TCP address are refused, so that another process can have it. Those of a UNIX or inherited socket
     * wait, for nobody can take that over by binding.
     */
    void rest() {
        if (restsWhenPaused) {
            sockets.forEach(Sockets::stopListening);
        }
    }

    private void onEveryLoop(Consumer<Listener> what, Runnable afterwards) {
        AtomicInteger left = new AtomicInteger(attendances.size());
        for (Attendance each : attendances) {
            each.worker().loop().post(() -> {
                what.accept(each.listener());
                if (left.decrementAndGet() == 0) {
                    afterwards.run();
                }
            });
        }
    }

    /** Listens and accepts again. Returns 0, or a negated errno where somebody else has the address by now. */
    int resume() {
        paused = false;
        quiet = false;
        for (int socket : sockets) {
            int answer = Binder.listenAgain(socket);
            if (answer < 0) {
                return answer;
            }
        }
        open();
        return 0;
    }
}
