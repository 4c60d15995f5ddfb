package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A frontend that sends requests to a static, a dynamic and a statistics backend, by their Host and path; in the
 * background, and where root starts it unprivileged in a root directory of its own.
 */
@TestInstance(Lifecycle.PER_CLASS)
class RoutingIT {
    private static final String CONFIGURATION = """
            global
                maxconn 1000
                daemon
                pidfile "${DIR}/pid"
                %7$s
                log 127.0.0.1:%2$d local0
            frontend public
                bind 127.0.0.1:%1$d
                mode http
                log global
                option httplog
                option dontlognull
                option httpclose
                option tcpsplice
                monitor-uri /monitoruri
                maxconn 800
                clitimeout 30000
                reqisetbe ^Host:\\ img static
                reqisetbe ^[^\\ ]*\\ /(img|css)/ static
                reqisetbe ^[^\\ ]*\\ /admin/stats stats
                default_backend dynamic
            backend static
                mode http
                balance roundrobin
                option tcpsplice
                contimeout 5000
                srvtimeout 5000
                redispatch
                retries 2
                option httpchk HEAD /favicon.ico
                server static1 127.0.0.1:%3$d check inter 1000
                server static2 127.0.0.1:%4$d check inter 1000
            backend dynamic
                mode http
                balance roundrobin
                contimeout 30000
                srvtimeout 30000
                option httpchk HEAD /login.php
                fullconn 400
                server dynamic1 127.0.0.1:%5$d minconn 5 maxconn 50 check inter 1000
                server dynamic2 127.0.0.1:%6$d minconn 5 maxconn 50 check inter 1000
            backend stats
                log global
                mode http
                stats uri /
                balance roundrobin
            """;

    private static final boolean ROOT = System.getProperty("user.name").equals("root");

    private final LogServer log = new LogServer();
    private final List<Origin> origins =
            List.of(new Origin("static1"), new Origin("static2"), new Origin("dynamic1"), new Origin("dynamic2"));
    private final int port = Launcher.freePort();
    private final Launcher fairlead = Serving.at(port, configuration());

    RoutingIT() throws IOException {}

    private String configuration() {
        List<Object> ports = new ArrayList<>(List.of(port, log.port()));
        origins.forEach(origin -> ports.add(origin.port()));
        ports.add(ROOT ? "chroot \"${DIR}\"\n    uid 200\n    gid 200" : "");
        return CONFIGURATION.formatted(ports.toArray());
    }

    @AfterAll
    void end() throws IOException {
        fairlead.close();
        for (Origin origin : origins) {
            origin.close();
        }
        log.close();
    }

    private Message get(String host, String path) throws IOException {
        try (Wire client = Wire.to(port)) {
            return client.send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                    .response();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "img, /, static",
        "img.example, /page, static",
        "IMG.example, /page, static",
        "www, /img/logo.png, static",
        "www, /CSS/site.css, static",
        "www, /, dynamic",
        "www, /images/logo.png, dynamic",
        "www, /a/img/, dynamic",
        "www.img, /, dynamic",
        "www, /monitoruri/, dynamic",
        "www, /monitoruri?now, dynamic",
        "www, /admin, dynamic"
    })
    void shouldRouteByHostAndPath(String host, String path, String backend) throws IOException {
        assertThat(get(host, path).body()).startsWith(backend);
    }

    @Test
    void shouldSpreadRequestsEvenly() throws IOException {
        List<String> servers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            servers.add(get("img", "/").body());
        }
        assertThat(servers).filteredOn("static1"::equals).hasSize(10);
        assertThat(servers).filteredOn("static2"::equals).hasSize(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/admin/stats", "/admin/stats;more", "/ADMIN/STATS"})
    void shouldShowTheStatisticsOfEveryProxy(String path) throws IOException {
        Message page = get("www", path);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.body())
                .contains("public", "static2", "dynamic1", "Splicing")
                .endsWith("</html>\n");
    }

    @Test
    void shouldSpliceStaticObjectsAndCopyDynamicOnes() throws Exception {
        String body = "b".repeat(1_000_000);
        origins.forEach(origin -> origin.answers("/img/big", Origin.ok(body)).answers("/big", Origin.ok(body)));
        assertThat(get("www", "/big").body()).isEqualTo(body);
        assertThat(Figures.at(port, "/admin/stats").bytesSpliced()).isZero();
        assertThat(get("www", "/img/big").body()).isEqualTo(body);
        // packets are counted when the client's acknowledgement of the last has come
        Serving.await(
                "the bytes to be counted",
                () -> Figures.at(port, "/admin/stats").bytesSpliced() >= 900_000);
        assertThat(Figures.at(port, "/admin/stats").bytesSpliced()).isLessThanOrEqualTo(1_000_000);
    }

    @Test
    void shouldLogTheStatisticsPageWithoutAServer() throws Exception {
        get("www", "/admin/stats?logged");
        assertThat(log.line("/admin/stats?logged"))
                .matches("(?s).* public stats/<STATS> \\d+/-1/-1/-1/\\d+ 200 \\d+ - - PR-- .*");
    }

    @Test
    void shouldAnswerTheMonitorWithoutALineInTheLog() throws Exception {
        Message page = get("www", "/monitoruri");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.startLine()).startsWith("HTTP/1.0 ");
        get("www", "/after-the-monitor");
        log.line("/after-the-monitor");
        assertThat(log.lines()).noneMatch(line -> line.contains("/monitoruri HTTP"));
        assertThat(origins)
                .flatExtracting(Origin::requests)
                .extracting(Message::startLine)
                .isNotEmpty()
                .doesNotContain("GET /monitoruri HTTP/1.1");
    }

    @Test
    void shouldLogWhichBackendServed() throws Exception {
        get("www", "/css/logged.css");
        assertThat(log.line("/css/logged.css")).containsPattern(" public static/static[12] ");
        get("www", "/logged.php");
        assertThat(log.line("/logged.php")).containsPattern(" public dynamic/dynamic[12] ");
    }
}
