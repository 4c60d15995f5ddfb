package io.fairlead.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.balance.Backend;
import io.fairlead.balance.Server;
import io.fairlead.splice.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class DialerTest {
    private static final String CONFIGURATION = """
            listen web 127.0.0.1:1
                mode tcp
                balance roundrobin
                timeout client 60s
                timeout connect 5s
                timeout queue 3s
                timeout server 60s
                retries 2
                %s
            """;

    private static final int CLIENT_PORT = 4_000;

    private final List<AutoCloseable> open = new ArrayList<>();
    private @Nullable Workshop workshop;

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    /** What becomes of one dialling. */
    private final class Call implements Dialer.Caller, AutoCloseable {
        final Dialer dialer;
        private final Connection client;
        private final Wire wire = Wire.open();

        @Nullable
        Connection connection;

        boolean reused;
        String unreached = "";

        Call() {
            Worker worker = workshop().worker;
            client = new Connection(worker, _ -> {}, null);
            client.open(wire.near());
            dialer = new Dialer(worker, this, client, CLIENT_PORT);
            open.add(this);
        }

        Call dial() {
            dialer.dial(workshop().route("web"), null, true);
            return this;
        }

        @Override
        public void connected(Connection to, boolean usedBefore) {
            connection = to;
            reused = usedBefore;
        }

        @Override
        public void unreachable(char cause, char state) {
            unreached = cause + "" + state;
            dialer.release();
        }

        @Override
        public void advance() {
            // the test looks by itself
        }

        boolean over() {
            return connection != null || !unreached.isEmpty();
        }

        void awaitEnd() {
            workshop().turnUntil(this::over);
        }

        void awaitPhase(String phase) {
            workshop().turnUntil(() -> dialer.phase().equals(phase));
        }

        /** Moves time to a millisecond before the deadline, and to it. */
        void passDeadline(long expectedMs) {
            assertThat(dialer.deadlineMs() - workshop().loop.nowMs()).isEqualTo(expectedMs);
            workshop().pass(expectedMs);
            dialer.expired();
        }

        void hangUp() {
            if (connection != null) {
                connection.close();
            }
            dialer.release();
        }

        @Override
        public void close() throws IOException {
            hangUp();
            client.close();
            wire.far().close();
        }
    }

    private Workshop workshop() {
        if (workshop == null) {
            throw new IllegalStateException("no configuration yet");
        }
        return workshop;
    }

    private void configure(String... lines) {
        configureFrom(CONFIGURATION, lines);
    }

    private void configureFrom(String template, String... lines) {
        Workshop made = new Workshop(template.formatted(String.join("\n    ", lines)));
        workshop = made;
        open.add(made);
    }

    private Server server(int index) {
        return workshop().backend("web").servers().get(index);
    }

    private int server() throws IOException {
        return server(new ServerSocketChannel[1]);
    }

    /** A server on a port of 127.0.0.1. */
    private int server(ServerSocketChannel[] made) throws IOException {
        ServerSocketChannel server =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
        open.add(server);
        made[0] = server;
        return ((InetSocketAddress) server.getLocalAddress()).getPort();
    }

    /** A port of 127.0.0.1 on which nobody listens. */
    private static int nobody() throws IOException {
        try (ServerSocketChannel server =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))) {
            return ((InetSocketAddress) server.getLocalAddress()).getPort();
        }
    }

    /** A port whose connections are never established: the queue before it is full. */
    private int silence() throws IOException {
        ServerSocketChannel server =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 1);
        open.add(server);
        InetSocketAddress at = (InetSocketAddress) server.getLocalAddress();
        for (int i = 0; i < 4; i++) {
            SocketChannel waiting = SocketChannel.open();
            open.add(waiting);
            waiting.configureBlocking(false);
            waiting.connect(at);
        }
        return at.getPort();
    }

    @Test
    void shouldConnectAndHoldTheServersSlot() throws IOException {
        configure("server one 127.0.0.1:" + server());
        Call call = new Call().dial();
        call.awaitEnd();
        assertThat(call.connection).isNotNull();
        assertThat(call.reused).isFalse();
        assertThat(call.dialer.deadlineMs()).isEqualTo(Dialer.NEVER);
        assertThat(server(0).sessions()).isEqualTo(1);
        call.hangUp();
        assertThat(server(0).sessions()).isZero();
    }

    @Test
    void shouldConnectToThePortThatLiesSoFarFromTheClients() throws IOException {
        configure("server one 127.0.0.1:+" + (server() - CLIENT_PORT));
        Call call = new Call().dial();
        call.awaitEnd();
        assertThat(call.connection).isNotNull();
        assertThat(Dialer.isReusable(server(0))).isFalse();
    }

    @Test
    void shouldAskTheSameServerAgainAfterASecondAndThenGiveUp() throws IOException {
        configure("server one 127.0.0.1:" + nobody());
        Call call = new Call().dial();
        for (int retry = 1; retry <= 2; retry++) {
            call.awaitPhase("retrying");
            assertThat(server(0).counters().retries.sum()).isEqualTo(retry);
            call.passDeadline(1_000);
        }
        call.awaitEnd();
        assertThat(call.unreached).isEqualTo("SC");
        assertThat(server(0).counters().connectErrors.sum()).isEqualTo(1);
        assertThat(workshop().backend("web").counters().connectErrors.sum()).isEqualTo(1);
        assertThat(server(0).sessions()).isZero();
    }

    @Test
    void shouldPauseNoLongerThanConnectingMayTake() throws IOException {
        configureFrom(CONFIGURATION.replace("connect 5s", "connect 200"), "server one 127.0.0.1:" + nobody());
        Call call = new Call().dial();
        call.awaitPhase("retrying");
        call.passDeadline(200);
        assertThat(call.unreached).isEmpty();
    }

    @Test
    void shouldGoElsewhereForTheLastRetryWhereItMayRedispatch() throws IOException {
        configure("option redispatch", "server one 127.0.0.1:" + nobody(), "server two 127.0.0.1:" + server());
        Call call = new Call().dial();
        call.awaitPhase("retrying");
        call.passDeadline(1_000);
        call.awaitEnd();
        assertThat(call.connection).isNotNull();
        assertThat(call.dialer.server()).isSameAs(server(1));
        assertThat(server(0).counters().redispatches.sum()).isEqualTo(1);
        assertThat(server(0).sessions()).isZero();
        assertThat(server(1).sessions()).isEqualTo(1);
    }

    @Test
    void shouldStayWithTheServerWhereItMayNotRedispatch() throws IOException {
        configure("server one 127.0.0.1:" + nobody(), "server two 127.0.0.1:" + server());
        Call call = new Call().dial();
        for (int retry = 1; retry <= 2; retry++) {
            call.awaitPhase("retrying");
            call.passDeadline(1_000);
        }
        call.awaitEnd();
        assertThat(call.unreached).isEqualTo("SC");
    }

    @Test
    void shouldGiveEveryAttemptTheConnectTimeout() throws IOException {
        configure("retries 1", "server one 127.0.0.1:" + silence());
        Call call = new Call().dial();
        assertThat(call.dialer.phase()).isEqualTo("connecting");
        call.passDeadline(5_000);
        assertThat(call.dialer.phase()).isEqualTo("retrying");
        call.passDeadline(1_000);
        assertThat(call.dialer.phase()).isEqualTo("connecting");
        call.passDeadline(5_000);
        assertThat(call.unreached).isEqualTo("sC");
        assertThat(server(0).sessions()).isZero();
    }

    @Test
    void shouldLeaveTheQueueWhenItsTimeIsOver() throws IOException {
        configure("server one 127.0.0.1:" + server() + " maxconn 1");
        Call first = new Call().dial();
        first.awaitEnd();
        Call second = new Call().dial();
        assertThat(second.dialer.phase()).isEqualTo("queued");
        second.passDeadline(3_000);
        assertThat(second.unreached).isEqualTo("sQ");
        first.hangUp();
        assertThat(server(0).sessions()).isZero();
        assertThat(workshop().backend("web").queued()).isZero();
    }

    @Test
    void shouldConnectWhenItsTurnComesInTheQueue() throws IOException {
        configure("server one 127.0.0.1:" + server() + " maxconn 1");
        Call first = new Call().dial();
        first.awaitEnd();
        Call second = new Call().dial();
        workshop().pass(2_000);
        first.hangUp();
        second.awaitEnd();
        assertThat(second.connection).isNotNull();
        assertThat(second.dialer.assignedMs()).isEqualTo(workshop().loop.nowMs());
    }

    @Test
    void shouldNotComeBackOnceItHasLeft() throws IOException {
        configure("server one 127.0.0.1:" + server() + " maxconn 1");
        Call first = new Call().dial();
        first.awaitEnd();
        Call second = new Call().dial();
        first.hangUp(); // the slot is the second's now, and the news of it on its way
        second.dialer.release();
        workshop().loop.turn(0);
        assertThat(second.over()).isFalse();
        assertThat(server(0).sessions()).isZero();
    }

    @Test
    void shouldTellThatNoServerIsUp() throws IOException {
        configure("server one 127.0.0.1:" + nobody() + " check");
        Backend backend = workshop().backend("web");
        backend.setHealth(server(0), false, 0);
        Call call = new Call().dial();
        assertThat(call.unreached).isEqualTo("sC");
        assertThat(call.dialer.server()).isNull();
    }

    @Test
    void shouldUseAnIdleConnectionAndNoneOfWhichTheServerSpeaksOutOfTurn() throws Exception {
        ServerSocketChannel[] made = new ServerSocketChannel[1];
        configure("server one 127.0.0.1:" + server(made));
        Connection idle = idleConnection(made[0]);
        Call second = new Call().dial();
        assertThat(second.connection).isSameAs(idle);
        assertThat(second.reused).isTrue();
    }

    private Connection idleConnection(ServerSocketChannel server) throws IOException {
        Call call = new Call().dial();
        call.awaitEnd();
        Connection connection = Objects.requireNonNull(call.connection);
        call.connection = null;
        call.dialer.release();
        workshop().worker.idle().keep(server(0), connection);
        open.add(server.accept());
        return connection;
    }
}
