package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernel's own word for it: spliced bodies never enter the process. Seen with strace(1). */
@TestInstance(Lifecycle.PER_CLASS)
class SystemCallsIT {
    private static final int BODY_BYTES = 8 << 20;
    private static final int HEADS_AND_ODDMENTS_BYTES = 64 << 10;
    private static final String COPYING = "recvfrom,sendto,read,write,readv,writev,recvmsg,sendmsg";
    private static final Pattern CALL =
            Pattern.compile("\\d+ +(?:(\\w+)\\(|<\\.\\.\\. (\\w+) resumed>).*\\) += (\\d+)");

    private static final String CONFIGURATION = """
        global
            nbthread 2
        defaults
            balance roundrobin
            timeout client 30s
            timeout server 30s
            timeout connect 5s
        """;
    private static final String PROXY = """
        listen %1$s-%2$s 127.0.0.1:%3$d
            mode %1$s
            option tcpsplice %2$s
            server one 127.0.0.1:%4$d
        """;

    private final Origin origin = new Origin();
    private final Map<String, Integer> ports = new HashMap<>();
    private final Launcher fairlead = start();

    SystemCallsIT() throws IOException {
        origin.on("/down", (_, wire) -> {
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + BODY_BYTES + "\r\n\r\n");
            Bulk.write(wire.output(), BODY_BYTES);
        });
        origin.onHead("/up", (_, wire) -> {
            Bulk.read(wire.input(), BODY_BYTES);
            wire.send(Origin.ok("every byte"));
        });
    }

    private Launcher start() throws IOException {
        StringBuilder all = new StringBuilder(CONFIGURATION);
        for (String mode : List.of("http", "tcp")) {
            for (String engine : List.of("pipe", "packet")) {
                int port = Launcher.freePort();
                ports.put(mode + engine, port);
                all.append(PROXY.formatted(mode, engine, port, origin.port()));
            }
        }
        return Serving.at(port("http", "pipe"), all.toString());
    }

    private int port(String mode, String engine) {
        return Objects.requireNonNull(ports.get(mode + engine));
    }

    @AfterAll
    void end() throws IOException {
        fairlead.close();
        origin.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "tcp"})
    void shouldNotTouchTheBytesOfASplicedDownload(String mode, @TempDir Path directory) throws Exception {
        assertUntouched(directory, () -> {
            try (Wire client = Wire.to(port(mode, "pipe"))) {
                client.get("/down").responseHead();
                Bulk.read(client.input(), BODY_BYTES);
            }
        });
    }

    /** What goes before the kernel has taken over is all that the process moves. */
    @ParameterizedTest
    @ValueSource(strings = {"http", "tcp"})
    void shouldNotMoveTheBytesThatGoByPackets(String mode, @TempDir Path directory) throws Exception {
        Transfer download = () -> {
            try (Wire client = Wire.to(port(mode, "packet"))) {
                client.get("/down").responseHead();
                Bulk.read(client.input(), BODY_BYTES);
            }
        };
        download.run();
        Map<String, Long> bytes = trace(directory, download);
        assertThat(bytes.values().stream().mapToLong(Long::longValue).sum())
                .as("bytes of %s", bytes)
                .isLessThan(2L * BODY_BYTES - (1 << 20)); // by pipe each byte moves twice
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "tcp"})
    void shouldNotTouchTheBytesOfASplicedUpload(String mode, @TempDir Path directory) throws Exception {
        assertUntouched(directory, () -> {
            try (Wire client = Wire.to(port(mode, "pipe"))) {
                client.request("PUT", "/up", "Content-Length: " + BODY_BYTES);
                Bulk.write(client.output(), BODY_BYTES);
                assertThat(client.response().body()).isEqualTo("every byte");
            }
        });
    }

    /** Something that moves a body. */
    @FunctionalInterface
    private interface Transfer {
        void run() throws Exception;
    }

    private void assertUntouched(Path directory, Transfer transfer) throws Exception {
        transfer.run(); // so that the process has read its classes
        Map<String, Long> bytes = trace(directory, transfer);
        long spliced = bytes.getOrDefault("splice", 0L);
        long copied = bytes.values().stream().mapToLong(Long::longValue).sum() - spliced;
        assertThat(copied).as("bytes of %s", bytes).isLessThan(HEADS_AND_ODDMENTS_BYTES);
        // once into a pipe and once out of it
        assertThat(spliced).as("bytes of %s", bytes).isGreaterThan(2L * (BODY_BYTES - HEADS_AND_ODDMENTS_BYTES));
    }

    /** How many bytes each system call of the process moved meanwhile. */
    private Map<String, Long> trace(Path directory, Transfer transfer) throws Exception {
        Path calls = directory.resolve("calls");
        Path messages = directory.resolve("messages");
        List<String> command = new ArrayList<>(List.of("strace", "-f", "-s", "0", "-e", "trace=splice," + COPYING));
        command.addAll(List.of("-o", calls.toString(), "-p", Long.toString(fairlead.pid())));
        Process strace = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(messages.toFile())
                .start();
        try {
            Serving.await("strace to be attached", () -> {
                assertThat(strace.isAlive()).as(Files.readString(messages)).isTrue();
                return Files.readString(messages).contains("attached");
            });
            transfer.run();
        } finally {
            Launcher.signal("INT", strace.pid());
            if (!strace.waitFor(Launcher.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                strace.destroyForcibly();
            }
        }
        return sums(Files.readAllLines(calls));
    }

    private static Map<String, Long> sums(List<String> calls) {
        Map<String, Long> sums = new HashMap<>();
        for (String call : calls) {
            Matcher matcher = CALL.matcher(call);
            if (matcher.find()) {
                String name = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
                sums.merge(name, Long.parseLong(matcher.group(3)), Long::sum);
            }
        }
        return sums;
    }
}
