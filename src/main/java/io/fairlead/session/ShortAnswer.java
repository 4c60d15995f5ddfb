package io.fairlead.session;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.fairlead.config.BackendConfig;
import io.fairlead.config.ProxyConfig;
import io.fairlead.config.ServerCheck;
import io.fairlead.linux.Errno;
import io.fairlead.linux.Io;
import io.fairlead.linux.Memory;
import io.fairlead.log.Entry;
import io.fairlead.loop.Buffer;
import io.fairlead.loop.Channel;
import io.fairlead.loop.Timer;
import java.nio.ByteBuffer;

/**
 * A client that is told at once, and without being asked for anything, that the process is there: {@code monitor-net}
 * and {@code mode health}. What it sends is thrown away until it closes, for a close over unread bytes would reset the
 * connection and take the answer with it.
 */
final class ShortAnswer extends Channel {
    private static final ByteBuffer HTTP = direct("HTTP/1.0 200 OK\r\n\r\n");
    private static final ByteBuffer PLAIN = direct("OK\n");
    private static final long LONGEST_MS = 2_000;

    private final Worker worker;
    private final Frontend frontend;
    private final boolean monitor;
    private final Timer patience = new Timer() {
        @Override
        protected void expired() {
            close();
        }
    };

    /** @param monitor a client of {@code monitor-net}, which is neither counted nor logged */
    ShortAnswer(Worker worker, Frontend frontend, boolean monitor) {
        super(worker.loop());
        this.worker = worker;
        this.frontend = frontend;
        this.monitor = monitor;
    }

    private static ByteBuffer direct(String text) {
        return Memory.allocate(text.length()).put(0, text.getBytes(US_ASCII));
    }

    /** Takes the accepted socket of a client, named as the log names it. */
    void begin(int fd, String client) {
        if (!monitor) {
            frontend.counters().opened();
            frontend.counters().sessions.increment();
        }
        if (open(fd) < 0) {
            Io.close(fd);
            leave();
            return;
        }
        boolean silent = monitor && frontend.proxy().mode() == ProxyConfig.Mode.TCP;
        if (!silent) {
            // a new connection's send buffer has room for it
            ByteBuffer text = monitor || isHttpChecked() ? HTTP : PLAIN;
            Io.send(fd, Memory.addressOf(text), text.capacity());
        }
        if (!monitor && frontend.logsNull()) {
            log(client);
        }
        if (silent) {
            close();
        } else {
            shutdownWrite();
            loop().schedule(patience, LONGEST_MS);
        }
    }

    /** {@code option httpchk}: those who ask speak HTTP. */
    private boolean isHttpChecked() {
        BackendConfig config = frontend.proxy().backend();
        return config != null && config.check() instanceof ServerCheck.Http;
    }

    private void log(String client) {
        Entry entry = new Entry();
        entry.client = client;
        entry.frontend = frontend.name();
        entry.clear();
        entry.acceptedMs = loop().clock().wallTimeMs();
        entry.totalMs = 0;
        entry.status = isHttpChecked() ? 200 : -1;
        entry.cause = 'P';
        entry.state = 'R';
        entry.processSessions = worker.process().inside() - 1;
        entry.frontendSessions = frontend.counters().current() - 1;
        if (frontend.logsHttp()) {
            worker.log().http(frontend.proxy().logs(), entry);
        } else if (frontend.logsTcp()) {
            worker.log().tcp(frontend.proxy().logs(), entry);
        }
    }

    @Override
    protected void ready() {
        if (!isOpen() || !readable()) {
            return;
        }
        int count = throwAway();
        if (count > 0) {
            loop().putOff(this::ready); // one that never stops sending must not hold the loop
        } else if (count != -Errno.EAGAIN) {
            close();
        }
    }

    private int throwAway() {
        try {
            Buffer waste = worker.buffers().borrow(0);
            int count = receive(waste, waste.room());
            waste.consume(waste.length());
            worker.buffers().giveBack(waste);
            return count;
        } catch (OutOfMemoryError e) {
            return -Errno.ENOMEM;
        }
    }

    @Override
    public void close() {
        if (isOpen()) {
            super.close();
            loop().cancel(patience);
            leave();
        }
    }

    private void leave() {
        if (!monitor) {
            frontend.counters().closed();
        }
        worker.process().leave();
        frontend.gate().leave();
    }
}
