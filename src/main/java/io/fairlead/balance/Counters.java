package io.fairlead.balance;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a frontend, a backend or a server counts; each owns one, every view only reads. Any thread may add. Bytes are
 * those of the message bodies and heads as they passed, spliced ones included.
 */
public final class Counters {
    /** Sessions (TCP) or requests (HTTP) served since the start. */
    public final LongAdder sessions = new LongAdder();

    public final LongAdder requests = new LongAdder();
    /** From the client. */
    public final LongAdder bytesIn = new LongAdder();
    /** To the client. */
    public final LongAdder bytesOut = new LongAdder();

    public final LongAdder deniedRequests = new LongAdder();
    public final LongAdder deniedResponses = new LongAdder();
    public final LongAdder requestErrors = new LongAdder();
    public final LongAdder connectErrors = new LongAdder();
    public final LongAdder responseErrors = new LongAdder();
    public final LongAdder retries = new LongAdder();
    public final LongAdder redispatches = new LongAdder();

    private final AtomicInteger current = new AtomicInteger();
    private volatile int highest;

    /** One more session is open; returns how many now. */
    public int opened() {
        int now = current.incrementAndGet();
        if (now > highest) {
            highest = now; // a race may lose a peak by a few: it is a figure for people
        }
        return now;
    }

    /** One session less; returns how many remain. */
    public int closed() {
        return current.decrementAndGet();
    }

    /** Forgets the most that were open at once; {@code all}: every total too. What happens meanwhile may be lost. */
    public void clear(boolean all) {
        highest = current.get();
        if (all) {
            for (LongAdder total : totals()) {
                total.reset();
            }
        }
    }

    private LongAdder[] totals() {
        return new LongAdder[] {
            sessions,
            requests,
            bytesIn,
            bytesOut,
            deniedRequests,
            deniedResponses,
            requestErrors,
            connectErrors,
            responseErrors,
            retries,
            redispatches
        };
    }

    /** Sessions open now. */
    public int current() {
        return current.get();
    }

    /** The most sessions that were open at once. */
    public int highest() {
        return highest;
    }
}
