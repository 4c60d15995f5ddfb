package io.fairlead.session;

import io.fairlead.balance.Backend;
import io.fairlead.balance.Counters;
import io.fairlead.balance.Server;
import io.fairlead.linux.Errno;
import io.fairlead.linux.Io;
import io.fairlead.linux.Sockets;
import io.fairlead.log.Entry;
import io.fairlead.loop.Loop;
import io.fairlead.loop.Timer;
import io.fairlead.session.Flow.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * A client connection's life, from accept to close, on one loop. Whatever happens (an event on either connection, a
 * server found, a deadline) ends in {@link #advance}, which does all that can be done now and returns. What other rooms
 * may ask of it they ask on its loop's thread ({@link Worker#eachSession}).
 */
public abstract class Session implements Connection.Owner, Dialer.Caller {
    final Worker worker;
    final Frontend frontend;
    final Connection client;
    final Dialer dialer;
    final Entry entry;
    final Report report;

    /** {@code debug}; null: nothing is shown. */
    final @Nullable Trace trace;

    private final int listenerFd;

    /** From the client to the server, and back. */
    final Flow upstream;

    final Flow downstream;

    @Nullable
    Connection server;

    @Nullable
    Route route;

    private final Timer timer = new Timer() {
        @Override
        protected void expired() {
            try {
                Session.this.expired();
            } catch (OutOfMemoryError e) {
                starve();
            }
        }
    };
    private final Runnable again = this::advanceAgain;
    private boolean againPutOff;
    private boolean closed;
    private final long id;
    private final long beganAtMs;
    private long deadlineMs = Dialer.NEVER;

    /** Since the session began: none from the silent ones. */
    long bytesFromClient;

    private long bytesToClient;

    /** Its neighbours in the list of its loop's sessions. */
    @Nullable
    Session before;

    @Nullable
    Session after;

    /** @param listener it comes from, which knows the client's address during the call */
    Session(Worker worker, Frontend frontend, Listener listener) {
        this.worker = worker;
        this.frontend = frontend;
        this.entry = new Entry(frontend.proxy().captures());
        this.id = worker.nextSessionId();
        this.beganAtMs = worker.loop().nowMs();
        this.client = new Connection(worker, this, null);
        this.dialer = new Dialer(worker, this, client, listener.port());
        listener.introduce(dialer);
        this.upstream = new Flow(worker.splicer(), false);
        this.downstream = new Flow(worker.splicer(), true);
        entry.early = frontend.logsEarly();
        entry.client = listener.clientName();
        entry.frontend = frontend.name();
        entry.clear();
        this.report = new Report(this);
        this.trace = worker.trace();
        this.listenerFd = listener.fd();
        worker.sessions().add(this);
    }

    /** Takes the accepted socket. */
    final void begin(int fd) {
        if (client.open(fd) < 0) {
            Io.close(fd);
            end();
            return;
        }
        entry.acceptedMs = worker.loop().clock().wallTimeMs();
        report.connected(client.fd());
        if (trace != null) {
            trace.accept(this, listenerFd);
        }
        accepted();
    }

    /** The client is connected. */
    abstract void accepted();

    /** Does all that can be done now. Where there is no memory for that, this session ends, and no other. */
    @Override
    public final void advance() {
        try {
            proceed();
        } catch (OutOfMemoryError e) {
            starve();
        }
    }

    /**
     * Does all that can be done now.
     *
     * @throws OutOfMemoryError if no buffer is to be had
     */
    abstract void proceed();

    /** The JVM's limit on buffers is reached ({@code -m}); that of the heap ends the process before anybody hears. */
    private void starve() {
        worker.complain(frontend.proxy(), "Proxy ", "no buffer for a connection", -Errno.ENOMEM);
        cut('R');
    }

    /** The deadline set last has come. */
    abstract void expired();

    @Override
    public final void ready(Connection connection) {
        advance();
    }

    /** Calls {@link #advance} once more, after others had their turn. */
    final void advanceLater() {
        if (!againPutOff) { // an event may have come first and yielded too
            againPutOff = true;
            worker.loop().putOff(again);
        }
    }

    private void advanceAgain() {
        againPutOff = false;
        advance();
    }

    /**
     * While a server is looked for: whether the client has gone. One that has merely ended its side waits for an
     * answer, unless it has nothing to be answered or {@code option abortonclose} says otherwise.
     */
    final boolean clientGaveUp(boolean askedForNothing) {
        Route to = route;
        boolean ends = askedForNothing || to != null && to.abortsOnClose();
        return client.broken() || client.peerClosing() && ends;
    }

    /** Whether a flow waits for the client to send or to take. */
    final boolean awaitsClient() {
        return upstream.outcome() == Outcome.AWAIT_SOURCE || downstream.outcome() == Outcome.AWAIT_TARGET;
    }

    /** Whether a flow waits for the server to send or to take. */
    final boolean awaitsServer() {
        return downstream.outcome() == Outcome.AWAIT_SOURCE || upstream.outcome() == Outcome.AWAIT_TARGET;
    }

    /** When the client, if waited for, has been inactive for too long. */
    final long clientDeadlineMs() {
        return deadlineMs(client.movedMs(), frontend.config().clientTimeoutMs());
    }

    /** When the server, if waited for, has been inactive for too long. */
    final long serverDeadlineMs(Connection to) {
        Route via = route;
        return deadlineMs(to.movedMs(), via == null ? 0 : via.config().serverTimeoutMs());
    }

    static long deadlineMs(long sinceMs, long timeoutMs) {
        return timeoutMs == 0 ? Dialer.NEVER : sinceMs + timeoutMs;
    }

    /** Has {@link #expired} called at a time of the loop's clock. */
    final void expireAt(long whenMs) {
        deadlineMs = whenMs;
        if (whenMs == Dialer.NEVER) {
            loop().cancel(timer);
        } else {
            loop().schedule(timer, whenMs - loop().nowMs());
        }
    }

    /** Adds to the counters what the flows have delivered since the last call. */
    final void account() {
        long in = upstream.takeDelivered();
        long out = downstream.takeDelivered();
        if (in == 0 && out == 0) {
            return;
        }
        bytesFromClient += in;
        bytesToClient += out;
        entry.bytes += out;
        add(frontend.counters(), in, out);
        Route via = route;
        if (via != null) {
            add(via.backend().counters(), in, out);
            Server to = dialer.server();
            if (to != null) {
                add(to.counters(), in, out);
            }
        }
    }

    /** Counts bytes of an answer of our own. */
    final void countReply(int bytes) {
        entry.bytes += bytes;
        bytesToClient += bytes;
        frontend.counters().bytesOut.add(bytes);
    }

    private static void add(Counters counters, long in, long out) {
        if (in > 0) {
            counters.bytesIn.add(in);
        }
        if (out > 0) {
            counters.bytesOut.add(out);
        }
    }

    /** Gives the server's slot back; the log will tell of the load that remains. */
    final void releaseServer() {
        Server served = dialer.server();
        dialer.release();
        report.load(served, 1);
    }

    /** Ends everything. {@code reset}: the client would mistake an end for the end of a complete answer. */
    final void close(boolean reset) {
        upstream.abandon();
        downstream.abandon();
        closeServer();
        if (reset && client.isOpen()) {
            Sockets.resetOnClose(client.fd());
        }
        if (trace != null && !closed) {
            trace.event(this, "clicls");
            trace.event(this, "closed");
        }
        client.close();
        dialer.release();
        loop().cancel(timer);
        end();
    }

    final void closeServer() {
        if (server != null) {
            if (trace != null) {
                trace.event(this, "srvcls");
            }
            server.close();
            server = null;
        }
    }

    private void end() {
        if (!closed) {
            closed = true;
            worker.sessions().remove(this);
            frontend.counters().closed();
            worker.process().leave();
            frontend.gate().leave();
        }
    }

    /** Whether it is over. */
    public final boolean isClosed() {
        return closed;
    }

    final Loop loop() {
        return worker.loop();
    }

    // ---- what operators ask

    /** Ends it, whatever it is doing, as an operator wishes; logged with the cause {@code K}. */
    public final void shutDown() {
        cut('K');
    }

    /** Ends it, whatever it is doing, with this cause in the log. */
    abstract void cut(char cause);

    /** What it is doing, in a word or two. */
    public abstract String phase();

    /** Unique in the process. */
    public final long id() {
        return id;
    }

    /** As the log says it: {@code ip:port}, or {@code unix:n}. */
    public final String client() {
        return entry.client;
    }

    public final Frontend frontend() {
        return frontend;
    }

    /** Where its request went; null: not known yet. */
    public final @Nullable Backend backend() {
        Route via = route;
        return via == null ? null : via.backend();
    }

    /** Whose slot it holds, or null. */
    public final @Nullable Server server() {
        return dialer.server();
    }

    public final long ageMs() {
        return loop().nowMs() - beganAtMs;
    }

    /** For how long nothing has moved on either side. */
    public final long idleMs() {
        Connection to = server;
        return loop().nowMs() - (to == null ? client.movedMs() : Math.max(client.movedMs(), to.movedMs()));
    }

    /** When it ends unless something happens; -1: never. */
    public final long expiresInMs() {
        return deadlineMs == Dialer.NEVER ? -1 : Math.max(deadlineMs - loop().nowMs(), 0);
    }

    /** From the client to servers, as far as delivered. */
    public final long bytesIn() {
        return bytesFromClient;
    }

    /** To the client, as far as the kernel took them. */
    public final long bytesOut() {
        return bytesToClient;
    }
}
