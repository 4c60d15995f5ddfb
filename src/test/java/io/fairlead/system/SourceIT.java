package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** {@code source} and {@code usesrc}: whom a server takes Fairlead for. */
@TestInstance(Lifecycle.PER_CLASS)
class SourceIT {
    private static final String CONFIGURATION = """
        global
            nbthread 2
            log 127.0.0.1:%1$d local0
            %8$s
        defaults
            mode http
            log global
            option httplog
            balance roundrobin
            timeout client 20s
            timeout server 20s
            timeout connect 300ms
            retries 1
        listen proxys 127.0.0.1:%2$d
            source 127.0.0.7
            server one 127.0.0.1:%9$d
        listen servers 127.0.0.1:%3$d
            source 127.0.0.7
            server one 127.0.0.1:%9$d source 127.0.0.8
        listen fixed 127.0.0.1:%4$d
            option httpclose
            server one 127.0.0.1:%9$d source 127.0.0.8:%10$d
        listen foreign 127.0.0.1:%5$d
            source 192.0.2.1
            server one 127.0.0.1:%9$d
        listen clients 127.0.0.1:%6$d
            source 127.0.0.1 usesrc client
            server one 127.0.0.1:%9$d
        listen clientips 127.0.0.1:%7$d
            source 127.0.0.1 usesrc clientip
            server one 127.0.0.1:%9$d
        listen last 127.0.0.1:%11$d
            mode health
        """;

    private final LogServer log = new LogServer();
    private final Origin origin = new Origin().on("/who", (_, wire) -> wire.send(Origin.ok(wire.peerIp())));
    private final int[] ports = freePorts();
    private final int fixedPort = Launcher.freePort();
    private final Launcher fairlead;

    SourceIT() throws IOException {
        origin.on("/port", (_, wire) -> wire.send(Origin.ok(Integer.toString(wire.peerPort()))));
        fairlead = Serving.at(ports[6], configuration(ports, ""));
    }

    private static int[] freePorts() throws IOException {
        int[] ports = new int[7];
        for (int i = 0; i < ports.length; i++) {
            ports[i] = Launcher.freePort();
        }
        return ports;
    }

    private String configuration(int[] ports, String global) {
        return CONFIGURATION.formatted(
                log.port(),
                ports[0],
                ports[1],
                ports[2],
                ports[3],
                ports[4],
                ports[5],
                global,
                origin.port(),
                fixedPort,
                ports[6]);
    }

    @AfterAll
    void end() throws IOException {
        fairlead.close();
        origin.close();
        log.close();
    }

    private static Message ask(int port, String path) throws IOException {
        try (Wire client = Wire.to(port)) {
            return client.get(path).response();
        }
    }

    @Test
    void shouldComeFromTheProxysSource() throws IOException {
        assertThat(ask(ports[0], "/who").body()).isEqualTo("127.0.0.7");
    }

    @Test
    void shouldComeFromTheServersSourceRatherThanTheProxys() throws IOException {
        assertThat(ask(ports[1], "/who").body()).isEqualTo("127.0.0.8");
    }

    @Test
    void shouldComeFromTheOneSourcePort() throws IOException {
        assertThat(ask(ports[2], "/who").body()).isEqualTo("127.0.0.8");
        assertThat(ask(ports[2], "/port").body()).isEqualTo(Integer.toString(fixedPort));
    }

    @Test
    void shouldTryAgainAndSayWhatIsLackingWhereTheSourceIsNotHere() throws Exception {
        assertThat(ask(ports[3], "/foreign-source").status()).isEqualTo(503);
        assertThat(log.line("\"GET /foreign-source")).contains(" foreign foreign/one ", " 503 ", " RC-- ");
        assertThat(log.line("backend foreign"))
                .startsWith("<128>")
                .contains("Connect() failed for backend foreign: cannot bind to source address before connect(): "
                        + "Cannot assign requested address");
    }

    @Test
    void shouldComeFromTheClientsAddress() throws IOException {
        try (Wire client = Wire.from("127.0.0.5", ports[5])) {
            assertThat(client.get("/who").response().body()).isEqualTo("127.0.0.5");
            assertThat(client.get("/port").response().body()).isNotEqualTo(Integer.toString(client.localPort()));
        }
    }

    @Test
    void shouldComeFromTheClientsAddressAndPort() throws IOException {
        try (Wire client = Wire.from("127.0.0.5", ports[4])) {
            assertThat(client.get("/who").response().body()).isEqualTo("127.0.0.5");
            assertThat(client.get("/port").response().body()).isEqualTo(Integer.toString(client.localPort()));
        }
    }

    @Test
    void shouldNotLendOneClientsAddressToTheNext() throws IOException {
        for (int last = 20; last < 30; last++) {
            String ip = "127.0.0." + last;
            try (Wire client = Wire.from(ip, ports[5])) {
                assertThat(client.get("/who").response().body()).isEqualTo(ip);
            }
        }
    }

    @Test
    void shouldRefuseAtOnceAndSayWhyWhereTheProcessMayNotUseForeignAddresses() throws Exception {
        int[] others = freePorts();
        try (Launcher _ = Serving.at(others[6], configuration(others, "uid 65534"))) {
            assertThat(ask(others[5], "/unprivileged").status()).isEqualTo(503);
            assertThat(log.line("\"GET /unprivileged")).contains(" clientips clientips/one ", " 503 ", " RC-- ");
            assertThat(log.line("CAP_NET_ADMIN"))
                    .contains("Connect() failed for backend clientips: cannot use a foreign source address, "
                            + "which needs CAP_NET_ADMIN: Operation not permitted");
            assertThat(ask(others[0], "/who").body()).as("others go on").isEqualTo("127.0.0.7");
        }
    }
}
