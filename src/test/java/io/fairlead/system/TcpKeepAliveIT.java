package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** {@code clitcpka}, {@code srvtcpka} and {@code tcpka}, by the timers that the kernel shows (ss(8)). */
@TestInstance(Lifecycle.PER_CLASS)
class TcpKeepAliveIT {
    private static final String CONFIGURATION = """
        defaults
            mode tcp
            balance roundrobin
            timeout client 60s
            timeout server 60s
            timeout connect 5s
        listen none 127.0.0.1:%1$d
            server one 127.0.0.1:%5$d
        listen clients 127.0.0.1:%2$d
            option clitcpka
            server one 127.0.0.1:%5$d
        listen servers 127.0.0.1:%3$d
            option srvtcpka
            server one 127.0.0.1:%5$d
        listen both 127.0.0.1:%4$d
            option tcpka
            server one 127.0.0.1:%5$d
        listen last 127.0.0.1:%6$d
            mode health
        """;

    private final Origin origin = new Origin();
    private final int[] ports = {Launcher.freePort(), Launcher.freePort(), Launcher.freePort(), Launcher.freePort()};
    private final int last = Launcher.freePort();
    private final Launcher fairlead =
            Serving.at(last, CONFIGURATION.formatted(ports[0], ports[1], ports[2], ports[3], origin.port(), last));

    TcpKeepAliveIT() throws IOException {}

    @AfterAll
    void end() throws IOException {
        fairlead.close();
        origin.close();
    }

    @Test
    void shouldAskNobodyUnlessToldTo() throws Exception {
        shouldKeepAlive(ports[0], false, false);
    }

    @Test
    void shouldAskClients() throws Exception {
        shouldKeepAlive(ports[1], true, false);
    }

    @Test
    void shouldAskServers() throws Exception {
        shouldKeepAlive(ports[2], false, true);
    }

    @Test
    void shouldAskBoth() throws Exception {
        shouldKeepAlive(ports[3], true, true);
    }

    private void shouldKeepAlive(int port, boolean clientSide, boolean serverSide) throws Exception {
        origin.on("/port", (_, wire) -> wire.send(Origin.ok(Integer.toString(wire.peerPort()))));
        try (Wire client = Wire.to(port)) {
            String serverSidePort = client.get("/port").response().body();
            awaitTimer("sport = :" + port + " and dport = :" + client.localPort(), clientSide);
            awaitTimer("sport = :" + serverSidePort + " and dport = :" + origin.port(), serverSide);
        }
    }

    /** Segments that are not acknowledged yet have timers of their own for a moment. */
    private static void awaitTimer(String which, boolean keepAlive) throws Exception {
        Serving.await("keep-alive " + keepAlive + " of " + which, () -> {
            String line = Tool.run("ss", "-Htno", which);
            assertThat(line).contains("ESTAB");
            return keepAlive ? line.contains("timer:(keepalive") : !line.contains("timer:");
        });
    }
}
