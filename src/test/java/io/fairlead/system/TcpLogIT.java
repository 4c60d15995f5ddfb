package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** HAProxy's TCP log line, and the lines about servers and proxies. */
@TestInstance(Lifecycle.PER_CLASS)
class TcpLogIT {
    private static final String CONFIGURATION = """
        global
            nbthread 1
            log 127.0.0.1:%1$d local3
        defaults
            mode tcp
            log global
            option tcplog
            option dontlognull
            option splice-auto
            balance roundrobin
            timeout client 1s
            timeout server 1s
            timeout connect 200ms
            retries 0
        listen relay 127.0.0.1:%2$d
            server one 127.0.0.1:%3$d
        listen dead 127.0.0.1:%4$d
            no option dontlognull
            server gone 127.0.0.1:1
        listen watched 127.0.0.1:%5$d
            server one 127.0.0.1:%3$d check inter 300 rise 1 fall 1
            server two 127.0.0.1:%6$d check inter 300 rise 1 fall 1
        """;

    private static final Pattern LINE =
            Pattern.compile("<158>\\w{3} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d fairlead\\[(?<pid>\\d+)]: "
                    + "127\\.0\\.0\\.1:(?<port>\\d+) \\[\\d\\d/\\w{3}/\\d{4}:\\d\\d:\\d\\d:\\d\\d\\.\\d{3}] "
                    + "(?<frontend>\\S+) (?<backend>\\S+)/(?<server>\\S+) "
                    + "(?<tw>-?\\d+)/(?<tc>-?\\d+)/(?<tt>\\d+) (?<bytes>\\d+) (?<flags>..) "
                    + "(?<load>\\d+/\\d+/\\d+/\\d+) (?<queues>\\d+/\\d+)\n");

    private final LogServer log = new LogServer();
    private final Origin origin = new Origin();
    private Origin second = new Origin();
    private final int relayPort = Launcher.freePort();
    private final int deadPort = Launcher.freePort();
    private final Launcher fairlead = Serving.at(
            relayPort,
            CONFIGURATION.formatted(
                    log.port(), relayPort, origin.port(), deadPort, Launcher.freePort(), second.port()));

    TcpLogIT() throws IOException {}

    @AfterAll
    void end() throws IOException {
        fairlead.close();
        origin.close();
        second.close();
        log.close();
    }

    private Matcher fieldsOf(int clientPort) throws Exception {
        String line = log.line("127.0.0.1:" + clientPort + " [");
        Matcher fields = LINE.matcher(line);
        assertThat(fields.matches()).as(line).isTrue();
        return fields;
    }

    @Test
    void shouldTellEverythingOfASession() throws Exception {
        String response = Origin.ok("s".repeat(1 << 20));
        origin.answers("/big", response);
        int port;
        try (Wire client = Wire.to(relayPort)) {
            client.get("/big").response();
            port = client.localPort();
        }
        Matcher fields = fieldsOf(port);
        assertThat(fields.group("pid")).isEqualTo(Long.toString(fairlead.pid()));
        assertThat(fields.group("frontend")).isEqualTo("relay");
        assertThat(fields.group("backend")).isEqualTo("relay");
        assertThat(fields.group("server")).isEqualTo("one");
        assertThat(fields.group("bytes")).as("spliced ones included").isEqualTo(Integer.toString(response.length()));
        assertThat(fields.group("flags")).isEqualTo("--");
        assertThat(fields.group("load")).isEqualTo("0/0/0/0");
        assertThat(fields.group("queues")).isEqualTo("0/0");
    }

    @Test
    void shouldFlagAServerThatRefusesConnections() throws Exception {
        try (Wire client = Wire.to(deadPort)) {
            client.end();
            Matcher fields = fieldsOf(client.localPort());
            assertThat(fields.group("flags")).isEqualTo("SC");
            assertThat(fields.group("tc")).isEqualTo("-1");
            assertThat(fields.group("server")).isEqualTo("gone");
        }
    }

    @Test
    void shouldFlagASilentClient() throws Exception {
        try (Wire client = Wire.to(relayPort)) {
            client.get("/").response();
            client.end();
            assertThat(fieldsOf(client.localPort()).group("flags")).matches("[cs]D");
        }
    }

    @Test
    void shouldFlagAClientThatResets() throws Exception {
        try (Wire client = Wire.to(relayPort)) {
            client.get("/").response();
            int port = client.localPort();
            client.reset();
            assertThat(fieldsOf(port).group("flags")).isEqualTo("CD");
        }
    }

    @Test
    void shouldFlagAServerThatResets() throws Exception {
        origin.on("/reset", (_, wire) -> wire.send("x").reset());
        try (Wire client = Wire.to(relayPort)) {
            client.get("/reset").end();
            assertThat(fieldsOf(client.localPort()).group("flags")).isEqualTo("SD");
        }
    }

    @Test
    void shouldTellThatProxiesStarted() throws Exception {
        assertThat(log.line("Proxy relay started.")).startsWith("<157>"); // local3.notice
    }

    @Test
    void shouldTellThatAServerWentAndCameBack() throws Exception {
        second.close();
        assertThat(log.line("Server watched/two is DOWN"))
                .startsWith("<153>") // local3.alert
                .contains("Connection refused", "1 active and 0 backup servers left");
        second = new Origin("second", second.port());
        assertThat(log.line("Server watched/two is UP"))
                .startsWith("<157>")
                .contains("2 active and 0 backup servers online");
    }
}
