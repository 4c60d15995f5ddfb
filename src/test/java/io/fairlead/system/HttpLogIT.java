package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
            timeout queue 100ms
            retries 0
        frontend site
            bind 127.0.0.1:%2$d
            option dontlognull
            default_backend servers
        backend servers
            server one 127.0.0.1:%3$d
        listen loud 127.0.0.1:%4$d
            server one 127.0.0.1:%3$d
        listen dead 127.0.0.1:%5$d
            server gone 127.0.0.1:1
        listen down 127.0.0.1:%6$d
            server gone 127.0.0.1:1 check inter 20 fall 1
        listen narrow 127.0.0.1:%7$d
            server one 127.0.0.1:%3$d maxconn 1
        """;

    private static final Pattern LINE =
            Pattern.compile("<(?<priority>\\d+)>(?<date>\\w{3} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d) "
                    + "fairlead\\[(?<pid>\\d+)]: "
                    + "(?<ip>[\\d.]+):(?<port>\\d+) "
                    + "\\[(?<accepted>\\d\\d/\\w{3}/\\d{4}:\\d\\d:\\d\\d:\\d\\d\\.\\d{3})] "
                    + "(?<frontend>\\S+) (?<backend>\\S+)/(?<server>\\S+) "
                    + "(?<tq>-?\\d+)/(?<tw>-?\\d+)/(?<tc>-?\\d+)/(?<tr>-?\\d+)/(?<tt>\\d+) "
                    + "(?<status>-?\\d+) (?<bytes>\\d+) - - (?<flags>....) "
                    + "(?<load>\\d+/\\d+/\\d+/\\d+) (?<queues>\\d+/\\d+) \"(?<request>.*)\"\n");

    private final LogServer log = new LogServer();
    private final Origin origin = new Origin();
    private final int sitePort = Launcher.freePort();
    private final int loudPort = Launcher.freePort();
    private final int deadPort = Launcher.freePort();
    private final int downPort = Launcher.freePort();
    private final int narrowPort = Launcher.freePort();
    private final Launcher fairlead = Serving.at(
            sitePort,
            CONFIGURATION.formatted(log.port(), sitePort, origin.port(), loudPort, deadPort, downPort, narrowPort));

    HttpLogIT() throws IOException {}

    @AfterAll
    void end() throws IOException {
        fairlead.close();
        origin.close();
        log.close();
    }

    private Matcher fields(String text) throws Exception {
        Matcher fields = LINE.matcher(log.line(text));
        assertThat(fields.matches()).as(log.line(text)).isTrue();
        return fields;
    }

    private Matcher fieldsOf(Wire client) throws Exception {
        return fields("127.0.0.1:" + client.localPort() + " [");
    }

    @Test
    void shouldTellEverythingOfARequest() throws Exception {
        origin.answers("/told", Origin.ok("hello"));
        try (Wire client = Wire.to(sitePort)) {
            client.get("/told?a=b").response();
            Matcher fields = fieldsOf(client);
            assertThat(fields.group("priority")).as("local0.info").isEqualTo("134");
            assertThat(fields.group("pid")).isEqualTo(Long.toString(fairlead.pid()));
            assertThat(fields.group("frontend")).isEqualTo("site");
            assertThat(fields.group("backend")).isEqualTo("servers");
            assertThat(fields.group("server")).isEqualTo("one");
            assertThat(fields.group("status")).isEqualTo("200");
            assertThat(fields.group("bytes"))
                    .isEqualTo(Integer.toString(Origin.ok("hello").length()));
            assertThat(fields.group("flags")).isEqualTo("----");
            assertThat(fields.group("load")).isEqualTo("0/0/0/0");
            assertThat(fields.group("queues")).isEqualTo("0/0");
            assertThat(fields.group("request")).isEqualTo("GET /told?a=b HTTP/1.1");
            LocalDateTime now = LocalDateTime.now(ZoneId.systemDefault());
            assertThat(accepted(fields)).isBetween(now.minusMinutes(1), now);
        }
    }

    private static LocalDateTime accepted(Matcher fields) {
        return LocalDateTime.parse(
                fields.group("accepted"), DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss.SSS", Locale.ROOT));
    }

    private static int ms(Matcher fields, String timer) {
        return Integer.parseInt(fields.group(timer));
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
        Matcher fields = fields("/slow");
        assertThat(ms(fields, "tr")).isGreaterThan(45);
        assertThat(ms(fields, "tt")).isGreaterThan(ms(fields, "tr") + 45);
        assertThat(ms(fields, "tw")).isZero();
    }

    @Test
    void shouldCountSplicedBytes() throws Exception {
        String response = Origin.ok("s".repeat(1 << 20));
        origin.answers("/spliced", response);
        try (Wire client = Wire.to(sitePort)) {
            client.get("/spliced").response();
        }
        assertThat(fields("/spliced").group("bytes")).isEqualTo(Integer.toString(response.length()));
    }

    @Test
    void shouldWriteALineForEachRequestOfAConnection() throws Exception {
        try (Wire client = Wire.to(sitePort)) {
            for (int i = 0; i < 3; i++) {
                client.get("/kept" + i).response();
                assertThat(fields("/kept" + i).group("port")).isEqualTo(Integer.toString(client.localPort()));
            }
        }
    }

    @Test
    void shouldEscapeWhatCouldForgeALine() throws Exception {
        try (Wire client = Wire.to(sitePort)) {
            client.get("/forged\"#\u00e9").response();
        }
        assertThat(fields("/forged").group("request")).isEqualTo("GET /forged#22#23#E9 HTTP/1.1");
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
            Matcher fields = fieldsOf(silent);
            assertThat(fields.group("flags")).isEqualTo("CR--");
            assertThat(fields.group("status")).isEqualTo("-1");
            assertThat(fields.group("tq")).isEqualTo("-1");
            assertThat(fields.group("request")).isEmpty();
        }
    }

    private void assertEnd(Wire client, String flags, int status) throws Exception {
        client.end();
        Matcher fields = fieldsOf(client);
        assertThat(fields.group("flags")).as(fields.group()).isEqualTo(flags + "--");
        assertThat(fields.group("status")).isEqualTo(Integer.toString(status));
    }

    @Test
    void shouldFlagAClientThatLeftBeforeItsRequestWasComplete() throws Exception {
        try (Wire client = Wire.to(sitePort)) {
            assertEnd(client.send("GET /half").endOutput(), "CR", -1);
        }
    }

    @Test
    void shouldFlagAClientThatWasTooSlowWithItsRequest() throws Exception {
        try (Wire client = Wire.to(sitePort)) {
            assertEnd(client.send("GET /half"), "cR", 408);
        }
    }

    @Test
    void shouldFlagARefusedRequest() throws Exception {
        try (Wire client = Wire.to(sitePort)) {
            assertEnd(client.send("GET /x HTTP/1.1\r\nA b\r\n\r\n"), "PR", 400);
        }
    }

    @Test
    void shouldFlagAServerThatRefusesConnections() throws Exception {
        try (Wire client = Wire.to(deadPort)) {
            assertEnd(client.get("/"), "SC", 503);
            assertThat(fieldsOf(client).group("server")).isEqualTo("gone");
            assertThat(fieldsOf(client).group("tc")).isEqualTo("-1");
        }
    }

    @Test
    void shouldFlagThatNoServerIsLeft() throws Exception {
        log.line("Server down/gone is DOWN");
        try (Wire client = Wire.to(downPort)) {
            assertEnd(client.get("/"), "sC", 503);
            assertThat(fieldsOf(client).group("server")).isEqualTo("<NOSRV>");
            assertThat(fieldsOf(client).group("tw")).isEqualTo("-1");
        }
    }

    @Test
    void shouldFlagATimeOutInTheQueue() throws Exception {
        origin.on("/held", (_, wire) -> wire.rest());
        int before = origin.requests("/held");
        try (Wire holder = Wire.to(narrowPort);
                Wire waiter = Wire.to(narrowPort)) {
            holder.get("/held");
            Serving.await("the server to be busy", () -> origin.requests("/held") > before);
            assertEnd(waiter.get("/"), "sQ", 503);
            assertThat(fieldsOf(waiter).group("server")).isEqualTo("<NOSRV>");
            assertThat(fieldsOf(waiter).group("load")).isEqualTo("1/1/1/0");
        }
    }

    @Test
    void shouldFlagAServerThatLeftBeforeItsAnswer() throws Exception {
        origin.on("/left", (_, wire) -> wire.close());
        try (Wire client = Wire.to(sitePort)) {
            assertEnd(client.get("/left"), "SH", 502);
        }
    }

    @Test
    void shouldFlagAServerThatDidNotAnswerInTime() throws Exception {
        origin.on("/mute", (_, wire) -> wire.rest());
        try (Wire client = Wire.to(sitePort)) {
            assertEnd(client.get("/mute"), "sH", 504);
        }
    }

    @Test
    void shouldFlagAnAnswerThatIsNone() throws Exception {
        origin.answers("/nonsense", "nonsense\r\n\r\n");
        try (Wire client = Wire.to(sitePort)) {
            assertEnd(client.get("/nonsense"), "PH", 502);
        }
    }

    @Test
    void shouldFlagAServerThatBrokeItsBodyOff() throws Exception {
        origin.on(
                "/broken-off",
                (_, wire) -> wire.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
                        .close());
        try (Wire client = Wire.to(sitePort)) {
            assertEnd(client.get("/broken-off"), "SD", 200);
        }
    }

    @Test
    void shouldFlagAServerThatStalledInItsBody() throws Exception {
        origin.on(
                "/stalled",
                (_, wire) -> wire.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
                        .rest());
        try (Wire client = Wire.to(sitePort)) {
            assertEnd(client.get("/stalled"), "sD", 200);
        }
    }

    @Test
    void shouldFlagAClientThatLeftDuringTheBody() throws Exception {
        origin.on("/endless", (_, wire) -> {
            wire.send("HTTP/1.1 200 OK\r\n\r\n");
            while (true) {
                wire.send("e".repeat(10_000));
            }
        });
        try (Wire client = Wire.to(sitePort)) {
            client.get("/endless").responseHead();
            int port = client.localPort();
            client.reset();
            Matcher fields = fields("127.0.0.1:" + port + " [");
            assertThat(fields.group("flags")).isEqualTo("CD--");
            assertThat(fields.group("status")).isEqualTo("200");
        }
    }
}
