package io.fairlead.system;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code bind unix@path}: mode, reload, and who takes the file away. */
class UnixListenIT {
    private Path directory;
    private Path socket;

    @BeforeEach
    void prepare() throws IOException {
        directory = Files.createTempDirectory("fairlead-it-");
        socket = directory.resolve("web");
    }

    @AfterEach
    void clear() throws IOException {
        Launcher.deleteAll(directory);
    }

    private String configuration(String more) {
        return """
                frontend web
                    bind unix@%s %s
                    mode http
                    timeout client 20s
                    monitor-uri /alive
                """.formatted(socket, more);
    }

    @Test
    void shouldServeWithItsModeAndLeaveNoFileBehind() throws Exception {
        try (Launcher fairlead = Launcher.start(configuration("mode 660"))) {
            fairlead.await("the socket", () -> Files.exists(socket));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rw-rw----");
            assertThat(answer()).startsWith("HTTP/1.0 200");
            assertThat(fairlead.signal("TERM").exitStatus()).isZero();
            assertThat(directory).isEmptyDirectory();
        }
    }

    @Test
    void shouldReplaceAFileThatNobodyListensOn() throws Exception {
        try (Launcher killed = Launcher.start(configuration(""))) {
            killed.await("the socket", () -> Files.exists(socket));
            killed.signal("KILL").exitStatus();
        }
        assertThat(socket).exists();
        try (Launcher fairlead = Launcher.start(configuration(""))) {
            fairlead.await("answers", this::answers);
        }
    }

    @Test
    void shouldRefuseAPathThatAnotherListensOnOrThatIsNoSocket() throws Exception {
        try (Launcher first = Launcher.start(configuration(""))) {
            first.await("answers", this::answers);
            try (Launcher second = Launcher.start(configuration(""))) {
                assertThat(second.exitStatus()).isEqualTo(1);
                assertThat(second.stderr()).contains("[unix@" + socket + "]: Address already in use");
            }
            assertThat(answers()).isTrue();
            assertThat(first.signal("TERM").exitStatus()).isZero();
        }
        Files.writeString(socket, "precious");
        try (Launcher third = Launcher.start(configuration(""))) {
            assertThat(third.exitStatus()).isEqualTo(1);
            assertThat(third.stderr()).contains("which is no socket");
        }
        assertThat(socket).hasContent("precious");
    }

    @Test
    void shouldBeThereInEveryMomentOfAReload() throws Exception {
        try (Generations fairlead = new Generations()) {
            fairlead.next(configuration("mode 600"));
            AtomicBoolean stopped = new AtomicBoolean();
            AtomicInteger answers = new AtomicInteger();
            AtomicReference<Object> failure = new AtomicReference<>();
            Thread client = Thread.ofPlatform().start(() -> {
                while (!stopped.get() && failure.get() == null) {
                    try {
                        String answer = answer();
                        if (!answer.startsWith("HTTP/1.0 200")) {
                            failure.set("answered: " + answer);
                        }
                        answers.incrementAndGet();
                    } catch (IOException e) {
                        failure.set(e);
                    }
                }
            });
            fairlead.next(configuration("mode 666"));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rw-rw-rw-");
            fairlead.next(configuration(""));
            fairlead.awaitFormer();
            int before = answers.get();
            Serving.await("answers", () -> answers.get() > before || failure.get() != null);
            stopped.set(true);
            client.join();
            assertThat(failure.get()).isNull();

            long last = fairlead.pids().getFirst();
            Launcher.signal("TERM", last);
            Serving.await("the end", () -> !Serving.runs(last));
            assertThat(socket).as("taken away by the last").doesNotExist();
        }
    }

    @Test
    void shouldTakeAwayWhatTheNewFileDoesNotListenOn() throws Exception {
        int port = Launcher.freePort();
        try (Generations fairlead = new Generations()) {
            fairlead.next(configuration("") + "    bind 127.0.0.1:" + port + "\n");
            assertThat(socket).exists();
            fairlead.next(Configurations.http(port));
            fairlead.awaitFormer();
            assertThat(socket).doesNotExist();
            assertThat(Client.status(port, "/alive")).isEqualTo(200);
        }
    }

    private boolean answers() {
        try {
            return answer().startsWith("HTTP/1.0 200");
        } catch (IOException _) {
            return false;
        }
    }

    private String answer() throws IOException {
        try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            client.connect(UnixDomainSocketAddress.of(socket));
            client.write(ByteBuffer.wrap("GET /alive HTTP/1.0\r\n\r\n".getBytes(US_ASCII)));
            ByteBuffer answer = ByteBuffer.allocate(1_000);
            while (client.read(answer) >= 0) {
                // until the end
            }
            return new String(answer.array(), 0, answer.position(), US_ASCII);
        }
    }
}
