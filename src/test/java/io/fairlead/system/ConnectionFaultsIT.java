package io.fairlead.system;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.system.Wire.End;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ends and stalls of either side, passed on in TCP mode as they came, whatever carries the bytes. */
@TestInstance(Lifecycle.PER_CLASS)
class ConnectionFaultsIT {
    private static final String CONFIGURATION = """
        global
            nbthread 1
        defaults
            balance roundrobin
            timeout client 30s
            timeout server 30s
            timeout connect 5s
        """;
    private static final String PROXY = """
        listen site%1$d 127.0.0.1:%1$d
            mode %2$s
            %3$s
            server one 127.0.0.1:%4$d
        """;
    private static final int BIG_BYTES = 3_000_000;

    private final Origin origin = new Origin();
    private final Map<String, Integer> ports = new TreeMap<>();
    private final Launcher fairlead = start();

    ConnectionFaultsIT() throws IOException {}

    /** One proxy for each mode and engine. */
    private Launcher start() throws IOException {
        StringBuilder configuration = new StringBuilder(CONFIGURATION);
        for (String mode : List.of("tcp", "http")) {
            for (String engine : List.of("copy", "splice")) {
                int port = Launcher.freePort();
                ports.put(mode + engine, port);
                String option = engine.equals("copy") ? "no option splice-auto" : "option splice-auto";
                configuration.append(PROXY.formatted(port, mode, option, origin.port()));
            }
        }
        return Serving.at(port("http", "splice"), configuration.toString());
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
    @ValueSource(strings = {"copy", "splice"})
    void shouldLetTheServerAnswerAfterTheClientsEnd(String engine) throws IOException {
        int port = port("tcp", engine);
        origin.onHead("/", (_, wire) -> {
            String heard = wire.rest();
            wire.send(heard + heard).endOutput();
        });
        try (Wire client = Wire.to(port)) {
            String said = "s".repeat(BIG_BYTES);
            client.get("/").send(said).endOutput();
            assertThat(client.rest()).isEqualTo(said + said);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"copy", "splice"})
    void shouldLetTheClientGoOnAfterTheServersEnd(String engine) throws Exception {
        int port = port("tcp", engine);
        AtomicReference<String> heard = new AtomicReference<>();
        origin.onHead("/", (_, wire) -> {
            wire.send("bye").endOutput();
            heard.set(wire.rest());
        });
        try (Wire client = Wire.to(port)) {
            assertThat(client.get("/").rest()).isEqualTo("bye");
            String said = "s".repeat(BIG_BYTES);
            client.send(said).endOutput();
            Serving.await("all that the client said", () -> said.equals(heard.get()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"copy", "splice"})
    void shouldDeliverEverythingThatCameBeforeAnEnd(String engine) throws IOException {
        int port = port("tcp", engine);
        origin.onHead("/", (_, wire) -> wire.send("e".repeat(BIG_BYTES)).close());
        try (Wire client = Wire.to("127.0.0.1", port, 4_096)) {
            assertThat(client.get("/").rest()).hasSize(BIG_BYTES);
        }
    }

    @ParameterizedTest
    @CsvSource({"tcp, copy", "tcp, splice", "http, copy", "http, splice"})
    void shouldPassTheServersResetOn(String mode, String engine) throws IOException {
        int port = port(mode, engine);
        origin.onHead(
                "/",
                (_, wire) -> wire.send("HTTP/1.1 200 OK\r\n\r\n" + "r".repeat(100_000))
                        .reset());
        try (Wire client = Wire.to(port)) {
            assertThat(client.get("/").end()).isEqualTo(End.RESET);
        }
    }

    @ParameterizedTest
    @CsvSource({"tcp, copy", "tcp, splice", "http, copy", "http, splice"})
    void shouldLetGoOfTheServerWhenTheClientResets(String mode, String engine) throws Exception {
        int port = port(mode, engine);
        AtomicReference<Exception> failure = new AtomicReference<>();
        origin.onHead("/", (_, wire) -> {
            wire.send("HTTP/1.1 200 OK\r\n\r\n");
            try {
                while (true) {
                    wire.send("r".repeat(100_000));
                }
            } catch (IOException e) {
                failure.set(e);
                throw e;
            }
        });
        try (Wire client = Wire.to(port)) {
            client.get("/").read(200_000);
            client.reset();
            Serving.await("the server to be told", () -> failure.get() != null);
        }
    }

    @ParameterizedTest
    @CsvSource({"tcp, copy", "tcp, splice", "http, copy", "http, splice"})
    void shouldLetGoOfASilentServerWhenTheClientResets(String mode, String engine) throws Exception {
        int port = port(mode, engine);
        AtomicReference<String> heard = new AtomicReference<>();
        origin.onHead("/", (_, wire) -> {
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
            wire.end();
            heard.set("the end");
        });
        try (Wire client = Wire.to(port)) {
            client.get("/").responseHead();
            long resetNs = System.nanoTime();
            client.reset();
            Serving.await("the server to be told", () -> heard.get() != null);
            assertThat(System.nanoTime() - resetNs)
                    .as("well before any timeout")
                    .isLessThan(15_000_000_000L);
        }
    }

    /** What a slow client does not take must wait at the server, not in the process. */
    @ParameterizedTest
    @CsvSource({"tcp, copy", "tcp, splice", "http, copy", "http, splice"})
    void shouldNotHoardWhatASlowClientDoesNotTake(String mode, String engine) throws Exception {
        int port = port(mode, engine);
        long pid = fairlead.pid();
        int size = 100_000_000;
        int half = size / 2;
        byte[] block = "0123456789".repeat(100_000).getBytes(US_ASCII);
        origin.onHead("/", (_, wire) -> {
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
            for (int i = 0; i < size / block.length; i++) {
                wire.send(block);
            }
        });
        try (Wire warm = Wire.to(port)) {
            warm.get("/").input().skipNBytes(size);
        }
        long before = Serving.residentBytes(pid);
        try (Wire client = Wire.to("127.0.0.1", port, 65_536)) {
            client.get("/").responseHead();
            assertThat(digitSum(client.input(), half)).isEqualTo(half / 10 * 45L);
            assertThat(Serving.residentBytes(pid) - before)
                    .as("growth in bytes")
                    .isLessThan(16 << 20);
            assertThat(digitSum(client.input(), half)).isEqualTo(half / 10 * 45L);
        }
    }

    private static long digitSum(InputStream in, int count) throws IOException {
        byte[] part = new byte[100_000];
        long sum = 0;
        for (int rest = count; rest > 0; ) {
            int got = in.readNBytes(part, 0, Math.min(part.length, rest));
            for (int i = 0; i < got; i++) {
                sum += part[i] - '0';
            }
            rest -= got > 0 ? got : rest;
        }
        return sum;
    }
}
