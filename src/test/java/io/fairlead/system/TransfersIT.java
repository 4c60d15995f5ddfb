package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Objects from one byte to gigabytes, up and down, however their end is told, whatever carries them: no byte is changed
 * and no descriptor left behind.
 */
@TestInstance(Lifecycle.PER_CLASS)
class TransfersIT {
    /** More than an int counts; larger where this property says so. */
    private static final long HUGE_BYTES = Long.getLong("fairlead.hugeBytes", (1L << 31) + 12_345);

    /** The largest of many objects at once; 2 GiB where this property says so, and that takes minutes. */
    private static final long LARGEST_BYTES = Long.getLong("fairlead.largestBytes", 1L << 27);

    private static final String LAST = "Connection: close";
    private static final int BIG_BYTES = 100_000_000;
    private static final int CLIENTS = 64;
    private static final long[] SIZES = {1, 100, 4_095, 4_096, 4_097, 16_384, 1 << 20};

    private static final String CONFIGURATION = """
        global
            nbthread 2
            maxconn 500
        defaults
            balance roundrobin
            timeout client 30s
            timeout server 30s
            timeout connect 5s
        """;
    private static final String PROXY = """
        frontend in%1$d
            mode %2$s
            bind 127.0.0.1:%1$d
            %3$s
            default_backend out%1$d
        backend out%1$d
            mode %2$s
            %3$s
            server one 127.0.0.1:%4$d
        """;

    private final Origin origin = new Origin();
    private final Map<String, Integer> ports = new HashMap<>();
    private final int figuresPort = Launcher.freePort();
    private final Launcher fairlead = start();
    private long descriptors;

    TransfersIT() throws IOException {
        origin.on("/length", (request, wire) -> {
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + size(request) + "\r\n\r\n");
            Bulk.write(wire.output(), size(request));
        });
        origin.on("/chunked", (request, wire) -> {
            wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            Bulk.writeChunks(wire.output(), size(request));
        });
        origin.on("/until-close", (request, wire) -> {
            wire.send("HTTP/1.1 200 OK\r\n\r\n");
            Bulk.write(wire.output(), size(request));
            wire.close();
        });
        origin.onHead("/upload", (head, wire) -> {
            Bulk.Comparison comparison = new Bulk.Comparison();
            if (head.header("Content-Length") == null) {
                wire.chunks(comparison);
            } else {
                Bulk.read(wire.input(), size(head));
            }
            wire.send(Origin.ok("every byte"));
        });
    }

    private static long size(Message request) {
        return Long.parseLong(request.startLine().replaceAll(".*\\?(\\d+) .*", "$1"));
    }

    private Launcher start() throws IOException {
        StringBuilder configuration = new StringBuilder(CONFIGURATION);
        for (String mode : List.of("http", "tcp")) {
            for (String engine : List.of("copy", "pipe", "packet")) {
                int port = Launcher.freePort();
                ports.put(mode + engine, port);
                String option = engine.equals("copy") ? "no option tcpsplice" : "option tcpsplice " + engine;
                configuration.append(PROXY.formatted(port, mode, option, origin.port()));
            }
        }
        configuration.append(Figures.proxy(figuresPort));
        return Serving.at(figuresPort, configuration.toString());
    }

    private Wire client(String mode, String engine) throws IOException {
        return Wire.to(Objects.requireNonNull(ports.get(mode + engine)));
    }

    @BeforeAll
    void noteDescriptors() throws Exception {
        Figures.at(figuresPort);
        awaitQuiet();
        descriptors = Serving.descriptors(fairlead.pid());
    }

    private void awaitQuiet() throws Exception {
        Serving.await(
                "no session but the one that asks",
                () -> Figures.at(figuresPort).connections() == 1);
    }

    @AfterEach
    void shouldHaveLetGoOfEveryPipe() throws Exception {
        awaitQuiet();
        Figures figures = Figures.at(figuresPort);
        assertThat(figures.pipesInUse()).isZero();
        assertThat(Serving.descriptors(fairlead.pid(), "pipe:")).isEqualTo(2 * figures.pipesFree());
    }

    @AfterAll
    void end() throws Exception {
        try {
            // idle connections to the server live for some seconds
            Serving.await(
                    "the descriptors there were at first",
                    () -> Serving.descriptors(fairlead.pid()) - Serving.descriptors(fairlead.pid(), "pipe:")
                            <= descriptors); // the connection that asked first may have been counted too
        } finally {
            fairlead.close();
            origin.close();
        }
    }

    private static void download(Wire client, String how, long bytes) throws IOException {
        Message head = client.get("/" + how + "?" + bytes, LAST).responseHead();
        assertThat(head.status()).isEqualTo(200);
        if (how.equals("chunked")) {
            Bulk.Comparison comparison = new Bulk.Comparison();
            client.chunks(comparison);
            assertThat(comparison.bytes()).isEqualTo(bytes);
        } else {
            Bulk.read(client.input(), bytes);
        }
        assertThat(client.input().read()).as("nothing more").isNegative();
    }

    private static void upload(Wire client, String how, long bytes) throws IOException {
        boolean chunked = how.equals("chunked");
        String framing = chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + bytes;
        client.request("PUT", "/upload?" + bytes, framing, LAST);
        if (chunked) {
            Bulk.writeChunks(client.output(), bytes);
        } else {
            Bulk.write(client.output(), bytes);
        }
        assertThat(client.response().body()).isEqualTo("every byte");
    }

    @ParameterizedTest
    @CsvSource({
        "http, copy, length",
        "http, copy, chunked",
        "http, copy, until-close",
        "http, pipe, length",
        "http, pipe, chunked",
        "http, pipe, until-close",
        "tcp, copy, length",
        "tcp, copy, until-close",
        "tcp, pipe, length",
        "tcp, pipe, until-close",
        "tcp, packet, length",
        "tcp, packet, until-close"
    })
    void shouldDeliverDownloadsOfEverySizeToManyAtOnce(String mode, String engine, String how) throws Exception {
        for (long bytes : SIZES) {
            Crowd.play(CLIENTS, _ -> {
                try (Wire client = client(mode, engine)) {
                    download(client, how, bytes);
                    return bytes;
                }
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http, copy, length",
        "http, copy, chunked",
        "http, pipe, length",
        "http, pipe, chunked",
        "tcp, copy, length",
        "tcp, pipe, length",
        "tcp, packet, length"
    })
    void shouldDeliverUploadsOfEverySizeFromManyAtOnce(String mode, String engine, String how) throws Exception {
        for (long bytes : SIZES) {
            Crowd.play(CLIENTS, _ -> {
                try (Wire client = client(mode, engine)) {
                    upload(client, how, bytes);
                    return bytes;
                }
            });
        }
    }

    @ParameterizedTest
    @CsvSource({"http, copy", "http, pipe", "tcp, copy", "tcp, pipe", "tcp, packet"})
    void shouldDeliverBigObjectsBothWays(String mode, String engine) throws IOException {
        for (String how : List.of("length", "chunked")) {
            try (Wire client = client(mode, engine)) {
                download(client, how, BIG_BYTES);
            }
            try (Wire client = client(mode, engine)) {
                upload(client, how, BIG_BYTES);
            }
        }
    }

    /** Each power of two up to the largest several times, so that dwarfs and giants share loops and buffers. */
    @ParameterizedTest
    @CsvSource({"http, copy", "http, pipe", "tcp, copy", "tcp, pipe", "tcp, packet"})
    void shouldDeliverObjectsOfAllSizesSideBySide(String mode, String engine) throws Exception {
        int sizes = Long.numberOfTrailingZeros(Long.highestOneBit(LARGEST_BYTES)) + 1;
        Crowd.play(CLIENTS, number -> {
            long bytes = LARGEST_BYTES >> (number / 2 % sizes);
            try (Wire client = client(mode, engine)) {
                if (number % 2 == 0) {
                    download(client, "length", bytes);
                } else {
                    upload(client, "length", bytes);
                }
                return bytes;
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"http, pipe", "tcp, pipe", "tcp, packet"})
    void shouldDeliverMoreThanAnIntCounts(String mode, String engine) throws Exception {
        long before = Figures.at(figuresPort).bytesSpliced();
        try (Wire client = client(mode, engine)) {
            download(client, "length", HUGE_BYTES);
        }
        // what packets carried is counted when the session looks, at its end at the latest
        Serving.await(
                "every byte counted", () -> Figures.at(figuresPort).bytesSpliced() - before > HUGE_BYTES - 1_000_000);
        assertThat(Figures.at(figuresPort).bytesSpliced() - before).isLessThan(HUGE_BYTES + 1_000);
    }
}
