package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which bytes are spliced: exactly those that the options of both sides ask for, by the program's own counters. */
class SpliceOptionsIT {
    private static final int BODY_BYTES = 1_000_000;

    /** What of a body may come with the head into a buffer. */
    private static final int WITH_THE_HEAD_BYTES = 20_000;

    private static final String CONFIGURATION = """
        global
            nbthread 1
            %1$s
        defaults
            mode http
            balance roundrobin
            timeout client 20s
            timeout server 20s
            timeout connect 5s
        frontend site
            bind 127.0.0.1:%2$d
            %3$s
            default_backend servers
        backend servers
            %4$s
            server one 127.0.0.1:%5$d
        """;

    private final Origin origin = new Origin();
    private final int port = Launcher.freePort();
    private final int figuresPort = Launcher.freePort();
    private final List<Launcher> started = new ArrayList<>();

    SpliceOptionsIT() throws IOException {
        origin.on("/down", (_, wire) -> wire.send(Origin.ok("d".repeat(BODY_BYTES))));
        origin.on("/up", (request, wire) -> wire.send(Origin.ok("")));
    }

    @AfterEach
    void end() throws IOException {
        for (Launcher each : started) {
            each.close();
        }
        origin.close();
    }

    private void start(String global, String frontend, String backend, String... flags) throws IOException {
        String configuration = CONFIGURATION.formatted(global, port, frontend, backend, origin.port());
        started.add(Serving.at(figuresPort, configuration + Figures.proxy(figuresPort), flags));
    }

    private long splicedByDownload() throws IOException {
        long before = Figures.at(figuresPort).bytesSpliced();
        try (Wire client = Wire.to(port)) {
            assertThat(client.get("/down").response().body()).hasSize(BODY_BYTES);
        }
        return Figures.at(figuresPort).bytesSpliced() - before;
    }

    private long splicedByUpload() throws IOException {
        long before = Figures.at(figuresPort).bytesSpliced();
        try (Wire client = Wire.to(port)) {
            client.request("PUT", "/up", "Content-Length: " + BODY_BYTES).send("u".repeat(BODY_BYTES));
            assertThat(client.response().status()).isEqualTo(200);
        }
        return Figures.at(figuresPort).bytesSpliced() - before;
    }

    private static void assertSpliced(long bytes, boolean wanted) {
        if (wanted) {
            assertThat(bytes).isBetween((long) BODY_BYTES - WITH_THE_HEAD_BYTES, (long) BODY_BYTES);
        } else {
            assertThat(bytes).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', false, false",
        "option tcpsplice, '', false, false",
        "'', option tcpsplice, false, false",
        "option tcpsplice, option tcpsplice, true, true",
        "option splice-auto, '', true, true",
        "'', option splice-auto, true, true",
        "option splice-request, '', false, true",
        "'', option splice-request, false, true",
        "option splice-response, '', true, false",
        "'', option splice-response, true, false",
        "option splice-request, option splice-response, true, true",
        "option tcpsplice, option splice-response, true, false"
    })
    void shouldSpliceWhatTheOptionsOfBothSidesAskFor(String frontend, String backend, boolean down, boolean up)
            throws IOException {
        start("", frontend, backend);
        assertSpliced(splicedByDownload(), down);
        assertSpliced(splicedByUpload(), up);
    }

    @Test
    void shouldSpliceNothingWhereTheProcessMayNot() throws IOException {
        start("nosplice", "option splice-auto", "");
        assertThat(splicedByDownload()).isZero();
    }

    @Test
    void shouldSpliceNothingWhereTheCommandLineForbidsIt() throws IOException {
        start("", "option splice-auto", "", "-dS");
        assertThat(splicedByDownload()).isZero();
    }

    @Test
    void shouldCopyWhatIsBeyondMaxpipes() throws Exception {
        start("maxpipes 1", "option splice-auto", "");
        origin.on("/stalled", (_, wire) -> {
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n");
            Bulk.write(wire.output(), 100_000_000);
        });
        try (Wire holder = Wire.to("127.0.0.1", port, 4_096)) {
            holder.get("/stalled").responseHead();
            Serving.await(
                    "the only pipe to be in use", () -> Figures.at(figuresPort).pipesInUse() == 1);
            assertThat(splicedByDownload()).isZero();
            assertThat(Figures.at(figuresPort).fallbacks("no pipe within maxpipes"))
                    .isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4_095})
    void shouldCopySmallBodies(int bytes) throws IOException {
        start("", "option splice-auto", "");
        origin.on("/small", (_, wire) -> {
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + bytes + "\r\n\r\n");
            wire.send("s".repeat(bytes));
        });
        try (Wire client = Wire.to(port)) {
            assertThat(client.get("/small").response().body()).hasSize(bytes);
        }
        Figures figures = Figures.at(figuresPort);
        assertThat(figures.bytesSpliced()).isZero();
        assertThat(figures.bytesCopied()).isGreaterThan(bytes);
    }

    @Test
    void shouldCountSplicedBytesForProxiesAndServers() throws IOException {
        start("", "option splice-auto", "");
        splicedByDownload();
        splicedByUpload();
        Figures figures = Figures.at(figuresPort);
        for (List<String> row :
                List.of(List.of("site", "Frontend"), List.of("servers", "one"), List.of("servers", "Backend"))) {
            assertThat(figures.of(row.getFirst(), row.getLast(), "Bytes in"))
                    .as(row.toString())
                    .isBetween((long) BODY_BYTES, BODY_BYTES + 1_000L);
            assertThat(figures.of(row.getFirst(), row.getLast(), "Bytes out"))
                    .as(row.toString())
                    .isBetween((long) BODY_BYTES, BODY_BYTES + 1_000L);
        }
    }
}
