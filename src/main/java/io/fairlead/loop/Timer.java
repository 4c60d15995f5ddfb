package io.fairlead.loop;

/**
 * Something that happens at a time. Moving the deadline later is free: the queue is only put right when the old
 * deadline comes, so a timeout that is refreshed by every read costs one store.
 */
public abstract class Timer {
    static final int NOT_QUEUED = -1;

    long deadlineMs;
    long queuedForMs;
    int position = NOT_QUEUED;

    /** Runs on the loop's thread, once per schedule. */
    protected abstract void expired();
}
