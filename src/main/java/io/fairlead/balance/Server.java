package io.fairlead.balance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.fairlead.config.BackendConfig.ServerConfig;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * One server of a backend: its state, its sessions, who waits for it. Written under the backend's lock; any thread may
 * read, and the figures it sees may be a moment old.
 */
public final class Server {
    final WaitQueue queue = new WaitQueue();

    /** Whether balancing may choose it now. */
    boolean candidate;

    private final ServerConfig config;
    private final int fullConnections;
    private final long key;
    private final byte @Nullable [] cookie;
    private final Counters counters = new Counters();
    private final AtomicInteger connections = new AtomicInteger();
    private final LongAdder idleConnections = new LongAdder();
    private volatile ServerState state;
    private volatile boolean checks = true;
    private volatile int minConnections;
    private volatile int maxConnections;
    private int sessions;
    private int highestSessions;

    /** @param namesakes servers of the same name before it in the same backend */
    Server(ServerConfig config, int fullConnections, int namesakes, long nowMs) {
        this.config = config;
        this.fullConnections = fullConnections;
        this.key = Hash.of(config.name() + (namesakes == 0 ? "" : "#" + namesakes));
        String value = config.cookie();
        this.cookie = value == null ? null : value.getBytes(ISO_8859_1);
        Health health = Health.initial(config.rise(), config.fall());
        this.state = ServerState.initial(health, config.disabled(), config.weight(), nowMs);
        this.minConnections = config.minConnections();
        this.maxConnections = config.maxConnections();
    }

    public ServerConfig config() {
        return config;
    }

    public String name() {
        return config.name();
    }

    public Counters counters() {
        return counters;
    }

    public ServerState state() {
        return state;
    }

    public Health health() {
        return state.health();
    }

    /** Not taken down by checks nor by the operator. */
    public boolean isUp() {
        return state.isUp();
    }

    /** The weight in force, 0 to 256; 0: no new clients. */
    public int weight() {
        return state.weight();
    }

    /** {@code maxconn} in force; 0: no limit. */
    public int maxConnections() {
        return maxConnections;
    }

    /** Slots taken: sessions being connected, and those connected (srvconn in the log). */
    public int sessions() {
        return sessions;
    }

    /** The most slots that were taken at once. */
    public int highestSessions() {
        return highestSessions;
    }

    /** A connection to it was begun. */
    public void connectionOpened() {
        connections.incrementAndGet();
    }

    public void connectionClosed() {
        connections.decrementAndGet();
    }

    /** Connections to it that are open, idle ones included. */
    public int connections() {
        return connections.get();
    }

    /** A connection to it waits for a next request. */
    public void connectionIdle() {
        idleConnections.increment();
    }

    /** A connection to it waits no longer. */
    public void connectionTaken() {
        idleConnections.decrement();
    }

    /** Connections to it that wait for a next request. */
    public int idleConnections() {
        return (int) Math.max(idleConnections.sum(), 0); // a sum made while others count may be off
    }

    /** Whether one more connection would be more than maxconn, idle ones counted: each occupies the server too. */
    public boolean hasAllConnections() {
        int most = maxConnections;
        return most != 0 && connections.get() >= most;
    }

    /** Demands that wait for this server and no other. */
    public int queued() {
        return queue.size();
    }

    /** The most demands that waited at once. */
    public int highestQueued() {
        return queue.highest();
    }

    /** Whether it is to be checked, where the configuration says so. */
    public boolean checks() {
        return checks;
    }

    /** {@code enable health}, {@code disable health}: without checks it stays as it is. Any thread may call. */
    public void checks(boolean on) {
        checks = on;
    }

    /** What stands for the server in a hash: the same as long as its name is. */
    long key() {
        return key;
    }

    void become(ServerState next) {
        state = next;
    }

    /** Where minconn was the same, it stays so. */
    void limitTo(int highest) {
        if (minConnections == maxConnections) {
            minConnections = highest;
        }
        maxConnections = highest;
    }

    /**
     * The sessions it may have while its backend has {@code load}: from minconn to maxconn as the load nears fullconn,
     * and never none, or a lone demand would wait for ever.
     */
    int limit(int load) {
        int highest = maxConnections;
        int lowest = minConnections;
        if (load >= fullConnections || lowest >= highest) {
            return highest;
        }
        int share = (int) ((long) load * highest / fullConnections);
        return Math.max(Math.max(lowest, share), 1);
    }

    boolean hasRoom(int load) {
        return maxConnections == 0 || sessions < limit(load);
    }

    /** {@code maxqueue}: nobody else may wait. */
    boolean hasFullQueue() {
        return config.maxQueue() > 0 && queue.size() >= config.maxQueue();
    }

    /** True where more load means a higher limit. */
    boolean hasMovingLimit() {
        return minConnections < maxConnections;
    }

    void takeSlot() {
        sessions++;
        highestSessions = Math.max(highestSessions, sessions);
    }

    void giveSlotBack() {
        sessions--;
    }

    void clearHighest() {
        highestSessions = sessions;
        queue.clearHighest();
    }

    boolean hasCookie(ByteBuffer bytes, int from, int to) {
        if (cookie == null || cookie.length != to - from) {
            return false;
        }
        for (int i = 0; i < cookie.length; i++) {
            if (bytes.get(from + i) != cookie[i]) {
                return false;
            }
        }
        return true;
    }
}
