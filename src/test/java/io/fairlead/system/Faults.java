package io.fairlead.system;

import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Things that go wrong between the hosts of a {@link PacketNet}, one after the other, as chance has it. */
final class Faults implements AutoCloseable {
    /** What may go wrong. */
    enum Fault {
        LOST_ARRIVING(false, 3000),
        LOST_LEAVING(false, 3000),
        TWICE(false, 3000),
        OVERTAKEN(false, 3000),
        /** Of the client's or server's host. */
        CABLE_PULLED(false, 500),
        SERVER_AWAY(true, 1500),
        /** By something in front of the server. */
        RESETS(true, 1000);

        /** Whether what is under way may break by it; by all others nothing but time is lost. */
        final boolean breaks;

        private final int longestMs;

        Fault(boolean breaks, int longestMs) {
            this.breaks = breaks;
            this.longestMs = longestMs;
        }
    }

    private static final List<Fault> FAULTS = List.of(Fault.values());
    private static final int LONGEST_QUIET_MS = 1500;
    private static final int LATEST = 25;
    private static final int MOST_LOST_ONE_IN = 50;
    private static final int FEWEST_LOST_ONE_IN = 1000;

    private final PacketNet net;
    private final BulkServer server;
    private final Random random;
    private final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
    private final Queue<String> history = new ConcurrentLinkedQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable Fault now;
    private volatile long brokenUntilNs = System.nanoTime();
    private volatile long cutUntilNs = System.nanoTime();

    Faults(PacketNet net, BulkServer server, long seed) {
        this.net = net;
        this.server = server;
        random = new Random(seed);
        thread = Thread.ofPlatform().unstarted(this::run);
    }

    Faults begin() {
        thread.start();
        return this;
    }

    /** Whether what went on since then may have been broken. */
    boolean mayHaveBroken(long sinceNs) {
        Fault present = now;
        return (present != null && present.breaks) || brokenUntilNs - sinceNs > 0;
    }

    /** Whether who has connected since then may have been told that there is no way. */
    boolean mayHaveCut(long sinceNs) {
        return now == Fault.CABLE_PULLED || cutUntilNs - sinceNs > 0;
    }

    /** What went wrong last, and when. */
    List<String> latest() {
        List<String> all = List.copyOf(history);
        return all.subList(Math.max(0, all.size() - LATEST), all.size());
    }

    /** How often each happened; to be asked after the end. */
    Map<Fault, Integer> counts() {
        return counts;
    }

    private void run() {
        try {
            while (!pause(LONGEST_QUIET_MS)) {
                Fault fault = FAULTS.get(random.nextInt(FAULTS.size()));
                String host = random.nextBoolean() ? net.client : net.server;
                LocalTime since = LocalTime.now(ZoneOffset.UTC);
                counts.merge(fault, 1, Integer::sum);
                now = fault;
                begin(fault, host);
                pause(fault.longestMs);
                finish(fault, host);
                history.add(since + " to " + LocalTime.now(ZoneOffset.UTC) + " " + fault + " " + host);
                brokenUntilNs = fault.breaks ? System.nanoTime() : brokenUntilNs;
                cutUntilNs = fault == Fault.CABLE_PULLED ? System.nanoTime() : cutUntilNs;
                now = null;
            }
        } catch (Exception e) {
            server.wrong().add(e);
        }
    }

    /** How long a thing lasts; returns whether all is over. */
    private boolean pause(int longestMs) throws InterruptedException {
        return ended.await(random.nextInt(longestMs), TimeUnit.MILLISECONDS);
    }

    private void begin(Fault fault, String host) throws Exception {
        int oneIn = MOST_LOST_ONE_IN + random.nextInt(FEWEST_LOST_ONE_IN - MOST_LOST_ONE_IN);
        if (fault == Fault.LOST_ARRIVING || fault == Fault.LOST_LEAVING) {
            for (String each : random.nextBoolean() ? List.of(net.client, net.server) : List.<String>of()) {
                Disturbance.sendSingleSegments(each);
            }
        }
        switch (fault) {
            case LOST_ARRIVING -> Disturbance.loseArriving(net, host, oneIn);
            case LOST_LEAVING -> Disturbance.loseLeaving(net, host, oneIn);
            case TWICE -> Disturbance.sendTwice(net, host, oneIn);
            case OVERTAKEN -> Disturbance.overtake(net, host);
            case CABLE_PULLED -> Hosts.ip("-n " + host + " link set cable down");
            case SERVER_AWAY -> server.leave();
            case RESETS -> Disturbance.reset(net, net.server, oneIn);
        }
    }

    private void finish(Fault fault, String host) throws Exception {
        switch (fault) {
            case CABLE_PULLED -> Hosts.ip("-n " + host + " link set cable up");
            case SERVER_AWAY -> server.comeBack();
            default -> {
                Disturbance.mend(net.client);
                Disturbance.mend(net.server);
            }
        }
    }

    /** Everything is in order afterwards. */
    @Override
    public void close() throws InterruptedException {
        ended.countDown();
        thread.join();
    }
}
