package io.fairlead.library;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.library.Settings.Packets;
import io.fairlead.library.Transferred.Ending;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The library does the same by either engine. */
@ParameterizedClass(name = "{0}")
@EnumSource(Engine.class)
class TcpSplicingTest {
    private static final int BYTES = 20_000_000;

    private final Engine engine;
    private final TcpSplicing splicing;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    TcpSplicingTest(Engine engine) throws IOException {
        this.engine = engine;
        this.splicing = TcpSplicing.start(Settings.defaults()
                .withMaxPairs(64)
                .withPackets(engine == Engine.PACKETS ? Packets.DEMANDED : Packets.NEVER));
    }

    @AfterEach
    void end() {
        splicing.close();
        threads.close();
    }

    private static <T> T soon(Future<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void shouldCarryEveryByteBothWays(String ip) throws Exception {
        Stream up = new Stream(1, BYTES);
        Stream down = new Stream(2, BYTES / 2);
        try (Junction junction = new Junction(splicing, ip, ip)) {
            CompletableFuture<Transferred> result = junction.splice(splicing);
            Future<Long> sentUp = threads.submit(up.from(junction.client));
            Future<Long> sentDown = threads.submit(down.from(junction.server));
            Future<Long> gotUp = threads.submit(Stream.into(junction.server));
            Future<Long> gotDown = threads.submit(Stream.into(junction.client));
            assertThat(soon(gotUp)).isEqualTo(soon(sentUp));
            assertThat(soon(gotDown)).isEqualTo(soon(sentDown));
            assertThat(soon(result)).isEqualTo(new Transferred(BYTES, BYTES / 2, Ending.FINISHED));
        }
        Counters counters = splicing.counters();
        assertThat(counters.bytesSpliced() + counters.bytesCopied()).isEqualTo(BYTES + BYTES / 2);
        assertThat(counters.bytesCopied()).as("beginnings").isLessThan(BYTES / 10);
        assertThat(counters.fallbacks()).isEmpty();
        assertThat(splicing.engine()).isEqualTo(engine);
    }

    @Test
    void shouldGoOnBehindWhatTheProgramPassedOn() throws Exception {
        Stream up = new Stream(3, BYTES);
        try (Junction junction = new Junction(splicing)) {
            junction.passOn("PUT /big\n");
            Future<Long> sent = threads.submit(up.from(junction.client)); // while it is handed over
            CompletableFuture<Transferred> result = junction.splice(splicing);
            assertThat(junction.server.getInputStream().readNBytes(9)).isEqualTo("PUT /big\n".getBytes(US_ASCII));
            assertThat(soon(threads.submit(Stream.into(junction.server)))).isEqualTo(soon(sent));
            junction.server.close();
            assertThat(soon(result)).isEqualTo(new Transferred(BYTES, 0, Ending.FINISHED));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldGoOnOneWayAfterTheOtherHasEnded(boolean clientEndsFirst) throws Exception {
        Stream last = new Stream(4, BYTES);
        try (Junction junction = new Junction(splicing)) {
            CompletableFuture<Transferred> result = junction.splice(splicing);
            Socket first = clientEndsFirst ? junction.client : junction.server;
            Socket second = clientEndsFirst ? junction.server : junction.client;
            first.getOutputStream().write('?');
            first.shutdownOutput();
            assertThat(second.getInputStream().read()).isEqualTo('?');
            assertThat(second.getInputStream().read()).isEqualTo(-1);
            Future<Long> sent = threads.submit(last.from(second));
            assertThat(soon(threads.submit(Stream.into(first)))).isEqualTo(soon(sent));
            assertThat(soon(result))
                    .isEqualTo(
                            new Transferred(clientEndsFirst ? 1 : BYTES, clientEndsFirst ? BYTES : 1, Ending.FINISHED));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldPassOnAReset(boolean byClient) throws Exception {
        try (Junction junction = new Junction(splicing)) {
            CompletableFuture<Transferred> result = junction.splice(splicing);
            Socket breaking = byClient ? junction.client : junction.server;
            Socket other = byClient ? junction.server : junction.client;
            breaking.getOutputStream().write('!');
            assertThat(other.getInputStream().read()).isEqualTo('!');
            breaking.setSoLinger(true, 0);
            breaking.close();
            assertReset(other);
            assertThat(soon(result).ending()).isEqualTo(byClient ? Ending.RESET_BY_CLIENT : Ending.RESET_BY_SERVER);
        }
    }

    private static void assertReset(Socket socket) {
        assertThatThrownBy(() -> socket.getInputStream().transferTo(OutputStream.nullOutputStream()))
                .isInstanceOf(SocketException.class);
    }

    @Test
    void shouldListAPairWhileItRuns() throws Exception {
        try (Junction junction = new Junction(splicing)) {
            CompletableFuture<Transferred> result = junction.splice(splicing);
            for (int i = 0; i < 10; i++) { // each seen before the next, so that the kernel has taken over by the last
                exchange(junction.client, junction.server, 1000);
                exchange(junction.server, junction.client, 100);
            }
            awaitDelivered(11_000);
            Pair pair = splicing.pairs().getFirst();
            assertThat(splicing.pairs()).hasSize(1);
            assertThat(pair.client()).isEqualTo(junction.client.getLocalSocketAddress());
            assertThat(pair.entrance()).isEqualTo(junction.client.getRemoteSocketAddress());
            assertThat(pair.exit()).isEqualTo(junction.server.getRemoteSocketAddress());
            assertThat(pair.server()).isEqualTo(junction.server.getLocalSocketAddress());
            assertThat(pair.engine()).isEqualTo(engine);
            assertThat(pair.state()).isEqualTo("ESTABLISHED");
            assertThat(pair.expires()).isBetween(Duration.ofMinutes(14), Duration.ofMinutes(15));
            assertThat(pair.age()).isLessThan(Duration.ofMinutes(1));
            assertThat(pair.bytesUp()).isEqualTo(10_000);
            assertThat(pair.bytesDown()).isEqualTo(1000);
            junction.client.close();
            junction.server.close();
            soon(result);
            assertThat(splicing.pairs().stream().map(Pair::state))
                    .isEqualTo(engine == Engine.PACKETS ? List.of("CLOSE") : List.of());
        }
    }

    private static void exchange(Socket from, Socket to, int bytes) throws IOException {
        from.getOutputStream().write(new byte[bytes]);
        assertThat(to.getInputStream().readNBytes(bytes)).hasSize(bytes);
    }

    /** Of what the kernel carries it counts what is acknowledged, which may take it a moment. */
    private void awaitDelivered(long bytes) {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (splicing.pairs().stream()
                        .mapToLong(pair -> pair.bytesUp() + pair.bytesDown())
                        .sum()
                < bytes) {
            assertThat(System.nanoTime()).as(() -> splicing.pairs().toString()).isLessThan(deadlineNs);
            LockSupport.parkNanos(1_000_000);
        }
        Counters counters = splicing.counters();
        assertThat(counters.bytesSpliced() + counters.bytesCopied()).isEqualTo(bytes);
    }

    @Test
    void shouldResetWhatIsLeftWhenItIsClosed() throws Exception {
        try (Junction junction = new Junction(splicing);
                Junction silent = new Junction(splicing)) {
            CompletableFuture<Transferred> result = junction.splice(splicing);
            CompletableFuture<Transferred> silence = silent.splice(splicing);
            exchange(junction.client, junction.server, 100_000);
            exchange(junction.server, junction.client, 100_000);
            awaitDelivered(200_000);
            splicing.close();
            for (Socket socket : List.of(junction.client, junction.server, silent.client, silent.server)) {
                assertReset(socket);
            }
            assertThat(soon(result)).isEqualTo(new Transferred(100_000, 100_000, Ending.CLOSED));
            assertThat(soon(silence)).isEqualTo(new Transferred(0, 0, Ending.CLOSED));
        }
        assertThat(splicing.pairs()).isEmpty();
        Counters counters = splicing.counters();
        assertThat(counters.bytesSpliced() + counters.bytesCopied()).isEqualTo(200_000);
    }

    @Test
    void shouldTakeNothingAfterItIsClosed() throws Exception {
        try (Junction junction = new Junction(splicing)) {
            splicing.close();
            assertThatThrownBy(() -> junction.splice(splicing))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("splicing is closed");
            assertThat(junction.client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void shouldOwnTheConnectionsAtOnce() throws Exception {
        try (Junction junction = new Junction(splicing)) {
            CompletableFuture<Transferred> result = junction.splice(splicing);
            assertThat(junction.near.isOpen()).isFalse();
            assertThat(junction.far.isOpen()).isFalse();
            result.cancel(true);
            exchange(junction.client, junction.server, 10);
        }
    }

    @Test
    void shouldLeaveAloneWhatCannotBeSpliced() throws Exception {
        try (Junction junction = new Junction(splicing);
                SocketChannel unconnected = SocketChannel.open();
                Selector selector = Selector.open()) {
            assertThatThrownBy(() -> splicing.splice(junction.near, unconnected))
                    .isInstanceOf(NotYetConnectedException.class);
            junction.far.configureBlocking(false).register(selector, SelectionKey.OP_READ);
            assertThatThrownBy(() -> junction.splice(splicing)).isInstanceOf(IllegalBlockingModeException.class);
            junction.passOn("still the program's");
            assertThat(junction.server.getInputStream().read()).isEqualTo('s');
        }
    }
}
