package io.fairlead.process;

import io.fairlead.linux.Epoll;
import io.fairlead.linux.Io;
import io.fairlead.linux.Parcel;
import io.fairlead.linux.Processes;
import io.fairlead.linux.SocketAddress;
import io.fairlead.linux.Sockets;
import io.fairlead.linux.Sockets.Credentials;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The line to a process that has listening sockets for this one: it sends them ({@link Heir} is its end), and hears
 * later that it may go. A process that ends before has changed nothing.
 */
final class Takeover implements AutoCloseable {
    /** The other answers within a turn of its loop; one that is stopped or stuck must not hold up the start. */
    private static final int PATIENCE_MS = 5_000;

    private final int line;

    private Takeover(int line) {
        this.line = line;
    }

    /** Where a process waits for its heirs: an abstract name, which no chroot hides. */
    static SocketAddress addressOf(long pid) {
        SocketAddress address = new SocketAddress();
        address.setUnix("fairlead/handover/" + pid, true);
        return address;
    }

    /** The line to a process; null where it offers none, or where somebody else poses as it. */
    static @Nullable Takeover from(long pid) {
        int line = Sockets.packets();
        if (line < 0) {
            return null;
        }
        if (Sockets.connect(line, addressOf(pid)) < 0 || !isTrusted(Sockets.peerCredentials(line), pid)) {
            Io.close(line);
            return null;
        }
        return new Takeover(line);
    }

    private static boolean isTrusted(@Nullable Credentials peer, long pid) {
        return peer != null && peer.pid() == pid && (peer.uid() == 0 || peer.uid() == Processes.effectiveUser());
    }

    /**
     * Every listening socket of the other, by the name of its address; null, and nothing stays open, where not all of
     * them came.
     */
    @Nullable
    Map<String, List<Integer>> receive() {
        Map<String, List<Integer>> received = new LinkedHashMap<>();
        Parcel parcel = new Parcel();
        try (Epoll epoll = new Epoll(1)) {
            epoll.add(line, Epoll.IN, 0);
            while (epoll.await(PATIENCE_MS) > 0 && parcel.receive(line) > 0) {
                if (parcel.text().equals(Heir.ALL_SENT)) {
                    return received;
                }
                received.computeIfAbsent(parcel.text(), _ -> new ArrayList<>()).addAll(parcel.descriptors());
            }
        }
        received.values().forEach(sockets -> sockets.forEach(Io::close));
        return null;
    }

    /** Tells the other to go; false where it is gone already. */
    boolean say(Heir.Word word) {
        return new Parcel().send(line, word.name(), List.of()) > 0;
    }

    @Override
    public void close() {
        Io.close(line);
    }
}
