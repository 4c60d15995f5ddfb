package io.fairlead.session;

import io.fairlead.balance.Backend.Assignment;
import io.fairlead.balance.Demand;
import io.fairlead.balance.Server;
import io.fairlead.config.BackendConfig.ServerConfig;
import io.fairlead.config.Source;
import io.fairlead.config.Source.Spoof;
import io.fairlead.linux.Errno;
import io.fairlead.linux.Io;
import io.fairlead.linux.Sockets;
import io.fairlead.loop.Loop;
import org.jspecify.annotations.Nullable;

/**
 * Finds a server for a session or request and connects to it: balancing, queueing, idle connections, retries and
 * redispatch. Holds the server's slot from the assignment until {@link #release}.
 */
final class Dialer extends Demand implements Connection.Owner {
    static final long NEVER = Long.MAX_VALUE;

    /** A server that just refused is asked again after this long, as in HAProxy since 541b5c24c. */
    private static final long TURN_AROUND_MS = 1_000;

    /** Whom the outcome is told to. */
    interface Caller {
        /** Connected. {@code reused}: the connection has served before, so the server may just be closing it. */
        void connected(Connection connection, boolean reused);

        /** No server was reached; the log's words for it. */
        void unreachable(char cause, char state);

        /** Something changed of the dialer's own accord, its deadline perhaps. */
        void advance();
    }

    private enum State {
        IDLE,
        QUEUED,
        PAUSED,
        CONNECTING,
        HOLDING
    }

    private final Worker worker;
    private final Caller caller;
    private final Connection client;
    private final int clientPort;
    private State state = State.IDLE;
    private @Nullable Route route;
    private @Nullable Connection connecting;
    private int retriesLeft;
    private boolean mayReuse;
    private long deadlineMs = NEVER;
    private long assignedMs;
    private int retries;

    /**
     * @param client whose address, and original destination, a server may be reached by
     * @param clientPort the port the client connected to, for servers whose port is relative to it
     */
    Dialer(Worker worker, Caller caller, Connection client, int clientPort) {
        this.worker = worker;
        this.caller = caller;
        this.client = client;
        this.clientPort = clientPort;
    }

    /**
     * Starts.
     *
     * @param wanted the server that persistence asks for, or null
     * @param mayUseIdle whether the request can be sent once more should an idle connection turn out to be closing
     */
    void dial(Route to, @Nullable Server wanted, boolean mayUseIdle) {
        route = to;
        retriesLeft = to.config().retries();
        retries = 0;
        mayReuse = mayUseIdle;
        assign(to, wanted, null);
    }

    /** The idle connection got last was closing under the request: connects anew to the same server. */
    void dialAgain() {
        mayReuse = false;
        connect();
    }

    private void assign(Route to, @Nullable Server wanted, @Nullable Server avoid) {
        Assignment assignment = to.backend().assign(this, wanted, avoid);
        switch (assignment) {
            case SERVER, DIRECT -> assigned();
            case QUEUED -> await(State.QUEUED, to.config().queueTimeoutMs());
            case FULL -> {
                state = State.IDLE;
                fail('S', 'Q');
            }
            case NONE -> {
                state = State.IDLE;
                fail('s', 'C');
            }
        }
    }

    private void assigned() {
        state = State.HOLDING;
        if (retries == 0) {
            assignedMs = worker.loop().nowMs(); // attempts that failed elsewhere are connect time, not queue time
        }
        connect();
    }

    private void connect() {
        Server server = server();
        Connection idle =
                server != null && mayReuse && isReusable(server) ? worker.idle().take(server, client) : null;
        if (server != null && idle != null) {
            idle.touch();
            route().backend().counters().reuses.increment();
            server.counters().reuses.increment();
            succeed(idle, true);
            return;
        }
        worker.makeRoom(server);
        Outbound outbound = worker.outbound();
        int fd = outbound.connect(route(), server, client, clientPort);
        while (fd == -Errno.EMFILE && worker.idle().closeOldest()) {
            fd = outbound.connect(route(), server, client, clientPort);
        }
        if (fd < 0) {
            notOpened(fd);
            return;
        }
        Connection opened = new Connection(worker, this, server);
        int answer = opened.connecting(fd);
        if (answer < 0) {
            Io.close(fd);
            failed('R', true);
            return;
        }
        connecting = opened;
        route().backend().counters().connects.increment();
        if (server != null) {
            server.counters().connects.increment();
        }
        await(State.CONNECTING, route().config().connectTimeoutMs());
    }

    /** One connection is as good as another, unless it depends on which client it was opened for. */
    static boolean isReusable(Server server) {
        ServerConfig config = server.config();
        Source source = config.source();
        boolean lent = source != null && (source.spoof() == Spoof.CLIENT || source.spoof() == Spoof.CLIENT_IP);
        return !config.relativePort() && !lent;
    }

    /** No socket for another attempt: the server's refusal, or a want of something on this side. */
    private void notOpened(int errno) {
        String shortage = worker.outbound().shortage();
        if (shortage == null) {
            failed(errno == -Errno.ETIMEDOUT ? 's' : 'S', true);
            return;
        }
        worker.complain(route().backend().proxy(), "Connect() failed for backend ", shortage, errno);
        boolean noDescriptor = errno == -Errno.EMFILE;
        if (noDescriptor) {
            worker.shedEverywhere();
        }
        failed(noDescriptor ? 'P' : 'R', Outbound.mayPass(errno));
    }

    /** The connection under way was established or refused. */
    @Override
    public void ready(Connection connection) {
        if (connection.broken()) {
            int errno = Sockets.error(connection.fd());
            closeConnecting();
            failed(errno == -Errno.ETIMEDOUT ? 's' : 'S', true);
            caller.advance();
        } else if (connection.writable()) {
            connecting = null;
            connection.touch();
            succeed(connection, false);
        }
    }

    private void succeed(Connection connection, boolean reused) {
        state = State.HOLDING;
        deadlineMs = NEVER;
        caller.connected(connection, reused);
    }

    /** One attempt failed: once more, elsewhere, or that was all. */
    private void failed(char cause, boolean retryable) {
        if (retryable && retriesLeft > 0) {
            retry();
        } else {
            giveUp(cause);
        }
    }

    private void retry() {
        Route to = route();
        Server refused = server();
        retriesLeft--;
        retries++;
        to.backend().counters().retries.increment();
        if (refused != null) {
            refused.counters().retries.increment();
        }
        if (refused != null && to.redispatches() && (retriesLeft == 0 || !refused.isUp())) {
            refused.counters().redispatches.increment();
            to.backend().counters().redispatches.increment();
            to.backend().release(this);
            state = State.IDLE;
            assign(to, null, refused);
        } else {
            long connectMs = to.config().connectTimeoutMs();
            await(State.PAUSED, connectMs == 0 ? TURN_AROUND_MS : Math.min(TURN_AROUND_MS, connectMs));
        }
    }

    private void giveUp(char cause) {
        Server server = server();
        if (server != null) {
            server.counters().connectErrors.increment();
        }
        route().backend().counters().connectErrors.increment();
        fail(cause, 'C');
    }

    private void fail(char cause, char stage) {
        deadlineMs = NEVER;
        caller.unreachable(cause, stage);
    }

    private void await(State next, long timeoutMs) {
        state = next;
        deadlineMs = timeoutMs == 0 ? NEVER : loop().nowMs() + timeoutMs;
    }

    /** When {@link #expired} is due, in the loop's milliseconds. */
    long deadlineMs() {
        return deadlineMs;
    }

    /** The deadline has come. */
    void expired() {
        switch (state) {
            case PAUSED -> connect();
            case CONNECTING -> {
                closeConnecting();
                failed('s', true);
            }
            case QUEUED -> {
                if (route().backend().withdraw(this)) {
                    state = State.IDLE;
                    fail('s', 'Q');
                } else {
                    deadlineMs = NEVER; // granted at this very moment: the news is in the loop's inbox
                }
            }
            default -> deadlineMs = NEVER;
        }
    }

    @Override
    protected void granted() {
        loop().post(this::onGranted);
    }

    private void onGranted() {
        // news for an earlier request of this session finds no server or another state
        if (state == State.QUEUED && server() != null) {
            assigned();
            caller.advance();
        }
    }

    @Override
    protected void dismissed() {
        loop().post(this::onDismissed);
    }

    private void onDismissed() {
        // the news may be old, and this a later request's queue: out of it, then in again
        if (state == State.QUEUED && route().backend().withdraw(this)) {
            state = State.IDLE;
            assign(route(), null, null);
            caller.advance();
        }
    }

    /** The exchange with the server is over, or nobody wants a server any more: gives back what is held. */
    void release() {
        closeConnecting();
        if (route != null) {
            if (state == State.QUEUED) {
                route.backend().withdraw(this);
            }
            route.backend().release(this);
        }
        state = State.IDLE;
        deadlineMs = NEVER;
    }

    private void closeConnecting() {
        if (connecting != null) {
            connecting.close();
            connecting = null;
        }
    }

    boolean queued() {
        return state == State.QUEUED;
    }

    /** What it is doing, in a word. */
    String phase() {
        return switch (state) {
            case IDLE, HOLDING -> "idle";
            case QUEUED -> "queued";
            case PAUSED -> "retrying";
            case CONNECTING -> "connecting";
        };
    }

    /** When a server was assigned, in the loop's milliseconds. */
    long assignedMs() {
        return assignedMs;
    }

    private Route route() {
        if (route == null) {
            throw new IllegalStateException("nothing was dialled");
        }
        return route;
    }

    private Loop loop() {
        return worker.loop();
    }
}
