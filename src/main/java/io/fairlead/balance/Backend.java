package io.fairlead.balance;

import io.fairlead.config.BackendConfig;
import io.fairlead.config.BackendConfig.Algorithm;
import io.fairlead.config.ProxyConfig;
import io.fairlead.config.ProxyConfig.Option;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
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
        /**
         * To be passed on to {@code dispatch}, or with {@code transparent} to where the client meant to go; counted,
         * and to be released, though no server is held.
         */
        DIRECT,
        /** All it could use are full; {@link Demand#granted} or {@link Demand#dismissed} will come. */
        QUEUED,
        /** All it could use are full, and as many wait as may ({@code maxqueue}); the demand holds nothing. */
        FULL,
        /** No server is up; the demand holds nothing. */
        NONE
    }

    private static final int MAX_WEIGHT = 256;

    private final Object lock = new Object();
    private final ProxyConfig proxy;
    private final @Nullable Algorithm algorithm;
    private final boolean redispatch;
    private final Counters counters = new Counters();
    private final Roster roster;
    private final Slots slots;

    /**
     * @param proxy one that has a serving half
     * @param nowMs time of day
     */
    public Backend(ProxyConfig proxy, long nowMs) {
        BackendConfig config = Objects.requireNonNull(proxy.backend());
        this.proxy = proxy;
        this.algorithm = config.algorithm();
        this.redispatch = proxy.has(Option.REDISPATCH);
        this.roster = new Roster(proxy, config, nowMs);
        this.slots = new Slots(roster.servers(), proxy.has(Option.PERSIST));
    }

    /** As {@link #assign(Demand, Server, Server)} with no server to avoid. */
    public Assignment assign(Demand demand, @Nullable Server wanted) {
        return assign(demand, wanted, null);
    }

    /**
     * Finds a server for a demand that holds nothing.
     *
     * @param wanted the server persistence asks for, waited for where it is full; null, or down without {@code option
     *     persist}: any server will do. The answer tells which it was: {@link Demand#server}
     * @param avoid a server that is only taken where no other has room, or null
     */
    public Assignment assign(Demand demand, @Nullable Server wanted, @Nullable Server avoid) {
        Candidates seen = roster.candidates();
        // many servers take a while to hash: not under the lock
        Server hashed = wanted == null && bySource() ? seen.sourceHash.of(demand.client(), avoid) : null;
        List<Demand> granted;
        Assignment assignment;
        synchronized (lock) {
            demand.requireIdle();
            Server due = wanted != null && slots.admits(wanted) ? wanted : null;
            if (due == null && bySource()) {
                boolean fresh = wanted == null && roster.candidates() == seen;
                due = fresh ? hashed : roster.candidates().sourceHash.of(demand.client(), avoid);
            }
            if (due == null && !roster.passesOn() && !balances()) {
                return Assignment.NONE;
            }
            granted = slots.enter();
            assignment = due != null ? place(demand, due, due == wanted) : balance(demand, avoid);
        }
        announce(granted);
        return assignment;
    }

    private boolean bySource() {
        return algorithm == Algorithm.SOURCE;
    }

    private boolean balances() {
        return algorithm == Algorithm.ROUND_ROBIN && !roster.candidates().isEmpty();
    }

    private Assignment place(Demand demand, Server due, boolean persistent) {
        if (due.hasRoom(slots.load())) {
            slots.take(demand, due);
            return Assignment.SERVER;
        }
        if (!due.hasFullQueue()) {
            slots.enqueue(demand, due);
            return Assignment.QUEUED;
        }
        if (persistent && redispatch && balances()) {
            return balance(demand, due);
        }
        slots.leave();
        return Assignment.FULL;
    }

    private Assignment balance(Demand demand, @Nullable Server avoid) {
        if (roster.passesOn()) {
            demand.direct = true;
            return Assignment.DIRECT;
        }
        Server chosen = roster.candidates().rotation.next(slots.load(), avoid);
        if (chosen != null) {
            slots.take(demand, chosen);
            return Assignment.SERVER;
        }
        slots.enqueue(demand, null);
        return Assignment.QUEUED;
    }

    /** Gives the demand's slot back to whoever waits for it longest. Harmless where it holds none. */
    public void release(Demand demand) {
        Demand next = null;
        synchronized (lock) {
            Server server = demand.server;
            if (server != null) {
                next = slots.giveBack(demand, server);
            } else if (demand.direct) {
                demand.direct = false;
                slots.leave();
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
                slots.dequeue(demand, demand.queue);
                slots.leave();
            }
            return demand.server == null;
        }
    }

    /**
     * A check of the server ended. Returns the transition where it went up or down by this, or null. A server that
     * comes up serves those who wait, up to its limit. One that goes down is not chosen any more, and with {@code
     * option redispatch} those who wait for it are dismissed; its sessions go on. What a check finds of a server in
     * maintenance is not taken in.
     *
     * @param nowMs time of day
     */
    public @Nullable Transition checked(Server server, CheckResult result, long nowMs) {
        return change(server, state -> state.checked(result, nowMs), nowMs);
    }

    /**
     * {@code set server <backend>/<server> state}. In maintenance a server is as one that is down, and what is known of
     * its health is forgotten when it comes back. Returns null where it was in this state already.
     *
     * @param nowMs time of day
     */
    public @Nullable Transition setState(Server server, AdminState admin, long nowMs) {
        return change(server, state -> state.with(admin, nowMs), nowMs);
    }

    /**
     * {@code set server <backend>/<server> health}: until the next check. Returns null where it was up, or down,
     * already.
     *
     * @param nowMs time of day
     */
    public @Nullable Transition setHealth(Server server, boolean up, long nowMs) {
        return change(
                server,
                state -> state.with(up ? state.health().full() : state.health().empty(), nowMs),
                nowMs);
    }

    /**
     * {@code set weight <backend>/<server>}. Returns null where it was this already.
     *
     * @param weight 0 to 256; 0: no new clients, but persistence goes on
     * @param nowMs time of day
     */
    public @Nullable Transition setWeight(Server server, int weight, long nowMs) {
        if (weight < 0 || weight > MAX_WEIGHT) {
            throw new IllegalArgumentException("weight " + weight);
        }
        return change(server, state -> state.withWeight(weight), nowMs);
    }

    private @Nullable Transition change(Server server, UnaryOperator<ServerState> step, long nowMs) {
        List<Demand> granted;
        List<Demand> dismissed;
        Transition transition;
        synchronized (lock) {
            ServerState before = server.state();
            boolean served = !roster.candidates().isEmpty();
            ServerState after = step.apply(before);
            server.become(after);
            if (after.servesLike(before)) {
                return null;
            }
            roster.choose(nowMs);
            dismissed = slots.admits(server) || !redispatch ? List.of() : slots.dismiss(server);
            granted = slots.serveAll();
            transition = new Transition(
                    after.isUp(),
                    served,
                    activeServers(),
                    backupServers(),
                    server.sessions(),
                    after.isUp() ? granted.size() : dismissed.size(),
                    server.queued());
        }
        announce(granted);
        dismissed.forEach(Demand::dismissed);
        return transition;
    }

    /**
     * {@code set maxconn server <backend>/<server>}. Those who wait have the new slots.
     *
     * @param highest 0: no limit
     */
    public void setMaxConnections(Server server, int highest) {
        List<Demand> granted;
        synchronized (lock) {
            server.limitTo(highest);
            slots.limitsChanged();
            granted = slots.serveAll();
        }
        announce(granted);
    }

    /**
     * {@code clear counters}: forgets the highest figures of the backend and its servers.
     *
     * @param all forgets their totals too
     */
    public void clearCounters(boolean all) {
        counters.clear(all);
        servers().forEach(server -> server.counters().clear(all));
        synchronized (lock) {
            slots.clearHighest();
            if (all) {
                roster.clearCounters();
            }
        }
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
        return roster.byCookie(bytes, from, to);
    }

    public String name() {
        return proxy.name();
    }

    public ProxyConfig proxy() {
        return proxy;
    }

    /** In declaration order. */
    public List<Server> servers() {
        return roster.servers();
    }

    public Counters counters() {
        return counters;
    }

    /** Active servers that take new clients. */
    public int activeServers() {
        return roster.candidates().active();
    }

    /** Backups that take new clients, or would. */
    public int backupServers() {
        return roster.candidates().backup();
    }

    /** The sum of the weights of the servers that balancing chooses from now. */
    public int weight() {
        return roster.candidates().weight();
    }

    /** Up while anybody can be served; one without servers always is. */
    public Uptime uptime() {
        return roster.uptime();
    }

    /** Demands that hold a slot, wait for one, or are passed on without (beconn in the log). Like all figures it may be a moment old. */
    public int sessions() {
        return slots.load();
    }

    /** The most that there were at once. */
    public int highestSessions() {
        return slots.highestLoad();
    }

    /** Demands that wait for whatever server comes free. */
    public int queued() {
        return slots.queue.size();
    }

    /** The most demands that waited for any server at once. */
    public int highestQueued() {
        return slots.queue.highest();
    }
}
