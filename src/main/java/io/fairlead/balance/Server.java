package io.fairlead.balance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.fairlead.config.BackendConfig.ServerConfig;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One server of a backend: its health, its sessions, who waits for it. Written under the backend's lock; any thread may
 * read, and the figures it sees may be a moment old.
 */
public final class Server {
    final WaitQueue queue = new WaitQueue();

    private final ServerConfig config;
    private final int fullConnections;
    private final byte @Nullable [] cookie;
    private final Counters counters = new Counters();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile Health health;
    private int sessions;
    private int highestSessions;

    Server(ServerConfig config, int fullConnections) {
        this.config = config;
        this.fullConnections = fullConnections;
        String value = config.cookie();
        this.cookie = value == null ? null : value.getBytes(ISO_8859_1);
        this.health = Health.initial(config.rise(), config.fall());
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

    public Health health() {
        return health;
    }

    public boolean isUp() {
        return health.isUp();
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

    /** Whether one more connection would be more than maxconn, idle ones counted: each occupies the server too. */
    public boolean hasAllConnections() {
        return config.maxConnections() != 0 && connections.get() >= config.maxConnections();
    }

    /** Demands that wait for this server and no other. */
    public int queued() {
        return queue.size();
    }

    /** The most demands that waited at once. */
    public int highestQueued() {
        return queue.highest();
    }

    /** Takes in a check's result; true where the server went up or down by it. */
    boolean checked(boolean passed, long nowMs) {
        Health earlier = health;
        health = passed ? earlier.passed(nowMs) : earlier.failed(nowMs);
        return health.isUp() != earlier.isUp();
    }

    /**
     * The sessions it may have while its backend has {@code load}: from minconn to maxconn as the load nears fullconn,
     * and never none, or a lone demand would wait for ever.
     */
    int limit(int load) {
        int highest = config.maxConnections();
        int lowest = config.minConnections();
        if (load >= fullConnections || lowest >= highest) {
            return highest;
        }
        int share = (int) ((long) load * highest / fullConnections);
        return Math.max(Math.max(lowest, share), 1);
    }

    boolean hasRoom(int load) {
        return config.maxConnections() == 0 || sessions < limit(load);
    }

    /** True where more load means a higher limit. */
    boolean hasMovingLimit() {
        return config.minConnections() < config.maxConnections();
    }

    void takeSlot() {
        sessions++;
        highestSessions = Math.max(highestSessions, sessions);
    }

    void giveSlotBack() {
        sessions--;
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
