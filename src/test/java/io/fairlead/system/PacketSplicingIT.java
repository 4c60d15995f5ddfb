package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code option tcpsplice packet}: the kernel carries the connections, and nobody is left behind when it must stop. */
class PacketSplicingIT {
    private static final String CONFIGURATION = """
        global
            nbthread 1
        listen relay 127.0.0.1:%d
            mode tcp
            balance roundrobin
            option tcpsplice packet
            timeout client 20s
            timeout server 20s
            timeout connect 5s
            server one 127.0.0.1:%d
        """;

    private final ServerSocket origin = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final int port = Launcher.freePort();
    private final Launcher fairlead = Serving.at(port, CONFIGURATION.formatted(port, origin.getLocalPort()));

    /** How sending to a client failed that had taken some millions of bytes. */
    private final CompletableFuture<IOException> failure = new CompletableFuture<>();

    PacketSplicingIT() throws IOException {
        Thread.ofVirtual().start(this::serve);
    }

    @AfterEach
    void end() throws IOException {
        fairlead.close();
        origin.close();
    }

    /** Sends without end to everybody who comes. */
    private void serve() {
        try {
            while (true) {
                Socket socket = origin.accept();
                Thread.ofVirtual().start(() -> stream(socket));
            }
        } catch (IOException _) {
            // closed: the end
        }
    }

    private void stream(Socket socket) {
        long sent = 0;
        try (socket) {
            while (true) {
                Bulk.write(socket.getOutputStream(), 1 << 20);
                sent += 1 << 20;
            }
        } catch (IOException e) {
            if (sent > 10_000_000) {
                failure.complete(e);
            }
        }
    }

    private Socket client() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout((int) Launcher.PATIENCE.toMillis());
        return socket;
    }

    private long wakeUps() throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + fairlead.pid() + "/task"))) {
            return tasks.mapToLong(PacketSplicingIT::voluntarySwitches).sum();
        }
    }

    private static long voluntarySwitches(Path task) {
        try (Stream<String> lines = Files.lines(task.resolve("status"))) {
            return lines.filter(line -> line.startsWith("voluntary_ctxt_switches:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException e) {
            return 0; // the task has ended
        }
    }

    @Test
    void shouldWakeNobodyForWhatTheKernelCarries() throws Exception {
        try (Socket client = client()) {
            InputStream in = client.getInputStream();
            in.skipNBytes(20_000_000);
            long before = wakeUps();
            in.skipNBytes(200_000_000);
            // some tens a second are the virtual machine's own; by pipe each 64 KiB would be one
            assertThat(wakeUps() - before).isLessThan(600);
        }
        assertThat(failure.get(Launcher.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNotNull(); // its client left
    }

    @Test
    void shouldLeaveNobodyWaitingWhenItIsKilled() throws Exception {
        try (Socket client = client()) {
            InputStream in = client.getInputStream();
            in.skipNBytes(20_000_000);
            fairlead.signal("KILL");
            assertThatThrownBy(() -> in.skipNBytes(Long.MAX_VALUE)).isInstanceOf(SocketException.class);
            assertThat(failure.get(Launcher.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isInstanceOf(SocketException.class);
        }
    }
}
