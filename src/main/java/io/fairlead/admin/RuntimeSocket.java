package io.fairlead.admin;

import io.fairlead.config.GlobalConfig.StatsSocket.Level;
import io.fairlead.linux.Errno;
import io.fairlead.linux.Io;
import io.fairlead.linux.SocketAddress;
import io.fairlead.linux.Sockets;
import io.fairlead.loop.Buffers;
import io.fairlead.loop.Channel;
import io.fairlead.loop.Loop;
import io.fairlead.loop.Timer;
import java.util.ArrayList;
import java.util.List;

/**
 * Attends a listening socket for operators ({@code stats socket}), which is somebody else's and stays open. Who comes
 * while it is full waits for a place.
 */
final class RuntimeSocket extends Channel {
    /** Connections at once (the default of HAProxy's {@code stats maxconn}). */
    private static final int MAX_SESSIONS = 10;

    /** Out of descriptors, perhaps; no event says that there is one again. */
    private static final long RETRY_MS = 100;

    private final Buffers buffers;
    private final CommandTable table;
    private final Level level;
    private final long timeoutMs;
    private final SocketAddress peer = new SocketAddress();
    private final List<OperatorSession> sessions = new ArrayList<>();
    private final Timer retry = new Timer() {
        @Override
        protected void expired() {
            ready();
        }
    };

    RuntimeSocket(Loop loop, Buffers buffers, CommandTable table, Level level, long timeoutMs) {
        super(loop);
        this.buffers = buffers;
        this.table = table;
        this.level = level;
        this.timeoutMs = timeoutMs;
    }

    @Override
    protected void ready() {
        while (isOpen() && sessions.size() < MAX_SESSIONS) {
            int fd = Sockets.accept(fd(), peer);
            if (fd < 0) {
                if (fd != -Errno.EAGAIN) {
                    loop().schedule(retry, RETRY_MS);
                }
                return;
            }
            begin(fd);
        }
    }

    private void begin(int fd) {
        try {
            serve(fd);
        } catch (OutOfMemoryError e) {
            Io.close(fd); // for want of a buffer
        }
    }

    private void serve(int fd) {
        OperatorSession session = new OperatorSession(loop(), buffers, table, level, timeoutMs, this::ended);
        sessions.add(session);
        if (session.open(fd) < 0) {
            Io.close(fd);
            session.close();
        }
    }

    private void ended(OperatorSession session) {
        sessions.remove(session);
        loop().putOff(this::ready);
    }

    /** Nobody else is taken. */
    void stop() {
        loop().cancel(retry);
        release();
    }

    /** Closes those who are connected, too. */
    @Override
    public void close() {
        stop();
        List.copyOf(sessions).forEach(OperatorSession::close);
    }
}
