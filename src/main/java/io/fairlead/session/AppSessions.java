package io.fairlead.session;

import io.fairlead.balance.Server;
import io.fairlead.config.BackendConfig.AppSession;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code appsession}: which server an application gave its session to, learned from the cookie it set. One table a
 * backend, shared by all loops, bounded: the session not seen for longest gives way. Each use keeps a session for the
 * timeout.
 */
public final class AppSessions {
    private static final int MOST = 100_000;

    private static final class Home {
        final Server server;
        long untilMs;

        Home(Server server) {
            this.server = server;
        }
    }

    private final AppSession config;

    /** By the session's name. The one used last is last, so those whose time is up are first. */
    private final LinkedHashMap<ByteBuffer, Home> homes = new LinkedHashMap<>(16, 0.75f, true);

    public AppSessions(AppSession config) {
        this.config = config;
    }

    AppSession config() {
        return config;
    }

    /** Notes that a session, named by what lies in {@code [from, to)}, lives on a server. */
    synchronized void learn(ByteBuffer bytes, int from, int to, Server server, long nowMs) {
        purge(nowMs);
        ByteBuffer name = name(bytes, from, to);
        Home home = homes.get(name);
        if (home == null || !home.server.equals(server)) {
            home = new Home(server);
            homes.put(name, home);
        }
        home.untilMs = nowMs + config.timeoutMs();
        if (homes.size() > MOST) {
            homes.pollFirstEntry();
        }
    }

    /** The server of a session named by what lies in {@code [from, to)}, or null where it is not known. */
    synchronized @Nullable Server find(ByteBuffer bytes, int from, int to, long nowMs) {
        purge(nowMs);
        Home home = homes.isEmpty() ? null : homes.get(name(bytes, from, to));
        if (home == null) {
            return null;
        }
        home.untilMs = nowMs + config.timeoutMs();
        return home.server;
    }

    private static ByteBuffer name(ByteBuffer bytes, int from, int to) {
        byte[] text = new byte[to - from];
        bytes.get(from, text);
        return ByteBuffer.wrap(text);
    }

    /** Whoever uses the table forgets what is too old in it: one that nobody uses stays as large as it was. */
    private void purge(long nowMs) {
        Iterator<Home> oldest = homes.values().iterator();
        while (oldest.hasNext() && oldest.next().untilMs <= nowMs) {
            oldest.remove();
        }
    }

    synchronized int size() {
        return homes.size();
    }
}
