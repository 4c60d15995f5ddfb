package io.fairlead.session;

import io.fairlead.balance.Server;
import io.fairlead.config.GlobalConfig;
import io.fairlead.config.LogTarget.Level;
import io.fairlead.config.ProxyConfig;
import io.fairlead.http.Head;
import io.fairlead.http.HeadParser;
import io.fairlead.linux.Errno;
import io.fairlead.log.SessionLog;
import io.fairlead.loop.Buffers;
import io.fairlead.loop.Loop;
import io.fairlead.splice.Splicer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the sessions of one loop share: its buffers, pipes, idle server connections and log, and the scratch objects of
 * work that never outlives a call.
 */
public final class Worker implements AutoCloseable {
    private static final long COMPLAINT_INTERVAL_MS = 1_000;

    private final Loop loop;
    private final Buffers buffers;
    private final Splicer splicer;
    private final SessionLog log;
    private final Gate process;
    private final int rewriteBytes;
    private final IdleConnections idle;
    private final List<Worker> all;
    private final HeadParser parser = new HeadParser();
    private final Head head = new Head();
    private final Rewriter rewriter = new Rewriter();
    private @Nullable Trace trace;
    private final Outbound outbound = new Outbound();
    private final Map<Frontend, Router> routers = new HashMap<>();
    private final SessionList sessions = new SessionList();
    private final AtomicInteger connections = new AtomicInteger();
    private long nextComplaintMs;
    private long sessionsBegun;

    /**
     * @param process the gate of the whole process, shared by every worker
     * @param all every worker of the process, complete by the time the loops run
     */
    public Worker(
            Loop loop,
            Buffers buffers,
            Splicer splicer,
            SessionLog log,
            Gate process,
            GlobalConfig.Tuning tuning,
            List<Worker> all) {
        this.loop = loop;
        this.buffers = buffers;
        this.splicer = splicer;
        this.log = log;
        this.process = process;
        this.rewriteBytes = tuning.rewriteBytes();
        this.idle = new IdleConnections(loop);
        this.all = all;
    }

    public Loop loop() {
        return loop;
    }

    Buffers buffers() {
        return buffers;
    }

    Splicer splicer() {
        return splicer;
    }

    public SessionLog log() {
        return log;
    }

    Gate process() {
        return process;
    }

    int rewriteBytes() {
        return rewriteBytes;
    }

    IdleConnections idle() {
        return idle;
    }

    /**
     * One more connection is about to be opened. Idle ones go, on whatever loop, where the server would have more than
     * its maxconn, or the process more than one for each client that it may have. The new connection does not wait for
     * that, so there may be one too many for a moment.
     *
     * @param server where it leads to; null: to no server
     */
    void makeRoom(@Nullable Server server) {
        if (server != null && server.hasAllConnections()) {
            makeRoomAt(server, all.size());
        } else if (serverConnections() >= process.limit()) {
            shed(all.size());
        }
    }

    private void makeRoomAt(Server server, int loopsToAsk) {
        if (!idle.closeOldest(server) && loopsToAsk > 1) {
            Worker next = next();
            next.loop.post(() -> next.makeRoomAt(server, loopsToAsk - 1));
        }
    }

    /** Closes one idle connection: of this loop, or else of one of the next {@code loopsToAsk} less one. */
    private void shed(int loopsToAsk) {
        if (!idle.closeOldest() && loopsToAsk > 1) {
            Worker next = next();
            next.loop.post(() -> next.shed(loopsToAsk - 1));
        }
    }

    /** The process has no descriptor left: the oldest idle connection of every loop goes. */
    void shedEverywhere() {
        for (Worker each : all) {
            each.loop.post(each.idle::closeOldest);
        }
    }

    private Worker next() {
        return all.get((all.indexOf(this) + 1) % all.size());
    }

    void connectionOpened() {
        connections.incrementAndGet();
    }

    void connectionClosed() {
        connections.decrementAndGet();
    }

    /** Connections to servers that the whole process has, busy or idle. */
    private int serverConnections() {
        int sum = 0;
        for (int i = 0; i < all.size(); i++) { // no iterator: may run for every request
            sum += all.get(i).connections.get();
        }
        return sum;
    }

    /** Says in the log what is lacking, once a second at most: those who meet it are many. */
    void complain(ProxyConfig proxy, String what, String lack, int errno) {
        if (loop.nowMs() >= nextComplaintMs) {
            nextComplaintMs = loop.nowMs() + COMPLAINT_INTERVAL_MS;
            String text = what + proxy.name() + ": " + lack + ": " + Errno.describe(errno);
            log.event(proxy.logs(), Level.EMERG, text);
        }
    }

    /** Every session of this loop, newest first; on its thread only. A visitor may end the session it is shown. */
    public void eachSession(Consumer<Session> visitor) {
        sessions.forEach(visitor);
    }

    /** One that no session of the process had before. */
    long nextSessionId() {
        sessionsBegun++;
        return sessionsBegun * all.size() + all.indexOf(this);
    }

    SessionList sessions() {
        return sessions;
    }

    /** {@code debug}: has every session from now on shown. */
    public void show(Trace sessions) {
        trace = sessions;
    }

    @Nullable
    Trace trace() {
        return trace;
    }

    HeadParser parser() {
        return parser;
    }

    /** The head parsed last: good until the next is parsed. */
    Head head() {
        return head;
    }

    Rewriter rewriter() {
        return rewriter;
    }

    /** One for all addresses of a frontend. Before the loop runs, or on its thread. */
    Router routerOf(Frontend frontend) {
        return routers.computeIfAbsent(frontend, Frontend::router);
    }

    Outbound outbound() {
        return outbound;
    }

    /** Lets go of what the loop's sessions shared; the sessions are over. */
    @Override
    public void close() {
        idle.close();
        splicer.close();
        log.close();
    }
}
