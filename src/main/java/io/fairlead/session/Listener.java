package io.fairlead.session;

import io.fairlead.config.LogTarget.Level;
import io.fairlead.config.ProxyConfig.Mode;
import io.fairlead.balance.Demand;
import io.fairlead.linux.Errno;
import io.fairlead.linux.SocketAddress;
import io.fairlead.linux.Sockets;
import io.fairlead.loop.Channel;
import io.fairlead.loop.Timer;

/** A listening socket on one loop. Stops accepting while its frontend or the process is full, and never drops anyone. */
public final class Listener extends Channel {
    /** So that a burst of new clients does not starve those being served. */
    private static final int ACCEPTS_PER_TURN = 64;

    /** Out of descriptors or memory: those who end make room, but no event says so. */
    private static final long RETRY_MS = 100;

    private final Worker worker;
    private final Frontend frontend;
    private final Router router;
    private final int port;
    private final String unixName;
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
     */
    public Listener(Worker worker, Frontend frontend, int number, int port) {
        super(worker.loop());
        this.worker = worker;
        this.frontend = frontend;
        this.router = frontend.router();
        this.port = port;
        this.unixName = "unix:" + number;
    }

    @Override
    protected void ready() {
        for (int i = 0; i < ACCEPTS_PER_TURN; i++) {
            if (!isOpen() || !entered()) {
                return;
            }
            int fd = Sockets.accept(fd(), peer);
            if (fd < 0) {
                worker.process().leave();
                frontend.gate().leave();
                refused(fd);
                return;
            }
            begin(fd);
        }
        loop().putOff(again);
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
        switch (-errno) {
            case Errno.EAGAIN -> {
                // nobody waits any more
            }
            case Errno.EMFILE, Errno.ENFILE, Errno.ENOMEM, Errno.ENOBUFS -> {
                worker.log()
                        .event(
                                frontend.proxy().logs(),
                                Level.EMERG,
                                "Proxy " + frontend.name() + " cannot accept: " + Errno.describe(errno));
                loop().schedule(retry, RETRY_MS);
            }
            default -> loop().schedule(retry, 1); // that client is gone (accept(2)); the next may be there
        }
    }

    private void begin(int fd) {
        if (frontend.keepsClientsAlive()) {
            Sockets.keepAlive(fd);
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

    /** Says whose demand it is; UNIX clients are all the same. */
    void introduce(Demand demand) {
        if (!peer.isUnix()) {
            demand.comesFrom(peer.ip());
        }
    }

    /** What the log calls the client accepted last: {@code ip:port}, or {@code unix:n} with the listener's number. */
    String clientName() {
        return peer.isUnix() ? unixName : peer.ip().getHostAddress() + ":" + peer.port();
    }

    /** Accepts those who are connected already, then no more; clients that stay are told to leave. */
    public void stop() {
        ready();
        frontend.stop();
        close();
    }

    @Override
    public void close() {
        loop().cancel(retry);
        super.close();
    }
}
