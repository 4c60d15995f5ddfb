package io.fairlead.library;

import io.fairlead.library.Transferred.Ending;
import io.fairlead.linux.Errno;
import io.fairlead.linux.Sockets;
import io.fairlead.loop.Channel;
import io.fairlead.loop.Loop;
import io.fairlead.loop.Timer;
import io.fairlead.splice.Splice;
import io.fairlead.splice.Splicer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;

/** Two connections, and the bytes between them until both directions are over. Lives on one loop's thread. */
final class Transfer {
    /** This machine's end of one of the connections. */
    private final class End extends Channel {
        End(Loop loop) {
            super(loop);
        }

        @Override
        protected void ready() {
            advance();
        }
    }

    /** One direction. */
    private final class Way {
        final End source;
        final End target;
        final Splice splice;
        long carried;
        boolean over;

        Way(Splicer splicer, End source, End target) {
            this.source = source;
            this.target = target;
            this.splice = splicer.join(source, target);
        }

        void count() {
            long now = splice.carried();
            if (now > carried) {
                carried = now;
                movedMs = Math.max(movedMs, loop.nowMs() - splice.quietMs());
            }
        }

        void close() {
            over = true;
            splice.close();
            count();
        }
    }

    private final class IdleTimer extends Timer {
        @Override
        protected void expired() {
            advance(); // packets that the kernel carried woke nobody
            if (!over && leftMs() <= 0) {
                finish(Ending.IDLE, true);
            } else if (!over) {
                loop.schedule(this, leftMs());
            }
        }
    }

    private final Loop loop;
    private final Handover ends;
    private final Consumer<Transfer> whenOver;
    private final End client;
    private final End server;
    private final Way up;
    private final Way down;
    private final Timer timer = new IdleTimer();
    private final long idleMs;
    private final long beganMs;
    private long movedMs;
    private Ending ending = Ending.FINISHED;
    private boolean putOff;
    private boolean over;

    /**
     * Begins; the first bytes move when the loop turns.
     *
     * @param idle without a byte; zero: for ever
     * @param whenOver is told when both connections are closed, and before whoever waits for the result
     * @throws IOException where the kernel refuses to watch them; they are still open then
     */
    Transfer(Loop loop, Splicer splicer, Handover ends, Duration idle, Consumer<Transfer> whenOver) throws IOException {
        this.loop = loop;
        this.ends = ends;
        this.whenOver = whenOver;
        this.idleMs = idle.toMillis();
        this.beganMs = loop.nowMs();
        this.movedMs = beganMs;
        this.client = new End(loop);
        this.server = new End(loop);
        watch();
        this.up = new Way(splicer, client, server);
        this.down = new Way(splicer, server, client);
        if (idleMs > 0) {
            loop.schedule(timer, idleMs);
        }
    }

    private void watch() throws IOException {
        int answer = Math.min(client.open(ends.clientFd()), server.open(ends.serverFd()));
        if (answer < 0) {
            client.release();
            server.release();
            throw new IOException("epoll: " + Errno.describe(answer));
        }
    }

    /** Moves what can be moved, and learns what the kernel has moved. */
    void advance() {
        try {
            carry(up);
            carry(down);
        } catch (OutOfMemoryError e) { // no buffer to copy by: nobody else's business
            close(true);
            complete(() -> ends.result().completeExceptionally(e));
        }
        if (!over && up.over && down.over) {
            finish(ending, false);
        }
    }

    private void carry(Way way) {
        if (over || way.over) {
            return;
        }
        Splice.Step step = way.splice.carry();
        way.count();
        switch (step) {
            case AWAIT_SOURCE -> {
                if (way.target.broken()) { // and nobody writes to it, or it would have been noticed
                    refused(way);
                }
            }
            case AWAIT_TARGET -> {
                // it will be writable
            }
            case YIELD -> advanceLater();
            case DONE, END -> {
                boolean told = way.splice.toldEnd();
                way.close();
                if (!told) {
                    way.target.shutdownWrite();
                }
            }
            case SOURCE_FAILED -> finish(resetBy(way.source), true);
            case TARGET_FAILED -> refused(way);
            case EXPIRED -> finish(Ending.IDLE, true);
        }
    }

    /** The target takes no more; what it sent before is still delivered. */
    private void refused(Way way) {
        ending = resetBy(way.target);
        way.close();
    }

    private Ending resetBy(End end) {
        return end.equals(client) ? Ending.RESET_BY_CLIENT : Ending.RESET_BY_SERVER;
    }

    private void advanceLater() {
        if (!putOff) {
            putOff = true;
            loop.putOff(() -> {
                putOff = false;
                advance();
            });
        }
    }

    private long leftMs() {
        return movedMs + idleMs - loop.nowMs();
    }

    /** Closes both connections; nothing moves any more. */
    void finish(Ending how, boolean reset) {
        close(reset);
        Transferred transferred = new Transferred(up.carried, down.carried, how);
        complete(() -> ends.result().complete(transferred));
    }

    private void close(boolean reset) {
        over = true;
        loop.cancel(timer);
        up.close();
        down.close();
        if (reset) {
            Sockets.resetOnClose(client.fd());
            Sockets.resetOnClose(server.fd());
        }
        client.close();
        server.close();
        whenOver.accept(this);
    }

    /** Not on this thread: who hears of it may take his time. */
    private static void complete(Runnable result) {
        ForkJoinPool.commonPool().execute(result);
    }

    /** The pair as it is now, as far as it is not the kernel's. */
    Pair describe() {
        return new Pair(
                ends.client(),
                ends.entrance(),
                ends.exit(),
                ends.server(),
                Engine.PIPES,
                "ESTABLISHED",
                Duration.ofMillis(Math.max(0, leftMs())),
                Duration.ofMillis(loop.nowMs() - beganMs),
                up.carried,
                down.carried);
    }
}
