package io.fairlead.balance;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The slots of a backend's servers and those who wait for one, in the servers' queues and in the common one. Guarded by
 * the backend's lock. Between calls nobody waits while a slot that it may use is free.
 */
final class Slots {
    final WaitQueue queue = new WaitQueue();

    private final List<Server> servers;
    private final boolean persist;
    private boolean limitsMove;
    private long arrivals;
    private int waiting;
    private int load;
    private int highestLoad;

    /** @param persist {@code option persist}: who wants a server gets it even while it is down */
    Slots(List<Server> servers, boolean persist) {
        this.servers = servers;
        this.persist = persist;
        limitsChanged();
    }

    /** Demands that hold a slot, wait for one, or are passed on without: what moves the limits. */
    int load() {
        return load;
    }

    int highestLoad() {
        return highestLoad;
    }

    void clearHighest() {
        highestLoad = load;
        queue.clearHighest();
        servers.forEach(Server::clearHighest);
    }

    /** Whether those may use a server who want that one. */
    boolean admits(Server server) {
        return persist || server.isUp();
    }

    /** One more demand; returns those who come in by it, for it may raise the limits, and they were here before. */
    List<Demand> enter() {
        load++;
        highestLoad = Math.max(highestLoad, load);
        return limitsMove && waiting > 0 ? serveAll() : List.of();
    }

    /** One demand less. Limits only fall by it: nobody can be served now who could not before. */
    void leave() {
        load--;
    }

    void limitsChanged() {
        limitsMove = false;
        for (Server server : servers) {
            limitsMove |= server.hasMovingLimit();
        }
    }

    void take(Demand demand, Server server) {
        demand.server = server;
        server.takeSlot();
    }

    /** Waits for a server, or for any where it is null. */
    void enqueue(Demand demand, @Nullable Server server) {
        demand.arrival = ++arrivals;
        waiting++;
        if (server != null) {
            demand.positions(server.queue.add(demand), 0);
        } else {
            demand.positions(0, queue.add(demand));
        }
    }

    /** Stops waiting. */
    void dequeue(Demand demand, WaitQueue from) {
        waiting--;
        from.remove(demand);
    }

    /** Gives a slot back; returns who has it now. */
    @Nullable
    Demand giveBack(Demand demand, Server server) {
        demand.server = null;
        server.giveSlotBack();
        leave();
        return waiting > 0 ? serveOldest(server) : null;
    }

    /** Sends away all who wait for a server. */
    List<Demand> dismiss(Server server) {
        List<Demand> dismissed = new ArrayList<>();
        for (Demand next = server.queue.first(); next != null; next = server.queue.first()) {
            dequeue(next, server.queue);
            leave();
            dismissed.add(next);
        }
        return dismissed;
    }

    /** Gives every free slot to somebody who waits for it; returns who got one. */
    List<Demand> serveAll() {
        List<Demand> granted = new ArrayList<>();
        for (Server server : servers) {
            for (Demand next = serveOldest(server); next != null; next = serveOldest(server)) {
                granted.add(next);
            }
        }
        return granted;
    }

    /** Gives a free slot of the server, where it has one, to the oldest demand that can use it, and returns that. */
    private @Nullable Demand serveOldest(Server server) {
        Demand own = admits(server) ? server.queue.first() : null;
        Demand common = server.candidate ? queue.first() : null;
        boolean ownFirst = common == null || (own != null && own.arrival < common.arrival);
        Demand oldest = ownFirst ? own : common;
        if (oldest == null || !server.hasRoom(load)) {
            return null;
        }
        dequeue(oldest, ownFirst ? server.queue : queue);
        take(oldest, server);
        return oldest;
    }
}
