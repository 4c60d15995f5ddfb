package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** IPv6 on both sides, and IPv4 clients of an IPv6 listener. */
@TestInstance(Lifecycle.PER_CLASS)
class Ipv6IT {
    private static final String CONFIGURATION = """
        global
            nbthread 2
            log 127.0.0.1:%1$d local0
        defaults
            mode http
            log global
            option httplog
            balance roundrobin
            timeout client 20s
            timeout server 20s
            timeout connect 5s
        listen any :::%2$d
            server six [::1]:%3$d source [::1]
        listen only
            bind :::%4$d v6only
            server six [::1]:%3$d
        listen last 127.0.0.1:%5$d
            mode health
        """;

    private final LogServer log = new LogServer();
    private final Origin origin = new Origin("six", "::1", 0);
    private final int any = Launcher.freePort();
    private final int only = Launcher.freePort();
    private final int last = Launcher.freePort();
    private final Launcher fairlead =
            Serving.at(last, CONFIGURATION.formatted(log.port(), any, origin.port(), only, last));

    Ipv6IT() throws IOException {}

    @AfterAll
    void end() throws IOException {
        fairlead.close();
        origin.close();
        log.close();
    }

    @Test
    void shouldServeAClientOfIpv6FromAServerOfIpv6() throws Exception {
        origin.on("/who", (_, wire) -> wire.send(Origin.ok(wire.peerIp())));
        try (Wire client = Wire.to("::1", any)) {
            assertThat(client.get("/who").response().body()).isEqualTo("0:0:0:0:0:0:0:1");
            client.get("/six").response();
            assertThat(log.line("\"GET /six")).contains(" ::1:" + client.localPort() + " [");
        }
    }

    @Test
    void shouldCallAClientOfIpv4ByItsOwnAddress() throws Exception {
        try (Wire client = Wire.to("127.0.0.1", any)) {
            assertThat(client.get("/four").response().body()).isEqualTo("six");
            assertThat(log.line("\"GET /four")).contains(" 127.0.0.1:" + client.localPort() + " [");
        }
    }

    @Test
    void shouldLeaveIpv4ToOthersWhereToldTo() throws Exception {
        try (Wire client = Wire.to("::1", only)) {
            assertThat(client.get("/only").response().body()).isEqualTo("six");
        }
        assertThat(Launcher.listens(only)).as("at 127.0.0.1").isFalse();
    }
}
