package io.fairlead.session;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** {@code timeout http-request} and {@code timeout http-keep-alive}, each apart from {@code timeout client}. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class HeadTimeoutsTest {
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    private final ServerSocket server = new ServerSocket(0, 5, Workshop.LOOPBACK);
    private final Workshop workshop = new Workshop("""
            listen web 127.0.0.1:1
                mode http
                balance roundrobin
                server one 127.0.0.1:%d
                timeout client 30s
                timeout server 30s
                timeout connect 30s
                timeout http-request 2s
                timeout http-keep-alive 7s
            """.formatted(server.getLocalPort()));
    private final Socket client = new Socket(Workshop.LOOPBACK, workshop.listen("web"));

    HeadTimeoutsTest() throws IOException {}

    @BeforeEach
    void begin() {
        workshop.turnUntil(() -> workshop.process.inside() == 1);
    }

    @AfterEach
    void end() throws IOException {
        workshop.worker.eachSession(Session::shutDown);
        client.close();
        workshop.close();
        server.close();
    }

    @Test
    void shouldGiveAHeadItsOwnTime() throws IOException {
        send("GET / HTTP/1.1\r\nHost: a");
        workshop.turnUntil(() -> workshop.buffers.borrowed() == 1);
        workshop.pass(1_999);
        assertThat(client.getInputStream().available()).isZero();

        workshop.pass(1);
        assertThat(heard(12)).isEqualTo("HTTP/1.0 408");
    }

    @Test
    void shouldLetAConnectionRestForItsOwnTime() throws IOException {
        send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        workshop.turnUntil(() -> phase().equals("exchange"));
        try (Socket served = server.accept()) {
            served.getOutputStream().write(ANSWER.getBytes(US_ASCII));
            workshop.turnUntil(() -> phase().equals("idle"));
            assertThat(heard(ANSWER.length())).isEqualTo(ANSWER);
            workshop.pass(6_999);
            assertThat(workshop.process.inside()).isEqualTo(1);

            workshop.pass(1);
            assertThat(workshop.process.inside()).isZero();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    private String phase() {
        List<String> phases = new ArrayList<>();
        workshop.worker.eachSession(session -> phases.add(session.phase()));
        return phases.getFirst();
    }

    private String heard(int bytes) throws IOException {
        return new String(client.getInputStream().readNBytes(bytes), US_ASCII);
    }

    private void send(String text) throws IOException {
        client.getOutputStream().write(text.getBytes(US_ASCII));
    }
}
