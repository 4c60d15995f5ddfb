package io.fairlead.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.fairlead.balance.Server;
import io.fairlead.config.BackendConfig.AppSession;
import io.fairlead.http.Head;
import io.fairlead.http.Method;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
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

    private final byte[] name;
    private final int lengthBytes;
    private final long timeoutMs;

    /** The one used last is last, so those whose time is up are first. */
    private final LinkedHashMap<ByteBuffer, Home> homes = new LinkedHashMap<>(16, 0.75f, true);

    public AppSessions(AppSession config) {
        this.name = config.cookie().getBytes(ISO_8859_1);
        this.lengthBytes = config.lengthBytes();
        this.timeoutMs = config.timeoutMs();
    }

    /** The name of the application's cookie. */
    byte[] name() {
        return name;
    }

    /** Notes that a session, named by what lies in {@code [from, to)}, lives on a server. */
    synchronized void learn(ByteBuffer bytes, int from, int to, Server server, long nowMs) {
        purge(nowMs);
        if (to == from) {
            return;
        }
        ByteBuffer id = id(bytes, from, to);
        Home home = homes.get(id);
        if (home == null || !home.server.equals(server)) {
            home = new Home(server);
            homes.put(id, home);
        }
        home.untilMs = nowMs + timeoutMs;
        if (homes.size() > MOST) {
            homes.remove(homes.firstEntry().getKey());
        }
    }

    /** The server of a session named by what lies in {@code [from, to)}, or null where it is not known. */
    synchronized @Nullable Server find(ByteBuffer bytes, int from, int to, long nowMs) {
        purge(nowMs);
        Home home = homes.isEmpty() ? null : homes.get(id(bytes, from, to));
        if (home == null) {
            return null;
        }
        home.untilMs = nowMs + timeoutMs;
        return home.server;
    }

    /** The first bytes of a session's name. */
    private ByteBuffer id(ByteBuffer bytes, int from, int to) {
        byte[] text = new byte[Math.min(to - from, lengthBytes)];
        bytes.get(from, text);
        return ByteBuffer.wrap(text);
    }

    private void purge(long nowMs) {
        Iterator<Map.Entry<ByteBuffer, Home>> oldest = homes.entrySet().iterator();
        while (oldest.hasNext() && oldest.next().getValue().untilMs <= nowMs) {
            oldest.remove();
        }
    }

    /** The server of the session that a target's first parameter ({@code ;name=value}) names, or null. */
    @Nullable
    Server findInTarget(Head request, long nowMs) {
        if (request.method() != Method.GET && request.method() != Method.POST) {
            return null;
        }
        ByteBuffer bytes = request.bytes();
        int end = request.targetEnd();
        int at = request.targetStart();
        while (at < end && bytes.get(at) != ';') {
            at++;
        }
        int value = at + 1 + name.length + 1;
        if (value > end || bytes.get(value - 1) != '=' || !isNamed(bytes, at + 1)) {
            return null;
        }
        int valueEnd = value;
        while (valueEnd < end && !endsValue(bytes.get(valueEnd))) {
            valueEnd++;
        }
        return find(bytes, value, valueEnd, nowMs);
    }

    private boolean isNamed(ByteBuffer bytes, int from) {
        for (int i = 0; i < name.length; i++) {
            if (lower(bytes.get(from + i)) != lower(name[i])) {
                return false;
            }
        }
        return true;
    }

    private static int lower(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + 0x20 : octet;
    }

    private static boolean endsValue(byte octet) {
        return octet == ';' || octet == '?' || octet == '/' || octet == '&' || octet == '#';
    }
}
