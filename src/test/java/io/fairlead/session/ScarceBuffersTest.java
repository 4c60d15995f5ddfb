package io.fairlead.session;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.loop.ScarceMemory;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** What {@code -m} comes to: there is memory for so many buffers, and somebody wants one more. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class ScarceBuffersTest {
    private static final String HALF = "GET / HTTP/1.1\r\nHost: a\r\n";

    private final List<AutoCloseable> open = new ArrayList<>();
    private final DatagramSocket log = new DatagramSocket(new InetSocketAddress(Workshop.LOOPBACK, 0));
    private final ServerSocket server = new ServerSocket(0, 5, Workshop.LOOPBACK);
    private final Workshop workshop =
            new Workshop("""
            global
                log 127.0.0.1:%1$d local0
            defaults
                log global
                balance roundrobin
                timeout client 30s
                timeout server 30s
                timeout connect 30s
            listen web 127.0.0.1:1
                mode http
                option httplog
                server one 127.0.0.1:%2$d
            listen relay 127.0.0.1:2
                mode tcp
                option tcplog
                server one 127.0.0.1:%2$d
            """.formatted(log.getLocalPort(), server.getLocalPort()), new ScarceMemory(1));

    ScarceBuffersTest() throws IOException {
        log.setSoTimeout(20_000);
    }

    @AfterEach
    void end() throws Exception {
        workshop.worker.eachSession(Session::shutDown);
        assertThat(workshop.buffers.borrowed()).isZero();
        assertThat(workshop.process.inside()).isZero();
        for (AutoCloseable each : open) {
            each.close();
        }
        workshop.close();
        server.close();
        log.close();
    }

    @Test
    void shouldEndOnlyTheSessionThatFindsNoBuffer() throws IOException {
        int port = workshop.listen("web");
        Socket first = holder(port);
        Socket second = client(port, 2);
        send(second, HALF);
        workshop.turnUntil(() -> workshop.process.inside() == 1);
        assertThatThrownBy(() -> second.getInputStream().read()).isInstanceOf(SocketException.class);
        assertThat(logged()).contains("Proxy web: no buffer for a connection: ");
        assertThat(logged()).contains(" web web/<NOSRV> ").contains(" RR-- ").endsWith("\"<BADREQ>\"\n");

        Socket third = client(port, 2);
        send(third, HALF);
        workshop.turnUntil(() -> workshop.process.inside() == 1);
        assertThat(logged()).as("one complaint a second").contains(" RR-- ");

        send(first, "\r\n");
        workshop.turnUntil(() -> phases().contains("exchange"));
        assertThat(phases()).containsExactly("exchange");
    }

    @Test
    void shouldEndATunnelThatFindsNoBuffer() throws IOException {
        holder(workshop.listen("web"));
        Socket client = client(workshop.listen("relay"), 2);
        workshop.turnUntil(() -> phases().contains("tunnel"));
        send(client, "x");
        workshop.turnUntil(() -> workshop.process.inside() == 1);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        logged();
        assertThat(logged()).contains(" relay relay/one ").contains(" RD ");
    }

    private List<String> phases() {
        List<String> phases = new ArrayList<>();
        workshop.worker.eachSession(session -> phases.add(session.phase()));
        return phases;
    }

    /** A client whose half request takes the only buffer. */
    private Socket holder(int port) throws IOException {
        Socket client = client(port, 1);
        send(client, HALF);
        workshop.turnUntil(() -> workshop.buffers.borrowed() == 1);
        return client;
    }

    /** Connects as one of so many. */
    private Socket client(int port, int count) throws IOException {
        Socket client = new Socket(Workshop.LOOPBACK, port);
        open.add(client);
        client.setSoTimeout(20_000);
        workshop.turnUntil(() -> workshop.process.inside() == count);
        return client;
    }

    private static void send(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(US_ASCII));
    }

    private String logged() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        log.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), US_ASCII);
    }
}
