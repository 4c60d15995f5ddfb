package io.fairlead.process;

import io.fairlead.config.FrontendConfig.Bind;
import io.fairlead.config.UnixAddress;
import io.fairlead.linux.Errno;
import io.fairlead.linux.Io;
import io.fairlead.linux.Parcel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The listening sockets of the process, by the names of their addresses. Whoever attends them does so by their
 * descriptors; only this class closes them. Any thread may call.
 */
public final class Listening implements AutoCloseable {
    private final Map<String, List<Integer>> sockets = new LinkedHashMap<>();
    private final Map<String, List<Integer>> copies = new HashMap<>();
    private final Map<String, UnixPath> paths = new HashMap<>();

    /** The sockets open for an address: one at least, once everything was opened. */
    public synchronized List<Integer> of(Bind bind) {
        return List.copyOf(sockets.getOrDefault(EndpointName.of(bind), List.of()));
    }

    /**
     * The same sockets by other descriptors, for one more frontend of that address: a loop's epoll(7) takes each
     * descriptor once.
     */
    synchronized List<Integer> copiesOf(Bind bind) {
        List<Integer> made = of(bind).stream().map(Listening::copy).toList();
        copies.computeIfAbsent(EndpointName.of(bind), _ -> new ArrayList<>()).addAll(made);
        return made;
    }

    private static int copy(int socket) {
        int answer = Io.duplicate(socket);
        if (answer < 0) {
            throw new IllegalStateException("a shared listening socket: " + Errno.describe(answer));
        }
        return answer;
    }

    /** Everything that is open now. */
    synchronized Map<String, List<Integer>> all() {
        return new LinkedHashMap<>(sockets);
    }

    /**
     * Sends sockets of an address, which nobody closes meanwhile: another file might get their numbers. Where they are
     * closed already it sends nothing. Returns what {@link Parcel#send} does.
     */
    synchronized int send(Parcel parcel, int line, String name, List<Integer> some) {
        return sockets.containsKey(name) ? parcel.send(line, name, some) : 0;
    }

    synchronized void add(Bind bind, int socket) {
        sockets.computeIfAbsent(EndpointName.of(bind), _ -> new ArrayList<>()).add(socket);
    }

    /** The socket's file is as it was made, or as it is met; who stays last takes it away. */
    synchronized void own(Bind bind) {
        if (bind.endpoint() instanceof UnixAddress unix && !unix.isAbstract()) {
            paths.put(EndpointName.of(bind), UnixPath.of(unix.path()));
        }
    }

    /** Lets go of an address. Harmless when it is closed already. */
    synchronized void close(String name) {
        List<Integer> gone = sockets.remove(name);
        if (gone != null) {
            gone.forEach(Io::close);
            List<Integer> too = copies.remove(name);
            if (too != null) {
                too.forEach(Io::close);
            }
            UnixPath path = paths.remove(name);
            if (path != null) {
                path.deleteIfDead();
            }
        }
    }

    /** Lets go of everything. What other processes have as well stays open there. */
    @Override
    public synchronized void close() {
        List.copyOf(sockets.keySet()).forEach(this::close);
    }
}
