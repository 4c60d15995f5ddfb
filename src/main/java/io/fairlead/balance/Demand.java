package io.fairlead.balance;

import org.jspecify.annotations.Nullable;

/**
 * Who wants a server: holds nothing, waits in one queue, or holds one slot of a server. Owned by one thread, which
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

    long arrival;
    private int serverQueuePosition;
    private int backendQueuePosition;

    /** A slot was granted while waiting; it is counted already. */
    protected abstract void granted();

    /**
     * The server it waited for went down and the backend redispatches: out of the queue, to be withdrawn (it may wait
     * again since) and assigned anew.
     */
    protected abstract void dismissed();

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

    final void positions(int inServerQueue, int inBackendQueue) {
        serverQueuePosition = inServerQueue;
        backendQueuePosition = inBackendQueue;
    }
}
