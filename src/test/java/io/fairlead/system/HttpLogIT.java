package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** HAProxy's HTTP log line, field by field, as a syslog server receives it. */
@TestInstance(Lifecycle.PER_CLASS)
class HttpLogIT {
    private static final String CONFIGURATION = """
        global
            nbthread 1
            log 127.0.0.1:%1$d local0
        defaults
            mode http
            log global
            option httplog
            option splice-auto
            balance roundrobin
            timeout client 1s
            timeout server 1s
            timeout connect 200ms
        frontend site
            bind 127.0.0.1:%2$d
            option dontlognull
            default_backend servers
        backend servers
            server one 127.0.0.1:%3$d
        listen loud 127.0.0.1:%4$d
            server one 127.0.0.1:%3$d
        """;

    private final LogServer log = new LogServer();
    private final Origin origin = new Origin();
    private final int sitePort = Launcher.freePort();
    private final int loudPort = Launcher.freePort();
    private final Launcher fairlead =
            Serving.at(sitePort, CONFIGURATION.formatted(log.port(), sitePort, origin.port(), loudPort));

    HttpLogIT() throws IOException {}

    @AfterAll
    void end() throws IOException {
        fairlead.close();
        origin.close();
        log.close();
    }

    @Test
    void shouldTellEverythingOfARequest() throws Exception {
        origin.answers("/told", Origin.ok("hello"));
        try (Wire client = Wire.to(sitePort)) {
            client.get("/told?a=b").response();
            HttpLine line = HttpLine.from(log, client.localPort());
            assertThat(line.field("priority")).as("local0.info").isEqualTo("134");
            assertThat(line.field("pid")).isEqualTo(Long.toString(fairlead.pid()));
            assertThat(line.field("frontend")).isEqualTo("site");
            assertThat(line.field("backend")).isEqualTo("servers");
            assertThat(line.field("server")).isEqualTo("one");
            assertThat(line.field("status")).isEqualTo("200");
            assertThat(line.field("bytes"))
                    .isEqualTo(Integer.toString(Origin.ok("hello").length()));
            assertThat(line.field("flags")).isEqualTo("----");
            assertThat(line.field("load")).isEqualTo("0/0/0/0");
            assertThat(line.field("queues")).isEqualTo("0/0");
            assertThat(line.field("request")).isEqualTo("GET /told?a=b HTTP/1.1");
            LocalDateTime now = LocalDateTime.now(ZoneId.systemDefault());
            assertThat(accepted(line)).isBetween(now.minusMinutes(1), now);
        }
    }

    private static LocalDateTime accepted(HttpLine line) {
        return LocalDateTime.parse(
                line.field("accepted"), DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss.SSS", Locale.ROOT));
    }

    @Test
    void shouldTellWhereTheTimeWent() throws Exception {
        origin.on("/slow", (_, wire) -> {
            Thread.sleep(50);
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\na");
            Thread.sleep(50);
            wire.send("b");
        });
        try (Wire client = Wire.to(sitePort)) {
            client.get("/slow").response();
        }
        HttpLine line = HttpLine.of(log, "/slow");
        assertThat(line.number("tr")).isGreaterThan(45);
        assertThat(line.number("tt")).isGreaterThan(line.number("tr") + 45);
        assertThat(line.number("tw")).isZero();
    }

    @Test
    void shouldCountSplicedBytes() throws Exception {
        String response = Origin.ok("s".repeat(1 << 20));
        origin.answers("/spliced", response);
        try (Wire client = Wire.to(sitePort)) {
            client.get("/spliced").response();
        }
        assertThat(HttpLine.of(log, "/spliced").field("bytes")).isEqualTo(Integer.toString(response.length()));
    }

    @Test
    void shouldWriteALineForEachRequestOfAConnection() throws Exception {
        try (Wire client = Wire.to(sitePort)) {
            for (int i = 0; i < 3; i++) {
                client.get("/kept" + i).response();
                assertThat(HttpLine.of(log, "/kept" + i).field("port")).isEqualTo(Integer.toString(client.localPort()));
            }
        }
    }

    @Test
    void shouldEscapeWhatCouldForgeALine() throws Exception {
        try (Wire client = Wire.to(sitePort)) {
            client.get("/forged\"#\u00e9").response();
        }
        assertThat(HttpLine.of(log, "/forged").field("request")).isEqualTo("GET /forged#22#23#E9 HTTP/1.1");
    }

    @Test
    void shouldKeepQuietAboutSilentClientsOnlyWhereAsked() throws Exception {
        try (Wire silent = Wire.to(sitePort);
                Wire next = Wire.to(sitePort)) {
            silent.close();
            next.get("/after-silence").response();
            log.line("/after-silence");
            assertThat(log.lines()).noneMatch(line -> line.contains(":" + silent.localPort() + " ["));
        }
        try (Wire silent = Wire.to(loudPort)) {
            silent.endOutput();
            HttpLine line = HttpLine.from(log, silent.localPort());
            assertThat(line.field("flags")).isEqualTo("CR--");
            assertThat(line.field("status")).isEqualTo("400");
            assertThat(line.field("tq")).isEqualTo("-1");
            assertThat(line.field("request")).isEqualTo("<BADREQ>");
        }
    }
}
