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
    /** The client left, or was too slow, before all was passed on. */
    public final LongAdder clientAborts = new LongAdder();
    /** The server left, or was too slow, in the middle of what it sent or received. */
    public final LongAdder serverAborts = new LongAdder();
    /** Connections begun to servers. */
    public final LongAdder connects = new LongAdder();
    /** Requests sent over a connection that was idle. */
    public final LongAdder reuses = new LongAdder();
    /** Requests answered by a page of the process itself. */
    public final LongAdder intercepted = new LongAdder();
    /** Heads that rules made too long. */
    public final LongAdder rewriteErrors = new LongAdder();
    /** What failed for want of memory or sockets. */
    public final LongAdder internalErrors = new LongAdder();

    public final Durations durations = new Durations();

    private final LongAdder[] responses = {
        new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder()
    };
    private final AtomicInteger current = new AtomicInteger();
    private volatile int highest;

    /** A response, or a request that ended without any: its status is then -1. */
    public void responded(int status) {
        responses[statusClass(status)].increment();
    }

    private static int statusClass(int status) {
        return status >= 100 && status < 600 ? status / 100 : 0;
    }

    /** @param statusClass the first digit of the status, 1 to 5; 0: any other, or none */
    public long responses(int statusClass) {
        return responses[statusClass].sum();
    }

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
        durations.clear(all);
        if (all) {
            for (LongAdder total : totals()) {
                total.reset();
            }
            for (LongAdder each : responses) {
                each.reset();
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
            redispatches,
            clientAborts,
            serverAborts,
            connects,
            reuses,
            intercepted,
            rewriteErrors,
            internalErrors
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
