package io.fairlead.balance;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who wants a server: holds nothing, waits in one queue, holds one slot of a server, or is passed on without one. Owned by one thread, which
 * assigns, withdraws and releases; may be used again and again.
 *
 * <p>The callbacks come on any thread, outside all locks, and perhaps after the owner has withdrawn meanwhile. They are
 * only a reason to look: the owner goes to its own thread and asks {@link #server} or {@link Backend#withdraw}. They must
 * not throw.
 */
public abstract class Demand {
    volatile @Nullable Server server;

    @Nullable
    WaitQueue queue;

    @Nullable
    Demand before;

    @Nullable
    Demand after;

    /** Passed on to a backend's own address: counted there, without a server. */
    boolean direct;

    long arrival;
    private long client;
    private int serverQueuePosition;
    private int backendQueuePosition;

    /** A slot was granted while waiting; it is counted already. */
    protected abstract void granted();

    /**
     * The server it waited for went down, or into maintenance, and the backend redispatches: out of the queue, to be withdrawn (it may wait
     * again since) and assigned anew.
     */
    protected abstract void dismissed();

    /** Whose demand it is, for {@code balance source}: an IPv4 or IPv6 address, every bit of which counts. */
    public final void comesFrom(InetAddress address) {
        client = Hash.of(address.getAddress());
    }

    /** The hash of the client's address. */
    final long client() {
        return client;
    }

    /** The server whose slot is held, or null. */
    public final @Nullable Server server() {
        return server;
    }

    /** Its place in the server's queue when it was assigned last, 1 for the first; 0: did not wait there. */
    public final int serverQueuePosition() {
        return serverQueuePosition;
    }

    /** Its place in the backend's queue when it was assigned last, 1 for the first; 0: did not wait there. */
    public final int backendQueuePosition() {
        return backendQueuePosition;
    }

    /** About to be assigned. */
    final void requireIdle() {
        if (server != null || queue != null || direct) {
            throw new IllegalStateException("assigned twice");
        }
        positions(0, 0);
    }

    final void positions(int inServerQueue, int inBackendQueue) {
        serverQueuePosition = inServerQueue;
        backendQueuePosition = inBackendQueue;
    }
}
