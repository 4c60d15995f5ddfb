package io.fairlead.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.balance.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class ListenerTest {
    private final List<AutoCloseable> open = new ArrayList<>();
    private final ServerSocketChannel server = listener();
    private final Workshop workshop = new Workshop("""
            global
                maxconn 10
            defaults
                balance roundrobin
                timeout client 60s
                timeout connect 5s
                timeout server 60s
            listen relay 127.0.0.1:1
                mode tcp
                maxconn 2
                server one 127.0.0.1:%1$d
            listen monitored 127.0.0.1:2
                mode http
                monitor-net 127.0.0.0/8
                server one 127.0.0.1:%1$d
            listen silent 127.0.0.1:3
                mode tcp
                monitor-net 127.0.0.0/8
                server one 127.0.0.1:%1$d
            listen health 127.0.0.1:4
                mode health
            """.formatted(portOf(server)));

    @BeforeEach
    void begin() {
        workshop.loop.turn(0);
    }

    @AfterEach
    void end() throws Exception {
        workshop.worker.eachSession(Session::shutDown);
        for (AutoCloseable each : open) {
            each.close();
        }
        workshop.close();
        server.close();
        assertThat(workshop.process.inside()).isZero();
        assertThat(workshop.buffers.borrowed()).isZero();
    }

    private static ServerSocketChannel listener() {
        try {
            return ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static int portOf(ServerSocketChannel listener) {
        return listener.socket().getLocalPort();
    }

    private SocketChannel connect(int port) throws IOException {
        SocketChannel client = SocketChannel.open(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
        client.configureBlocking(false);
        open.add(client);
        return client;
    }

    private int sessions() {
        int[] count = new int[1];
        workshop.worker.eachSession(_ -> count[0]++);
        return count[0];
    }

    /** What a client hears up to the end of its stream. */
    private String hear(SocketChannel client) {
        ByteBuffer heard = ByteBuffer.allocate(4096);
        workshop.turnUntil(() -> {
            try {
                return client.read(heard) < 0;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        return new String(heard.array(), 0, heard.position(), StandardCharsets.US_ASCII);
    }

    /** However many addresses it has: each router compiles its rules anew. */
    @Test
    void shouldHaveOneRouterForAllAddressesOfAFrontend() {
        Frontend frontend = workshop.frontend("monitored");
        Router router = workshop.worker.routerOf(frontend);
        assertThat(workshop.worker.routerOf(frontend)).isSameAs(router);
        assertThat(workshop.worker.routerOf(workshop.frontend("silent"))).isNotSameAs(router);
    }

    @Test
    void shouldLeaveThoseAboveMaxconnInTheKernelsQueueUntilOneEnds() throws IOException {
        int port = workshop.listen("relay");
        SocketChannel first = connect(port);
        connect(port);
        connect(port);
        workshop.turnUntil(() -> sessions() == 2);
        workshop.loop.turn(1);
        assertThat(sessions()).isEqualTo(2);
        assertThat(workshop.frontend("relay").full()).isTrue();
        first.setOption(StandardSocketOptions.SO_LINGER, 0); // the server does not end its side
        first.close();
        workshop.turnUntil(() -> workshop.frontend("relay").counters().sessions.sum() == 3);
        workshop.turnUntil(() -> sessions() == 2);
    }

    @Test
    void shouldAnswerAMonitorAndCountItNowhere() throws IOException {
        SocketChannel monitor = connect(workshop.listen("monitored"));
        assertThat(hear(monitor)).isEqualTo("HTTP/1.0 200 OK\r\n\r\n");
        assertThat(workshop.frontend("monitored").counters().sessions.sum()).isZero();
        assertThat(sessions()).isZero();
        monitor.close();
        workshop.turnUntil(() -> workshop.process.inside() == 0);
    }

    @Test
    void shouldCloseOnAMonitorOfTcp() throws IOException {
        assertThat(hear(connect(workshop.listen("silent")))).isEmpty();
        assertThat(workshop.frontend("silent").counters().sessions.sum()).isZero();
        assertThat(workshop.process.inside()).isZero();
    }

    @Test
    void shouldPartAfterTwoSecondsWithOneThatDoesNotCloseOnceAnswered() throws IOException {
        SocketChannel asker = connect(workshop.listen("health"));
        assertThat(hear(asker)).isEqualTo("OK\n");
        workshop.pass(1_999);
        assertThat(workshop.process.inside()).isEqualTo(1);
        workshop.pass(1);
        assertThat(workshop.process.inside()).isZero();
        assertThat(workshop.frontend("health").counters().current()).isZero();
    }

    @Test
    void shouldShowItsSessionsToThoseWhoAsk() throws IOException {
        int port = workshop.listen("relay");
        SocketChannel client = connect(port);
        workshop.turnUntil(() -> phaseOfOnlySession().equals("tunnel"));
        open.add(server.accept());
        client.write(ByteBuffer.wrap(new byte[100]));
        workshop.turnUntil(() -> onlySession().bytesIn() == 100);
        workshop.pass(3_000);
        Session session = onlySession();
        assertThat(session.client()).isEqualTo("127.0.0.1:" + client.socket().getLocalPort());
        assertThat(session.frontend()).isSameAs(workshop.frontend("relay"));
        assertThat(session.backend()).isSameAs(workshop.backend("relay"));
        Server one = workshop.backend("relay").servers().getFirst();
        assertThat(session.server()).isSameAs(one);
        assertThat(session.ageMs()).isEqualTo(3_000);
        assertThat(session.idleMs()).isEqualTo(3_000);
        assertThat(session.expiresInMs()).isEqualTo(57_000);
        assertThat(session.bytesOut()).isZero();
        connect(port);
        workshop.turnUntil(() -> sessions() == 2);
        List<Long> ids = new ArrayList<>();
        workshop.worker.eachSession(each -> ids.add(each.id()));
        assertThat(ids).doesNotHaveDuplicates().isSortedAccordingTo((a, b) -> Long.compare(b, a));
    }

    @Test
    void shouldEndASessionAtAnOperatorsWish() throws IOException {
        SocketChannel client = connect(workshop.listen("relay"));
        workshop.turnUntil(() -> phaseOfOnlySession().equals("tunnel"));
        open.add(server.accept());
        onlySession().shutDown();
        assertThat(sessions()).isZero();
        workshop.turnUntil(() -> isReset(client));
        assertThat(workshop.backend("relay").servers().getFirst().sessions()).isZero();
    }

    private static boolean isReset(SocketChannel client) {
        try {
            return client.read(ByteBuffer.allocate(1)) < 0;
        } catch (IOException _) {
            return true;
        }
    }

    private String phaseOfOnlySession() {
        StringBuilder phases = new StringBuilder();
        workshop.worker.eachSession(each -> phases.append(each.phase()));
        return phases.toString();
    }

    private Session onlySession() {
        List<Session> found = new ArrayList<>();
        workshop.worker.eachSession(found::add);
        assertThat(found).hasSize(1);
        return found.getFirst();
    }
}
