package io.fairlead.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class UnixSocketsTest {
    private final SocketAddress address = new SocketAddress();

    @TempDir
    Path directory;

    @Test
    void shouldConnectThroughAPath() {
        Path path = directory.resolve("s");
        address.setUnix(path.toString(), false);
        int listener = listen();
        assertThat(Files.exists(path)).isTrue();
        shouldCarryAByte(listener);
    }

    @Test
    void shouldConnectThroughAnAbstractName() {
        address.setUnix("fairlead-test-" + ProcessHandle.current().pid(), true);
        int listener = listen();
        shouldCarryAByte(listener);
        int late = Sockets.stream(address);
        assertThat(Sockets.connect(late, address)).isEqualTo(-Errno.ECONNREFUSED);
        Io.close(late);
    }

    @Test
    void shouldTellTheNameOfAListenerAndThatItsClientsHaveNone() {
        address.setUnix(directory.resolve("s").toString(), false);
        int listener = listen();
        SocketAddress local = new SocketAddress();
        assertThat(Sockets.localAddress(listener, local)).isZero();
        assertThat(local.isUnix()).isTrue();
        int client = Sockets.stream(address);
        assertThat(Sockets.connect(client, address)).isZero();
        SocketAddress peer = new SocketAddress();
        int accepted = Sockets.accept(listener, peer);
        assertThat(peer.isUnix()).isTrue();
        assertThat(peer.port()).isZero();
        Io.close(client);
        Io.close(accepted);
        Io.close(listener);
    }

    @Test
    void shouldTellWhoConnected() {
        address.setUnix(directory.resolve("s").toString(), false);
        int listener = listen();
        int client = Sockets.stream(address);
        assertThat(Sockets.connect(client, address)).isZero();
        int accepted = Sockets.accept(listener, new SocketAddress());
        Sockets.Credentials who = Objects.requireNonNull(Sockets.peerCredentials(accepted));
        assertThat(who.pid()).isEqualTo((int) ProcessHandle.current().pid());
        assertThat(who.uid()).isEqualTo(Processes.effectiveUser());
        Io.close(accepted);
        assertThat(Sockets.peerCredentials(accepted)).isNull();
        Io.close(client);
        Io.close(listener);
    }

    @Test
    void shouldTellWhyThereIsNobodyToConnectTo() {
        address.setUnix(directory.resolve("nobody").toString(), false);
        int client = Sockets.stream(address);
        assertThat(Sockets.connect(client, address)).isEqualTo(-Errno.ENOENT);
        Io.close(client);
    }

    private int listen() {
        int listener = Sockets.stream(address);
        assertThat(Sockets.bind(listener, address)).isZero();
        assertThat(Sockets.listen(listener, 8)).isZero();
        return listener;
    }

    private void shouldCarryAByte(int listener) {
        int client = Sockets.stream(address);
        assertThat(Sockets.connect(client, address)).isZero();
        int accepted = Sockets.accept(listener, new SocketAddress());
        ByteBuffer bytes = Memory.allocate(2).put(0, (byte) 7);
        long pointer = Memory.addressOf(bytes);
        assertThat(Io.send(client, pointer, 1)).isEqualTo(1);
        assertThat(Io.receive(accepted, pointer + 1, 1)).isEqualTo(1);
        assertThat(bytes.get(1)).isEqualTo((byte) 7);
        Io.close(client);
        Io.close(accepted);
        Io.close(listener);
    }
}
