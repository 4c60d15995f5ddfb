package io.fairlead.session;

import io.fairlead.balance.Server;
import io.fairlead.loop.Buffer;
import io.fairlead.loop.Buffers;
import io.fairlead.loop.Channel;
import org.jspecify.annotations.Nullable;

/** A TCP connection to a client or a server, with the bytes received and not yet passed on. */
final class Connection extends Channel {
    /** Who is told that a connection became ready; it changes when an idle connection finds a new request. */
    interface Owner {
        void ready(Connection connection);
    }

    private final Buffers buffers;
    private final int reserveBytes;
    private final Worker worker;
    private final @Nullable Server server;
    private @Nullable Connection partner;
    private boolean outgoing;
    private Owner owner;
    private @Nullable Buffer in;
    private boolean ended;
    private long movedMs;

    /** @param server whom it leads to; null for a client, or an address that is no server's */
    Connection(Worker worker, Owner owner, @Nullable Server server) {
        super(worker.loop());
        this.worker = worker;
        this.buffers = worker.buffers();
        this.reserveBytes = worker.rewriteBytes();
        this.owner = owner;
        this.server = server;
        this.movedMs = worker.loop().nowMs();
    }

    /** Takes a socket of ours that is being connected, and counts it until it is closed. */
    int connecting(int fd) {
        int answer = open(fd);
        if (answer == 0) {
            outgoing = true;
            worker.connectionOpened();
            if (server != null) {
                server.connectionOpened();
            }
        }
        return answer;
    }

    @Override
    protected void ready() {
        owner.ready(this);
    }

    void belongTo(Owner newOwner) {
        owner = newOwner;
    }

    boolean belongsTo(Owner who) {
        return owner.equals(who);
    }

    /** It answers a client's requests from now on. */
    void serve(Connection client) {
        partner = client;
        client.partner = this;
    }

    /** The connection that answered this client's last request, and has answered nobody else since; or null. */
    @Nullable
    Connection servedBy() {
        return partner != null && equals(partner.partner) ? partner : null;
    }

    @Nullable
    Server server() {
        return server;
    }

    /** The bytes received and not yet passed on, borrowed on first use with room to rewrite in front. */
    Buffer in() {
        if (in == null) {
            in = buffers.borrow(reserveBytes);
        }
        return in;
    }

    /** How many bytes were received and not yet passed on. */
    int waiting() {
        return in == null ? 0 : in.length();
    }

    /** Receives more behind what waits, making room where there is some; answers as {@link Channel#receive}. */
    int fill() {
        Buffer into = in();
        if (into.isEmpty()) {
            into.reset(reserveBytes);
        } else if (into.room() == 0) {
            into.moveTo(reserveBytes);
        }
        if (into.room() == 0) {
            throw new IllegalStateException("full: the kernel would answer 0, which means the end of the stream");
        }
        int count = receive(into, into.room());
        if (count > 0) {
            movedMs = loop().nowMs();
        } else {
            ended |= count == 0;
            letGo();
        }
        return count;
    }

    /** Whether no byte can be received until some are passed on. */
    boolean isFull() {
        return in != null && in.length() >= in.capacity() - reserveBytes;
    }

    /** Gives the buffer back where it is empty: an idle connection holds none. */
    void letGo() {
        if (in != null && in.isEmpty()) {
            buffers.giveBack(in);
            in = null;
        }
    }

    /** Throws away what was received. */
    void discard() {
        if (in != null) {
            in.consume(in.length());
            letGo();
        }
    }

    /** The peer's end of stream has been read. */
    boolean ended() {
        return ended;
    }

    /** Bytes went in or out just now: inactivity timeouts count from here. */
    void touch() {
        movedMs = loop().nowMs();
    }

    /** Bytes went in or out this long ago. */
    void touch(long agoMs) {
        movedMs = Math.max(movedMs, loop().nowMs() - agoMs);
    }

    long movedMs() {
        return movedMs;
    }

    @Override
    public void close() {
        if (outgoing) {
            outgoing = false;
            worker.connectionClosed();
            if (server != null) {
                server.connectionClosed();
            }
        }
        super.close();
        discard();
    }
}
