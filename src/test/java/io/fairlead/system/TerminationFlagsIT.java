package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Who ended a request and where it was then: HAProxy's termination flags, for every end that traffic can bring about. */
@TestInstance(Lifecycle.PER_CLASS)
class TerminationFlagsIT {
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
        listen site 127.0.0.1:%2$d
            server one 127.0.0.1:%3$d
        listen dead 127.0.0.1:%4$d
            server gone 127.0.0.1:1
        listen down 127.0.0.1:%5$d
            server gone 127.0.0.1:1 check inter 20 fall 1
        listen narrow 127.0.0.1:%6$d
            server one 127.0.0.1:%3$d maxconn 1
        listen leaving 127.0.0.1:%7$d
            option abortonclose
            timeout queue 20s
            server one 127.0.0.1:%3$d maxconn 1
        listen deaf 127.0.0.1:%8$d
            option abortonclose
            timeout connect 20s
            server deaf 127.0.0.1:%9$d
        listen late 127.0.0.1:%11$d
            server deaf 127.0.0.1:%9$d
        listen rules 127.0.0.1:%10$d
            timeout tarpit 50ms
            reqdeny ^GET\\ /deny
            reqtarpit ^GET\\ /tarpit
            rspdeny ^X-Deny:
            server one 127.0.0.1:%3$d
        """;

    private final LogServer log = new LogServer();
    private final Origin origin = new Origin();
    private final int sitePort = Launcher.freePort();
    private final int deadPort = Launcher.freePort();
    private final int downPort = Launcher.freePort();
    private final int narrowPort = Launcher.freePort();
    private final int leavingPort = Launcher.freePort();
    private final int deafPort = Launcher.freePort();
    private final int rulesPort = Launcher.freePort();
    private final int latePort = Launcher.freePort();
    private final Deaf deaf = new Deaf();
    private final Launcher fairlead = Serving.at(
            sitePort,
            CONFIGURATION.formatted(
                    log.port(),
                    sitePort,
                    origin.port(),
                    deadPort,
                    downPort,
                    narrowPort,
                    leavingPort,
                    deafPort,
                    deaf.port(),
                    rulesPort,
                    latePort));

    TerminationFlagsIT() throws IOException {}

    @AfterAll
    void end() throws IOException {
        fairlead.close();
        origin.close();
        deaf.close();
        log.close();
    }

    private void assertEnd(Wire client, String flags, int status) throws Exception {
        client.end();
        HttpLine line = HttpLine.from(log, client.localPort());
        assertThat(line.field("flags")).isEqualTo(flags + "--");
        assertThat(line.number("status")).isEqualTo(status);
    }

    @Test
    void shouldFlagAClientThatLeftBeforeItsRequestWasComplete() throws Exception {
        try (Wire client = Wire.to(sitePort)) {
            assertEnd(client.send("GET /half").endOutput(), "CR", 400);
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
            assertThat(HttpLine.from(log, client.localPort()).field("server")).isEqualTo("gone");
            assertThat(HttpLine.from(log, client.localPort()).field("tc")).isEqualTo("-1");
        }
    }

    @Test
    void shouldFlagThatNoServerIsLeft() throws Exception {
        log.line("Server down/gone is DOWN");
        try (Wire client = Wire.to(downPort)) {
            assertEnd(client.get("/"), "sC", 503);
            assertThat(HttpLine.from(log, client.localPort()).field("server")).isEqualTo("<NOSRV>");
            assertThat(HttpLine.from(log, client.localPort()).field("tw")).isEqualTo("-1");
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
            assertThat(HttpLine.from(log, waiter.localPort()).field("server")).isEqualTo("<NOSRV>");
            assertThat(HttpLine.from(log, waiter.localPort()).field("load")).isEqualTo("1/1/1/0");
        }
    }

    @Test
    void shouldFlagAClientThatLeftTheQueue() throws Exception {
        origin.on("/holding", (_, wire) -> wire.rest());
        int before = origin.requests("/holding");
        try (Wire holder = Wire.to(leavingPort);
                Wire waiter = Wire.to(leavingPort)) {
            holder.get("/holding");
            Serving.await("the server to be busy", () -> origin.requests("/holding") > before);
            assertEnd(waiter.get("/").endOutput(), "CQ", -1);
            assertThat(HttpLine.from(log, waiter.localPort()).field("queues")).isEqualTo("0/1");
        }
    }

    @Test
    void shouldFlagAClientThatLeftWhileItsServerWasConnected() throws Exception {
        try (Wire client = Wire.to(deafPort)) {
            assertEnd(client.get("/").endOutput(), "CC", -1);
        }
    }

    @Test
    void shouldFlagAServerThatCannotBeConnectedInTime() throws Exception {
        try (Wire client = Wire.to(latePort)) {
            assertEnd(client.get("/"), "sC", 503);
            assertThat(HttpLine.from(log, client.localPort()).field("server")).isEqualTo("deaf");
        }
    }

    @Test
    void shouldFlagADeniedRequest() throws Exception {
        try (Wire client = Wire.to(rulesPort)) {
            assertEnd(client.get("/deny"), "PR", 403);
        }
    }

    @Test
    void shouldFlagATarpittedRequest() throws Exception {
        try (Wire client = Wire.to(rulesPort)) {
            assertEnd(client.get("/tarpit"), "PT", 500);
        }
    }

    @Test
    void shouldFlagAClientThatLeftTheTarpit() throws Exception {
        try (Wire client = Wire.to(rulesPort)) {
            assertEnd(client.get("/tarpit").endOutput(), "CT", -1);
        }
    }

    @Test
    void shouldFlagARefusedResponse() throws Exception {
        origin.answers("/refused", Origin.ok("x", "X-Deny: 1"));
        try (Wire client = Wire.to(rulesPort)) {
            assertEnd(client.get("/refused"), "PH", 502);
        }
    }

    @Test
    void shouldFlagAClientThatDidNotWaitForTheAnswer() throws Exception {
        origin.on("/unawaited", (_, wire) -> wire.rest());
        int before = origin.requests("/unawaited");
        try (Wire client = Wire.to(leavingPort)) {
            client.get("/unawaited");
            Serving.await("the request to be there", () -> origin.requests("/unawaited") > before);
            assertEnd(client.endOutput(), "CH", 400);
        }
    }

    @Test
    void shouldFlagAClientThatWasTooSlowWithItsBody() throws Exception {
        origin.onHead("/awaited", (_, wire) -> wire.rest());
        try (Wire client = Wire.to(leavingPort)) {
            assertEnd(client.request("POST", "/awaited", "Content-Length: 10").send("abc"), "cH", 408);
        }
    }

    @Test
    void shouldFlagAClientThatLeftInItsBody() throws Exception {
        origin.onHead("/cut", (_, wire) -> wire.rest());
        int before = origin.requests("/cut");
        try (Wire client = Wire.to(sitePort)) {
            client.request("POST", "/cut", "Content-Length: 10").send("abc");
            Serving.await("the request to be there", () -> origin.requests("/cut") > before);
            assertEnd(client.endOutput(), "CD", -1);
        }
    }

    @Test
    void shouldFlagAClientThatDoesNotRead() throws Exception {
        origin.on("/unread", (_, wire) -> {
            wire.send("HTTP/1.1 200 OK\r\n\r\n");
            while (true) {
                wire.send("u".repeat(10_000));
            }
        });
        try (Wire client = Wire.to(sitePort)) {
            client.get("/unread").responseHead();
            HttpLine line = HttpLine.from(log, client.localPort());
            assertThat(line.field("flags")).isEqualTo("cD--");
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
            HttpLine line = HttpLine.of(log, "127.0.0.1:" + port + " [");
            assertThat(line.field("flags")).isEqualTo("CD--");
            assertThat(line.field("status")).isEqualTo("200");
        }
    }
}
