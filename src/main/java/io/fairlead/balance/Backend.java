package io.fairlead.balance;

import io.fairlead.config.BackendConfig;
import io.fairlead.config.ProxyConfig;
import io.fairlead.config.ProxyConfig.Option;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The servers of a proxy, and who waits for them: gives each demand a slot of a server, or a place in a queue. Any
 * thread may call; limits and queues hold across all of them. Whoever waits for what comes free is served in order of
 * arrival, its slot counted before anybody else can take it: nobody waits while a slot it could use is free, and no
 * slot is granted above a limit.
 */
public final class Backend {
    /** What became of a demand. */
    public enum Assignment {
        /** {@link Demand#server} is set and one of its slots taken. */
        SERVER,
        /** All it could use are full; {@link Demand#granted} or {@link Demand#dismissed} will come. */
        QUEUED,
        /** No server is up; the demand holds nothing. */
        NONE
    }

    private final Object lock = new Object();
    private final ProxyConfig proxy;
    private final boolean redispatch;
    private final List<Server> servers;
    private final boolean limitsMove;
    private final Counters counters = new Counters();
    private final WaitQueue queue = new WaitQueue();
    private Rotation rotation;
    private long arrivals;
    private int waiting;
    private int sessions;
    private int highestSessions;

    /** @param proxy one that has a serving half */
    public Backend(ProxyConfig proxy) {
        BackendConfig config = Objects.requireNonNull(proxy.backend());
        this.proxy = proxy;
        this.redispatch = proxy.has(Option.REDISPATCH);
        this.servers = config.servers().stream()
                .map(server -> new Server(server, config.fullConnections()))
                .toList();
        this.limitsMove = servers.stream().anyMatch(Server::hasMovingLimit);
        this.rotation = new Rotation(servers);
    }

    /** As {@link #assign(Demand, Server, Server)} with no server to avoid. */
    public Assignment assign(Demand demand, @Nullable Server wanted) {
        return assign(demand, wanted, null);
    }

    /**
     * Finds a server for a demand that holds nothing.
     *
     * @param wanted the server persistence asks for, waited for where it is full; null, or down: any server will do.
     *     The answer tells which it was: {@link Demand#server}
     * @param avoid a server that is only taken where no other has room, or null
     */
    public Assignment assign(Demand demand, @Nullable Server wanted, @Nullable Server avoid) {
        List<Demand> granted;
        Assignment assignment;
        synchronized (lock) {
            if (demand.server != null || demand.queue != null) {
                throw new IllegalStateException("assigned twice");
            }
            demand.positions(0, 0);
            if (rotation.servers() == 0) {
                return Assignment.NONE;
            }
            sessions++;
            highestSessions = Math.max(highestSessions, sessions);
            // this demand's own load may have raised the limits: those who came before have the new slots
            granted = limitsMove && waiting > 0 ? serveAll() : List.of();
            assignment = wanted != null && wanted.isUp() ? place(demand, wanted) : balance(demand, avoid);
        }
        announce(granted);
        return assignment;
    }

    private Assignment place(Demand demand, Server wanted) {
        if (wanted.hasRoom(sessions)) {
            take(demand, wanted);
            return Assignment.SERVER;
        }
        demand.positions(enqueue(demand, wanted.queue), 0);
        return Assignment.QUEUED;
    }

    private Assignment balance(Demand demand, @Nullable Server avoid) {
        Server chosen = rotation.next(sessions, avoid);
        if (chosen != null) {
            take(demand, chosen);
            return Assignment.SERVER;
        }
        demand.positions(0, enqueue(demand, queue));
        return Assignment.QUEUED;
    }

    /** Gives the demand's slot back to whoever waits for it longest. Harmless where it holds none. */
    public void release(Demand demand) {
        Demand next = null;
        synchronized (lock) {
            Server server = demand.server;
            if (server == null) {
                return;
            }
            demand.server = null;
            server.giveSlotBack();
            sessions--;
            if (waiting > 0) {
                next = serveOldest(server);
            }
        }
        if (next != null) {
            next.granted();
        }
    }

    /**
     * Leaves the queue. True: the demand holds nothing now. False: it has been granted a slot already, which the owner
     * must release; {@link Demand#granted} has come or will come all the same.
     */
    public boolean withdraw(Demand demand) {
        synchronized (lock) {
            if (demand.queue != null) {
                dequeue(demand, demand.queue);
                sessions--; // limits only fall by it: nobody can be served now who could not before
            }
            return demand.server == null;
        }
    }

    /**
     * A check of the server passed. Returns the transition where it came up by this: it serves those who wait, up to
     * its limit.
     *
     * @param nowMs time of day
     */
    public @Nullable Transition checkPassed(Server server, long nowMs) {
        List<Demand> granted = new ArrayList<>();
        Transition transition;
        synchronized (lock) {
            if (!server.checked(true, nowMs)) {
                return null;
            }
            rotation = new Rotation(serversUp());
            serve(server, granted);
            transition = transition(server, granted.size());
        }
        announce(granted);
        return transition;
    }

    /**
     * A check of the server failed. Returns the transition where it went down by this: it is not chosen any more, and
     * with {@code option redispatch} those who wait for it are dismissed. Its sessions go on.
     *
     * @param nowMs time of day
     */
    public @Nullable Transition checkFailed(Server server, long nowMs) {
        List<Demand> dismissed = new ArrayList<>();
        Transition transition;
        synchronized (lock) {
            if (!server.checked(false, nowMs)) {
                return null;
            }
            rotation = new Rotation(serversUp());
            Demand first = redispatch ? server.queue.first() : null;
            while (first != null) {
                dequeue(first, server.queue);
                sessions--;
                dismissed.add(first);
                first = server.queue.first();
            }
            transition = transition(server, dismissed.size());
        }
        for (Demand demand : dismissed) {
            demand.dismissed();
        }
        return transition;
    }

    private List<Server> serversUp() {
        return servers.stream().filter(Server::isUp).toList();
    }

    private Transition transition(Server server, int requeued) {
        return new Transition(rotation.servers(), server.sessions(), requeued, server.queued());
    }

    private List<Demand> serveAll() {
        List<Demand> granted = new ArrayList<>();
        for (Server server : servers) {
            serve(server, granted);
        }
        return granted;
    }

    private void serve(Server server, List<Demand> granted) {
        Demand oldest = serveOldest(server);
        while (oldest != null) {
            granted.add(oldest);
            oldest = serveOldest(server);
        }
    }

    /** Gives a free slot of the server, where it has one, to the oldest demand that can use it, and returns that. */
    private @Nullable Demand serveOldest(Server server) {
        Demand own = server.queue.first();
        Demand common = queue.first();
        boolean ownFirst = common == null || (own != null && own.arrival < common.arrival);
        Demand oldest = ownFirst ? own : common;
        if (oldest == null || !server.isUp() || !server.hasRoom(sessions)) {
            return null;
        }
        dequeue(oldest, ownFirst ? server.queue : queue);
        take(oldest, server);
        return oldest;
    }

    private static void take(Demand demand, Server server) {
        demand.server = server;
        server.takeSlot();
    }

    private int enqueue(Demand demand, WaitQueue into) {
        demand.arrival = ++arrivals;
        waiting++;
        return into.add(demand);
    }

    private void dequeue(Demand demand, WaitQueue from) {
        waiting--;
        from.remove(demand);
    }

    private static void announce(List<Demand> granted) {
        for (int i = 0; i < granted.size(); i++) { // no iterator: runs for every request
            granted.get(i).granted();
        }
    }

    /**
     * The server whose cookie is the bytes from {@code from} to before {@code to}: the first in order that is up, or
     * else the first; null where there is none.
     */
    public @Nullable Server byCookie(ByteBuffer bytes, int from, int to) {
        Server down = null;
        for (int i = 0; i < servers.size(); i++) { // no iterator: runs for every request
            Server server = servers.get(i);
            if (server.hasCookie(bytes, from, to)) {
                if (server.isUp()) {
                    return server;
                }
                down = down == null ? server : down;
            }
        }
        return down;
    }

    public String name() {
        return proxy.name();
    }

    public ProxyConfig proxy() {
        return proxy;
    }

    /** In declaration order. */
    public List<Server> servers() {
        return servers;
    }

    public Counters counters() {
        return counters;
    }

    /** Demands that hold a slot or wait for one (beconn in the log). Like all figures it may be a moment old. */
    public int sessions() {
        return sessions;
    }

    /** The most demands that held a slot or waited at once. */
    public int highestSessions() {
        return highestSessions;
    }

    /** Demands that wait for whatever server comes free. */
    public int queued() {
        return queue.size();
    }

    /** The most demands that waited for any server at once. */
    public int highestQueued() {
        return queue.highest();
    }
}
