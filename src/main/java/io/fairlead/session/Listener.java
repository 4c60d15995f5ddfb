package io.fairlead.session;

import io.fairlead.balance.Demand;
import io.fairlead.config.LogTarget.Level;
import io.fairlead.config.ProxyConfig.Mode;
import io.fairlead.linux.Errno;
import io.fairlead.linux.IpAddresses;
import io.fairlead.linux.SocketAddress;
import io.fairlead.linux.Sockets;
import io.fairlead.loop.Channel;
import io.fairlead.loop.Timer;

/**
 * Attends a listening socket on one loop. Stops accepting while its frontend or the process is full, and never drops
 * anyone. The socket is somebody else's, and stays open.
 */
public final class Listener extends Channel {
    /** So that a burst of new clients does not starve those being served. */
    private static final int ACCEPTS_PER_TURN = 64;

    /** So that of several who attend a socket not one takes everybody. */
    private static final int ACCEPTS_PER_TURN_IN_A_CROWD = 4;

    /** More than a listening socket's queue holds, so that one who comes ever faster does not hold up a stop. */
    private static final int MOST_WAITING = 16_384;

    /** Out of descriptors or memory: those who end make room, but no event says so. */
    private static final long RETRY_MS = 100;

    private final Worker worker;
    private final Frontend frontend;
    private final Router router;
    private final int port;
    private final String unixName;
    private final int acceptsPerTurn;
    private final SocketAddress peer = new SocketAddress();
    private final Runnable again = this::ready;
    private final Runnable comeBack = this::comeBack;
    private final Timer retry = new Timer() {
        @Override
        protected void expired() {
            ready();
        }
    };

    /**
     * @param number its place among its frontend's addresses, from 1
     * @param port what clients connect to; 0 for a UNIX socket
     * @param crowded whether other loops or processes accept from the same socket
     */
    public Listener(Worker worker, Frontend frontend, int number, int port, boolean crowded) {
        super(worker.loop());
        this.worker = worker;
        this.frontend = frontend;
        this.router = worker.routerOf(frontend);
        this.port = port;
        this.unixName = "unix:" + number;
        this.acceptsPerTurn = crowded ? ACCEPTS_PER_TURN_IN_A_CROWD : ACCEPTS_PER_TURN;
    }

    @Override
    protected void ready() {
        int accepted = 0;
        while (accepted < acceptsPerTurn && accept()) {
            accepted++;
        }
        if (accepted == acceptsPerTurn) {
            loop().putOff(again);
        }
    }

    /** Begins one session; false where nobody waits or nobody may enter. */
    private boolean accept() {
        if (!isOpen() || !entered()) {
            return false;
        }
        int fd = Sockets.accept(fd(), peer);
        if (fd < 0) {
            worker.process().leave();
            frontend.gate().leave();
            refused(fd);
            return false;
        }
        begin(fd);
        return true;
    }

    /** Takes a place in the frontend and in the process, or arranges to come back when there is one. */
    private boolean entered() {
        if (!frontend.gate().enter()) {
            frontend.gate().await(comeBack);
            return false;
        }
        if (!worker.process().enter()) {
            frontend.gate().leave();
            worker.process().await(comeBack);
            return false;
        }
        return true;
    }

    private void comeBack() {
        loop().post(again);
    }

    private void refused(int errno) {
        if (errno == -Errno.EAGAIN || errno == -Errno.EINVAL) {
            return; // nobody waits any more, or whoever shares the socket has paused it
        }
        if (Errno.isShortage(errno)) {
            String text = "Proxy " + frontend.name() + " cannot accept: " + Errno.describe(errno);
            worker.log().event(frontend.proxy().logs(), Level.EMERG, text);
            loop().schedule(retry, RETRY_MS);
        } else {
            loop().schedule(retry, 1); // that client is gone (accept(2)); the next may be there
        }
    }

    private void begin(int fd) {
        if (frontend.keepsClientsAlive()) {
            Sockets.keepAlive(fd, true);
        }
        boolean monitor = frontend.isMonitor(peer);
        Mode mode = frontend.proxy().mode();
        if (monitor || mode == Mode.HEALTH) {
            new ShortAnswer(worker, frontend, monitor).begin(fd, clientName());
            return;
        }
        frontend.counters().opened();
        frontend.counters().sessions.increment();
        Session session = mode == Mode.HTTP
                ? new HttpSession(worker, frontend, router, this)
                : new TcpSession(worker, frontend, this);
        session.begin(fd);
    }

    /** What clients connect to; 0 for a UNIX socket. */
    int port() {
        return port;
    }

    /** Says whose demand it is, where that matters; UNIX clients are all the same. */
    void introduce(Demand demand) {
        if (frontend.balancesBySource() && !peer.isUnix()) {
            demand.comesFrom(peer.ip());
        }
    }

    /** What the log calls the client accepted last: {@code ip:port}, or {@code unix:n} with the listener's number. */
    String clientName() {
        return peer.isUnix() ? unixName : IpAddresses.text(peer.ip()) + ":" + peer.port();
    }

    /** Accepts those who are connected already, then no more; clients that stay are told to leave. */
    public void stop() {
        pause();
        frontend.stop();
    }

    /** Accepts those who are connected already, then no more until it is opened again. */
    public void pause() {
        for (int accepted = 0; accepted < MOST_WAITING && accept(); accepted++) {
            // the next
        }
        close();
    }

    /** Leaves the socket to others. */
    @Override
    public void close() {
        loop().cancel(retry);
        release();
    }
}
