package io.fairlead.process;

import io.fairlead.linux.Io;
import io.fairlead.linux.Processes;
import io.fairlead.linux.SocketAddress;
import io.fairlead.linux.Sockets;
import io.fairlead.linux.Sockets.Credentials;
import io.fairlead.loop.Channel;
import io.fairlead.loop.Loop;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where processes ask for this one's listening sockets: one that replaces it, or its own children. They must belong to
 * root or to the user that started this process. Opened before privileges are dropped; lives on one loop.
 */
final class Handover extends Channel {
    private static final int BACKLOG = 64;

    private final Listening listening;
    private final Consumer<Heir.Word> obey;
    private final int starter = Processes.effectiveUser();
    private final List<Heir> heirs = new ArrayList<>();
    private final SocketAddress peer = new SocketAddress();

    /** @param obey gets an heir's word, on the loop's thread */
    Handover(Loop loop, Listening listening, Consumer<Heir.Word> obey) {
        super(loop);
        this.listening = listening;
        this.obey = obey;
    }

    /** Waits for heirs from now on, as soon as the loop runs. Returns 0 or a negated errno. */
    int open() {
        int socket = Sockets.packets();
        int answer = socket < 0
                ? socket
                : Sockets.bind(
                        socket, Takeover.addressOf(ProcessHandle.current().pid()));
        answer = answer < 0 ? answer : Sockets.listen(socket, BACKLOG);
        if (answer < 0) {
            if (socket >= 0) {
                Io.close(socket);
            }
            return answer;
        }
        loop().post(() -> open(socket));
        return 0;
    }

    @Override
    protected void ready() {
        heirs.removeIf(heir -> !heir.isOpen());
        int line = Sockets.accept(fd(), peer);
        while (line >= 0) {
            welcome(line);
            line = Sockets.accept(fd(), peer);
        }
    }

    private void welcome(int line) {
        Heir heir = new Heir(loop(), listening, obey);
        if (!isTrusted(Sockets.peerCredentials(line)) || heir.open(line) < 0) {
            Io.close(line);
            return;
        }
        heirs.add(heir);
    }

    private boolean isTrusted(@Nullable Credentials peer) {
        return peer != null && (peer.uid() == 0 || peer.uid() == starter);
    }

    /** Nothing is handed over any more. */
    @Override
    public void close() {
        heirs.forEach(Channel::close);
        heirs.clear();
        super.close();
    }
}
