package io.fairlead.loop;

import io.fairlead.linux.Epoll;
import io.fairlead.linux.Errno;
import io.fairlead.linux.Io;
import io.fairlead.linux.Sockets;
import org.jspecify.annotations.Nullable;

/**
 * A non-blocking descriptor on a loop, watched edge-triggered for its whole life: one epoll_ctl per connection. What
 * the kernel last said is kept in flags, which reading and writing clear; whoever stops with a flag still set must come
 * back by itself, for no new event will.
 */
public abstract class Channel {
    private static final int STREAM_EVENTS = Epoll.IN | Epoll.OUT | Epoll.RDHUP | Epoll.EDGE;
    private static final int READABLE_EVENTS = Epoll.IN | Epoll.RDHUP | Epoll.ERR | Epoll.HUP;

    private final Loop loop;
    private int fd = -1;
    private boolean readable;
    private boolean writable;
    private boolean peerClosing;
    private boolean broken;
    private boolean failed;
    private @Nullable Runnable beforeClose;

    protected Channel(Loop loop) {
        this.loop = loop;
    }

    /** The kernel said something new; the flags tell what. */
    protected abstract void ready();

    /** Takes a descriptor and watches it. Returns 0 or a negated errno, after which the channel holds nothing. */
    public final int open(int descriptor) {
        fd = descriptor;
        readable = false;
        writable = false;
        peerClosing = false;
        broken = false;
        failed = false;
        int answer = loop.watch(this, STREAM_EVENTS);
        if (answer < 0) {
            fd = -1;
        }
        return answer;
    }

    final void deliver(int events) {
        if ((events & READABLE_EVENTS) != 0) {
            readable = true;
        }
        if ((events & (Epoll.OUT | Epoll.ERR | Epoll.HUP)) != 0) {
            writable = true;
        }
        if ((events & (Epoll.RDHUP | Epoll.ERR | Epoll.HUP)) != 0) {
            peerClosing = true;
        }
        if ((events & (Epoll.ERR | Epoll.HUP)) != 0) {
            broken = true;
        }
        failed |= (events & Epoll.ERR) != 0;
        ready();
    }

    /**
     * Receives at most {@code limit} bytes, at least one, behind those of a buffer with that much room. Returns the
     * count, 0 at the end of the stream, or a negated errno; -EAGAIN: nothing now.
     */
    public final int receive(Buffer into, int limit) {
        int count = Io.receive(fd, into.endPointer(), limit);
        if (count > 0) {
            into.extend(count);
            // a short read emptied the socket, and the next byte makes a new edge: saves one EAGAIN a message.
            // The end of the stream makes no further edge once it was reported.
            if (count < limit && !peerClosing) {
                readable = false;
            }
        } else if (count == -Errno.EAGAIN) {
            readable = false;
        }
        return endOrReset(count);
    }

    /**
     * Reading answers 0 after a reset, too, once sending has taken the socket's error: a stream that was cut off must
     * not pass for one that ended.
     */
    public final int endOrReset(int received) {
        return received == 0 && failed ? -Errno.ECONNRESET : received;
    }

    /**
     * Sends the first {@code count} bytes of a buffer and consumes what the kernel took. Returns that count or a
     * negated errno; -EAGAIN: no room now.
     */
    public final int send(Buffer from, int count) {
        int sent = Io.send(fd, from.startPointer(), count);
        if (sent > 0) {
            from.consume(sent);
        }
        if (sent < count) {
            notWritable(sent);
        }
        return sent;
    }

    /** No more bytes from us; the peer may go on sending. */
    public final void shutdownWrite() {
        Sockets.shutdownWrite(fd);
    }

    /** Has something done just before the descriptor is closed. There is room for one. */
    public final void beforeClose(Runnable action) {
        beforeClose = action;
    }

    /** Closes and forgets the descriptor. Harmless when closed already. */
    public void close() {
        if (fd >= 0) {
            if (beforeClose != null) {
                beforeClose.run();
                beforeClose = null;
            }
            loop.forget(this);
            Io.close(fd);
            fd = -1;
        }
    }

    /**
     * Stops watching and lets go of the descriptor, which stays open. Said to the kernel, for the open file may live on
     * in another process, and would then go on waking this loop.
     */
    public final void release() {
        if (fd >= 0) {
            loop.unwatch(this);
            fd = -1;
        }
    }

    /** Something happened that no event tells of: has the owner look. */
    public final void nudge() {
        ready();
    }

    public final boolean isOpen() {
        return fd >= 0;
    }

    public final int fd() {
        return fd;
    }

    public final Loop loop() {
        return loop;
    }

    /** Bytes, the end of the stream or an error may be waiting. */
    public final boolean readable() {
        return readable;
    }

    /** Whether it is readable as far as the kernel has said by now, though the event may not have been delivered yet. */
    public final boolean willBeReadable() {
        return readable || loop.willDeliver(this, READABLE_EVENTS);
    }

    /**
     * Whether bytes wait to be read, asked of the kernel where it is not known: a transfer that stopped at its limit
     * leaves the channel readable whatever came of it.
     */
    public final boolean hasUnread() {
        if (!readable) {
            return false;
        }
        int peeked = Io.peek(fd);
        if (peeked == -Errno.EAGAIN && !peerClosing) {
            readable = false;
        }
        return peeked > 0;
    }

    public final boolean writable() {
        return writable;
    }

    /** The peer has ended its direction, or the connection broke; bytes may still wait before that. */
    public final boolean peerClosing() {
        return peerClosing;
    }

    /** The connection is over in both directions, by a reset or because both sides ended theirs. */
    public final boolean broken() {
        return broken;
    }

    /** Others that move bytes by descriptor say what they met (EAGAIN). */
    public final void notReadable() {
        readable = false;
    }

    /** @param answer what sending was answered: a count, -EAGAIN, or an error, which reading will not hear of again */
    public final void notWritable(int answer) {
        writable = false;
        failed |= answer < 0 && answer != -Errno.EAGAIN;
    }
}
