package io.fairlead.session;

import io.fairlead.balance.Server;
import io.fairlead.loop.Loop;
import io.fairlead.loop.Timer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The server connections of one loop that wait for a next request. The one used last is used first, so that those not
 * needed grow old and are closed; but a client gets the one that served it before, for the kernel knows the two as a
 * pair. Anything a server sends on an idle connection, its end included, closes it.
 */
final class IdleConnections implements Connection.Owner, AutoCloseable {
    private static final int MOST_PER_SERVER = 256;

    /** As HAProxy's pool-purge-delay: shorter than any usual server's keep-alive time. */
    private static final long MOST_IDLE_MS = 5_000;

    private final Loop loop;
    private final Map<Server, ArrayDeque<Connection>> byServer = new HashMap<>();
    private final Timer purge = new Timer() {
        @Override
        protected void expired() {
            closeOld();
        }
    };
    private boolean purging;

    IdleConnections(Loop loop) {
        this.loop = loop;
    }

    /** A connection that is fit for a request of a client, or null. */
    @Nullable
    Connection take(Server server, Connection client) {
        ArrayDeque<Connection> idle = byServer.get(server);
        if (idle == null) {
            return null;
        }
        Connection last = taken(server, best(idle, client));
        // what came out of turn, and is only to be told later in this turn, would pass for the next response
        while (last != null && last.willBeReadable()) {
            last.close();
            last = taken(server, best(idle, client));
        }
        return last;
    }

    private @Nullable Connection best(ArrayDeque<Connection> idle, Connection client) {
        Connection own = client.servedBy();
        boolean waits = own != null && own.belongsTo(this) && idle.removeLastOccurrence(own);
        return waits ? own : idle.pollLast();
    }

    private static @Nullable Connection taken(Server server, @Nullable Connection connection) {
        if (connection != null) {
            server.connectionTaken();
        }
        return connection;
    }

    /** Keeps a connection whose last response was read to its end; closes it where there is no room. */
    void keep(Server server, Connection connection) {
        ArrayDeque<Connection> idle = byServer.computeIfAbsent(server, _ -> new ArrayDeque<>());
        if (idle.size() >= MOST_PER_SERVER || connection.hasUnread()) {
            connection.close();
            return;
        }
        connection.belongTo(this);
        connection.touch();
        idle.addLast(connection);
        server.connectionIdle();
        if (!purging) {
            purging = true;
            loop.schedule(purge, MOST_IDLE_MS);
        }
    }

    /** Closes the connection to a server that was idle longest; false where there is none. */
    boolean closeOldest(Server server) {
        ArrayDeque<Connection> idle = byServer.get(server);
        Connection oldest = idle == null ? null : taken(server, idle.pollFirst());
        if (oldest == null) {
            return false;
        }
        oldest.close();
        return true;
    }

    /** Closes the connection, to whatever server, that was idle longest; false where there is none. */
    boolean closeOldest() {
        Connection oldest = null;
        for (ArrayDeque<Connection> idle : byServer.values()) {
            Connection first = idle.peekFirst();
            boolean older = first != null && (oldest == null || first.movedMs() < oldest.movedMs());
            oldest = older ? first : oldest;
        }
        Server server = oldest == null ? null : oldest.server();
        return server != null && closeOldest(server);
    }

    /** The server ended it, or spoke out of turn. */
    @Override
    public void ready(Connection connection) {
        Server server = connection.server();
        ArrayDeque<Connection> idle = server == null ? null : byServer.get(server);
        if (server != null && idle != null && connection.readable()) {
            idle.remove(connection);
            server.connectionTaken();
            connection.close();
        }
    }

    private void closeOld() {
        long newestOldMs = loop.nowMs() - MOST_IDLE_MS;
        boolean left = false;
        for (Map.Entry<Server, ArrayDeque<Connection>> each : byServer.entrySet()) {
            ArrayDeque<Connection> idle = each.getValue();
            for (Connection oldest = idle.peekFirst();
                    oldest != null && oldest.movedMs() <= newestOldMs;
                    oldest = idle.peekFirst()) {
                closeOldest(each.getKey());
            }
            left |= !idle.isEmpty();
        }
        purging = left;
        if (left) {
            loop.schedule(purge, MOST_IDLE_MS / 5);
        }
    }

    @Override
    public void close() {
        byServer.values().forEach(idle -> idle.forEach(Connection::close));
        byServer.clear();
        loop.cancel(purge);
    }
}
