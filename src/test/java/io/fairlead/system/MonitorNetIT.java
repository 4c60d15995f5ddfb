package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** {@code monitor-net} and {@code mode health}: answers that nobody has to ask for. */
@TestInstance(Lifecycle.PER_CLASS)
class MonitorNetIT {
    private static final String CONFIGURATION = """
        global
            nbthread 2
            log 127.0.0.1:%1$d local0
        defaults
            log global
            timeout client 20s
            timeout server 20s
            timeout connect 5s
            balance roundrobin
        listen web 127.0.0.1:%2$d
            mode http
            option httplog
            monitor-net 127.0.0.64/26
            server one 127.0.0.1:%7$d
        listen raw 127.0.0.1:%3$d
            mode tcp
            option tcplog
            monitor-net 127.0.0.64/26
            server one 127.0.0.1:%7$d
        listen six ::1:%4$d
            mode http
            option httplog
            monitor-net ::1
            server one 127.0.0.1:%7$d
        listen alive 127.0.0.1:%5$d
            mode health
            option tcplog
        listen alivehttp 127.0.0.1:%6$d
            mode health
            option httplog
            option httpchk
        """;

    private final LogServer log = new LogServer();
    private final Origin origin = new Origin();
    private final int web = Launcher.freePort();
    private final int raw = Launcher.freePort();
    private final int six = Launcher.freePort();
    private final int alive = Launcher.freePort();
    private final int aliveHttp = Launcher.freePort();
    private final int figuresPort = Launcher.freePort();
    private final Launcher fairlead = Serving.at(
            figuresPort,
            CONFIGURATION.formatted(log.port(), web, raw, six, alive, aliveHttp, origin.port())
                    + Figures.proxy(figuresPort));

    MonitorNetIT() throws IOException {}

    @AfterAll
    void end() throws IOException {
        fairlead.close();
        origin.close();
        log.close();
    }

    @Test
    void shouldAnswerAMonitorOfAnHttpProxyWithABare200() throws IOException {
        try (Wire monitor = Wire.from("127.0.0.65", web)) {
            assertThat(monitor.rest()).isEqualTo("HTTP/1.0 200 OK\r\n\r\n");
        }
    }

    @Test
    void shouldNotResetAMonitorThatAsksAllTheSame() throws IOException {
        for (int i = 0; i < 50; i++) {
            try (Wire monitor = Wire.from("127.0.0.127", web)) {
                monitor.get("/anything");
                assertThat(monitor.rest()).isEqualTo("HTTP/1.0 200 OK\r\n\r\n");
            }
        }
        assertThat(origin.requests("/anything")).isZero();
    }

    @Test
    void shouldCloseTheConnectionOfAMonitorOfATcpProxy() throws IOException {
        int before = origin.connections();
        try (Wire monitor = Wire.from("127.0.0.65", raw)) {
            assertThat(monitor.rest()).isEmpty();
        }
        assertThat(origin.connections()).isEqualTo(before);
    }

    @Test
    void shouldServeWhoeverIsNoMonitor() throws IOException {
        for (String ip : new String[] {"127.0.0.63", "127.0.0.128"}) {
            try (Wire client = Wire.from(ip, web);
                    Wire tcp = Wire.from(ip, raw)) {
                assertThat(client.get("/served").response().body()).isEqualTo("origin");
                assertThat(tcp.get("/served").response().body()).isEqualTo("origin");
            }
        }
    }

    @Test
    void shouldKnowAMonitorOfIpv6() throws IOException {
        try (Wire monitor = Wire.to("::1", six)) {
            assertThat(monitor.rest()).isEqualTo("HTTP/1.0 200 OK\r\n\r\n");
        }
    }

    @Test
    void shouldNeitherLogNorCountMonitors() throws Exception {
        try (Wire monitor = Wire.from("127.0.0.99", web);
                Wire client = Wire.to(web)) {
            monitor.rest();
            client.get("/counted").response();
        }
        assertThat(log.line("\"GET /counted")).contains(" web web/one ");
        assertThat(log.lines()).noneMatch(line -> line.contains("127.0.0.99") || line.contains("BADREQ"));
    }

    @Test
    void shouldSayOkInHealthMode() throws Exception {
        try (Wire asker = Wire.to(alive)) {
            assertThat(asker.rest()).isEqualTo("OK\n");
        }
        assertThat(log.line(" alive alive/<NOSRV> ")).contains(" PR ");
    }

    @Test
    void shouldSayItInHttpToThoseWhoCheckByHttp() throws Exception {
        try (Wire asker = Wire.to(aliveHttp)) {
            asker.get("/");
            assertThat(asker.rest()).isEqualTo("HTTP/1.0 200 OK\r\n\r\n");
        }
        assertThat(log.line(" alivehttp alivehttp/<NOSRV> ")).contains(" 200 ", " PR-- ");
    }

    @Test
    void shouldGiveThePlacesBackOfThoseItAnswered() throws Exception {
        for (int i = 0; i < 100; i++) {
            try (Wire asker = Wire.to(alive)) {
                asker.rest();
            }
        }
        Serving.await("their sockets' end", () -> Serving.descriptors(fairlead.pid(), "socket:") < 50);
    }
}
