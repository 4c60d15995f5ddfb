package io.fairlead.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.balance.Backend;
import io.fairlead.balance.Proxies;
import io.fairlead.balance.Server;
import io.fairlead.config.Address;
import io.fairlead.loop.Loop;
import io.fairlead.loop.ManualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class ChecksTest {
    private static final int INTERVAL_MS = 1000;

    private final ManualClock clock = new ManualClock();
    private final Loop loop = new Loop(clock);
    private final List<String> events = new ArrayList<>();
    private final Listener listener = (backend, server, result, transition) -> events.add(
            transition.up() ? "up" : ("down: " + result.status() + " " + result.code() + " " + result.info()));
    private @Nullable Origin origin;

    @AfterEach
    void close() throws IOException {
        loop.close();
        if (origin != null) {
            origin.close();
        }
    }

    @Test
    void shouldPassWhereTheServerAcceptsConnections() throws IOException {
        Server server = tcp(listen());
        nextCheck();
        turnUntil(() -> server.health().value() == 4);
        assertThat(events).isEmpty();
    }

    @Test
    void shouldCloseAConnectionWithAReset() throws IOException {
        Server server = tcp(listen());
        nextCheck();
        try (Socket accepted = listening().accept()) {
            turnUntil(() -> server.health().value() == 4);
            assertThatThrownBy(() -> accepted.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void shouldTakeAServerDownThatRefusesConnectionsAndUpAgainLater() throws IOException {
        int port = listen();
        listening().close();
        Server server = tcp(port);
        nextCheck();
        turnUntil(() -> !server.isUp());
        assertThat(events).containsExactly("down: L4CON 0 Connection refused");
        assertThat(server.state().uptime().changedAtMs()).isEqualTo(clock.wallTimeMs());
        origin = new Origin(port);
        nextCheck();
        turnUntil(() -> server.health().value() == 1);
        assertThat(server.isUp()).isFalse();
        nextCheck();
        turnUntil(server::isUp);
        assertThat(events).containsExactly("down: L4CON 0 Connection refused", "up");
    }

    @Test
    void shouldSendTheRequestAsConfigured() throws IOException {
        http(new Proxies().httpchk("HEAD", "/alive", "HTTP/1.1\r\nHost: www"), listen());
        nextCheck();
        try (Socket accepted = acceptChecking()) {
            assertThat(Origin.readHead(accepted)).isEqualTo("HEAD /alive HTTP/1.1\r\nHost: www\r\n\r\n");
        }
    }

    @Test
    void shouldSendARequestLargerThanTheSocketTakesAtOnce() throws IOException, InterruptedException {
        String header = "X: " + "x".repeat(4_000_000);
        Server server = http(new Proxies().httpchk("GET", "/", "HTTP/1.1\r\n" + header), listen());
        nextCheck();
        try (Socket accepted = acceptChecking()) {
            Thread reader = new Thread(() -> answerAfterReading(accepted, header.length()));
            reader.start();
            turnUntil(() -> server.health().value() == 4);
            reader.join();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\r\n", "HTTP/1.0 204 No Content\r\n", "HTTP/1.1 302 Found\r\n"})
    void shouldPassWithAGoodStatus(String answer) throws IOException {
        Server server = http(new Proxies().httpchk("OPTIONS", "/", "HTTP/1.0"), listen());
        answerNextCheck(answer);
        turnUntil(() -> server.health().value() == 4);
    }

    @Test
    void shouldPassWithAnAnswerThatComesByteByByteAndEnds() throws IOException {
        Server server = http(new Proxies().httpchk("OPTIONS", "/", "HTTP/1.0"), listen());
        nextCheck();
        try (Socket accepted = acceptChecking()) {
            for (char next : "HTTP/1.0 20".toCharArray()) {
                Origin.write(accepted, String.valueOf(next));
                loop.turn(0);
            }
            assertThat(server.health().value()).isEqualTo(2);
            Origin.write(accepted, "0 ");
            accepted.shutdownOutput();
            turnUntil(() -> server.health().value() == 4);
        }
    }

    @Test
    void shouldFailWithABadStatus() throws IOException {
        assertThat(failureOf("HTTP/1.1 500 Oops\r\n")).isEqualTo("down: L7STS 500 Oops");
    }

    @Test
    void shouldFailWithAnInterimStatus() throws IOException {
        assertThat(failureOf("HTTP/1.1 100 Continue\r\n")).isEqualTo("down: L7STS 100 Continue");
    }

    @Test
    void shouldFailWithAnotherProtocol() throws IOException {
        assertThat(failureOf("SSH-2.0-x\r\n")).isEqualTo("down: L7RSP 0 ");
    }

    @Test
    void shouldFailWhereTheConnectionEndsBeforeAStatus() throws IOException {
        assertThat(failureOf("HTTP/1.1 ")).isEqualTo("down: L7RSP 0 ");
    }

    @Test
    void shouldFailWhereTheConnectionIsReset() throws IOException {
        Server server = http(new Proxies().httpchk("OPTIONS", "/", "HTTP/1.0"), listen());
        nextCheck();
        try (Socket accepted = acceptChecking()) {
            Origin.readHead(accepted);
            accepted.setSoLinger(true, 0);
        }
        turnUntil(() -> !server.isUp());
        assertThat(events).containsExactly("down: SOCKERR 0 Connection reset by peer");
    }

    @Test
    void shouldFailWhereTheAnswerTakesLongerThanTheInterval() throws IOException {
        Server server = http(new Proxies().httpchk("OPTIONS", "/", "HTTP/1.0"), listen());
        nextCheck();
        try (Socket accepted = acceptChecking()) {
            Origin.readHead(accepted);
            pass(INTERVAL_MS - 1);
            assertThat(server.isUp()).isTrue();
            pass(1);
            assertThat(events).containsExactly("down: L7TOUT 0 ");
            assertThatThrownBy(() -> accepted.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void shouldFailWhereConnectingTakesLongerThanTheInterval() throws IOException {
        List<SocketChannel> crowd = new ArrayList<>();
        try (ServerSocketChannel full = ServerSocketChannel.open()) {
            full.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
            for (int i = 0; i < 8; i++) {
                SocketChannel caller = SocketChannel.open();
                crowd.add(caller);
                caller.configureBlocking(false);
                caller.connect(full.getLocalAddress());
            }
            Server server = tcp(full.socket().getLocalPort());
            nextCheck();
            pass(INTERVAL_MS - 1);
            assertThat(server.isUp()).isTrue();
            pass(1);
            assertThat(events).containsExactly("down: L4TOUT 0 ");
        } finally {
            for (SocketChannel caller : crowd) {
                caller.close();
            }
        }
    }

    @Test
    void shouldGiveTheAnswerTimeoutCheckOnceConnected() throws IOException {
        Server server = http(new Proxies().httpchk("OPTIONS", "/", "HTTP/1.0").timeoutCheck(3 * INTERVAL_MS), listen());
        nextCheck();
        try (Socket accepted = acceptChecking()) {
            Origin.readHead(accepted);
            pass(3 * INTERVAL_MS - 1);
            assertThat(server.isUp()).isTrue();
            pass(1);
            assertThat(server.isUp()).isFalse();
        }
    }

    @Test
    void shouldCheckOncePerInterval() throws IOException {
        Server server = tcp(listen());
        for (int i = 0; i < 5; i++) {
            nextCheck();
            listening().accept().close();
            turnUntil(() -> server.health().value() == 4);
            pass(INTERVAL_MS - 1);
            assertThat(loop.turn(0)).isZero();
            clock.advance(1);
        }
    }

    @Test
    void shouldLeaveServersWithoutCheckAlone() throws IOException {
        int port = listen();
        Backend backend = new Proxies()
                .server(line -> line.at(new Address(InetAddress.getLoopbackAddress(), port)))
                .backend();
        new Checks(loop, 0, 1, List.of(backend), listener).start();
        loop.turn(0);
        pass(10 * INTERVAL_MS);
        assertThat(loop.turn(0)).isZero();
        assertThat(backend.servers().getFirst().isUp()).isTrue();
    }

    @Test
    void shouldEndChecksUnderWayWhenStopped() throws IOException {
        int port = listen();
        Backend backend = new Proxies()
                .httpchk("OPTIONS", "/", "HTTP/1.0")
                .server(line -> line.checked(port, INTERVAL_MS))
                .backend();
        Checks checks = new Checks(loop, 0, 1, List.of(backend), listener);
        checks.start();
        loop.turn(0);
        nextCheck();
        try (Socket accepted = acceptChecking()) {
            Origin.readHead(accepted);
            checks.stop();
            loop.turn(0);
            assertThatThrownBy(() -> accepted.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
        pass(10 * INTERVAL_MS);
        assertThat(loop.turn(0)).isZero();
        assertThat(events).isEmpty();
    }

    private String failureOf(String answer) throws IOException {
        Server server = http(new Proxies().httpchk("OPTIONS", "/", "HTTP/1.0"), listen());
        answerNextCheck(answer);
        turnUntil(() -> !server.isUp());
        return String.join(",", events);
    }

    private void answerNextCheck(String answer) throws IOException {
        nextCheck();
        try (Socket accepted = acceptChecking()) {
            Origin.readHead(accepted);
            Origin.write(accepted, answer);
        }
    }

    /** The connection of a check, with its request sent as far as the socket takes it. */
    private Socket acceptChecking() throws IOException {
        Socket accepted = listening().accept();
        turnUntil(() -> loop.turn(10) > 0);
        return accepted;
    }

    private int listen() throws IOException {
        origin = new Origin();
        return origin.port();
    }

    private Origin listening() {
        if (origin == null) {
            throw new IllegalStateException("nothing listens");
        }
        return origin;
    }

    private Server tcp(int port) {
        return http(new Proxies(), port);
    }

    private Server http(Proxies proxies, int port) {
        Backend backend =
                proxies.server(line -> line.checked(port, INTERVAL_MS)).backend();
        new Checks(loop, 0, 1, List.of(backend), listener).start();
        loop.turn(0);
        return backend.servers().getFirst();
    }

    /** One interval later: the check due by then has begun. */
    private void nextCheck() {
        pass(INTERVAL_MS);
    }

    private void pass(long ms) {
        clock.advance(ms);
        loop.turn(0);
    }

    private void turnUntil(BooleanSupplier done) {
        while (!done.getAsBoolean()) {
            loop.turn(10);
        }
    }

    private static void answerAfterReading(Socket socket, int atLeastBytes) {
        try {
            socket.getInputStream().skipNBytes(atLeastBytes);
            Origin.write(socket, "HTTP/1.1 200 OK\r\n\r\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
