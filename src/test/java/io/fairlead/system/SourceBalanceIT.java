package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code balance source}: a client's address decides, and its neighbours' servers may go and come. */
class SourceBalanceIT {
    private static final int CLIENTS = 40;
    private static final String CONFIGURATION = """
        global
            nbthread 2
            log 127.0.0.1:%d local0
        defaults
            mode %s
            log global
            balance roundrobin
            timeout client 20s
            timeout server 20s
            timeout connect 5s
            option redispatch
        listen site 127.0.0.1:%d
            balance source
            server one 127.0.0.1:%d
            server two 127.0.0.1:%d check inter 200 rise 1 fall 1
            server three 127.0.0.1:%d
        """;

    private final LogServer log = new LogServer();
    private final Origin one = new Origin("one");
    private Origin two = new Origin("two");
    private final Origin three = new Origin("three");
    private final int port = Launcher.freePort();

    SourceBalanceIT() throws IOException {}

    @AfterEach
    void end() throws IOException {
        one.close();
        two.close();
        three.close();
        log.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "tcp"})
    @DisplayName("4.1 source, 7.25: an address keeps its server; balance source overrides an inherited roundrobin")
    void shouldMoveOnlyTheClientsOfTheServerThatGoes(String mode) throws Exception {
        String configuration = CONFIGURATION.formatted(log.port(), mode, port, one.port(), two.port(), three.port());
        try (Launcher _ = Serving.at(port, configuration)) {
            List<String> before = servers();
            assertThat(before).contains("one", "two", "three");
            assertThat(servers()).isEqualTo(before);
            int secondPort = two.port();
            two.close();
            log.line("Server site/two is DOWN");
            List<String> without = servers();
            for (int i = 0; i < CLIENTS; i++) {
                if (before.get(i).equals("two")) {
                    assertThat(without.get(i)).isIn("one", "three");
                } else {
                    assertThat(without.get(i)).isEqualTo(before.get(i));
                }
            }
            two = new Origin("two", secondPort);
            log.line("Server site/two is UP");
            assertThat(servers()).isEqualTo(before);
        }
    }

    /** Whom each client is served by. */
    private List<String> servers() throws IOException {
        List<String> servers = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Socket socket = new Socket();
            socket.bind(new InetSocketAddress("127.0.1." + (i + 1), 0));
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), (int)
                    Launcher.PATIENCE.toMillis());
            try (Wire client = new Wire(socket)) {
                servers.add(client.get("/").response().body());
            }
        }
        return servers;
    }
}
