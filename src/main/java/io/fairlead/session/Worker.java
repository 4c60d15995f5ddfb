package io.fairlead.session;

import io.fairlead.balance.Server;
import io.fairlead.config.GlobalConfig;
import io.fairlead.http.Head;
import io.fairlead.http.HeadParser;
import io.fairlead.linux.SocketAddress;
import io.fairlead.log.SessionLog;
import io.fairlead.loop.Buffers;
import io.fairlead.loop.Loop;
import io.fairlead.splice.Splicer;
import java.util.List;

/**
 * What the sessions of one loop share: its buffers, pipes, idle server connections and log, and the scratch objects of
 * work that never outlives a call.
 */
public final class Worker implements AutoCloseable {
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
    private final SocketAddress address = new SocketAddress();

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
     * A server is about to have more connections than it may: one of those that are idle goes, on whatever loop. The
     * new connection does not wait for that, so there may be one too many for a moment.
     */
    void makeRoomAt(Server server) {
        makeRoomAt(server, all.size());
    }

    private void makeRoomAt(Server server, int loopsToAsk) {
        if (!idle.closeOldest(server) && loopsToAsk > 1) {
            Worker next = all.get((all.indexOf(this) + 1) % all.size());
            next.loop.post(() -> next.makeRoomAt(server, loopsToAsk - 1));
        }
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

    /** For one connect or accept. */
    SocketAddress address() {
        return address;
    }

    /** Lets go of what the loop's sessions shared; the sessions are over. */
    @Override
    public void close() {
        idle.close();
        splicer.close();
        log.close();
    }
}
