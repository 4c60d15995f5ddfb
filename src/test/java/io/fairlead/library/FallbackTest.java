package io.fairlead.library;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.library.Settings.Packets;
import io.fairlead.library.Transferred.Ending;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the better engine cannot do, or the settings do not allow, is done otherwise, and it is said why. */
class FallbackTest {
    private static final Settings ONE_PAIR =
            Settings.defaults().withPackets(Packets.DEMANDED).withMaxPairs(1);

    private static void exchange(Junction junction) throws IOException {
        junction.client.getOutputStream().write("ping".getBytes(US_ASCII));
        assertThat(junction.server.getInputStream().readNBytes(4)).asString().isEqualTo("ping");
        junction.server.getOutputStream().write("pong".getBytes(US_ASCII));
        assertThat(junction.client.getInputStream().readNBytes(4)).asString().isEqualTo("pong");
    }

    @Test
    void shouldPipeMorePairsThanItMayHave() throws Exception {
        try (TcpSplicing splicing = TcpSplicing.start(ONE_PAIR);
                Junction first = new Junction(splicing);
                Junction second = new Junction(splicing)) {
            var _ = first.splice(splicing);
            var _ = second.splice(splicing);
            exchange(first);
            exchange(second);
            assertThat(splicing.pairs().stream().map(Pair::engine)).isEqualTo(List.of(Engine.PACKETS, Engine.PIPES));
            assertThat(splicing.counters().fallbacks()).isEqualTo(Map.of("no pair left for packets", 1L));
            assertThat(splicing.counters().bytesCopied()).as("beginnings").isLessThanOrEqualTo(16);
        }
    }

    @Test
    void shouldPipeBetweenIpv4AndIpv6() throws Exception {
        try (TcpSplicing splicing = TcpSplicing.start(ONE_PAIR);
                Junction junction = new Junction(splicing, "127.0.0.1", "::1")) {
            var _ = junction.splice(splicing);
            exchange(junction);
            assertThat(splicing.counters().fallbacks())
                    .isEqualTo(Map.of("one connection is IPv4 and the other IPv6", 1L));
        }
    }

    @Test
    void shouldPipeToAUnixSocket(@TempDir Path directory) throws Exception {
        Path path = directory.resolve("server");
        try (TcpSplicing splicing = TcpSplicing.start(ONE_PAIR);
                ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                SocketChannel far = SocketChannel.open(StandardProtocolFamily.UNIX);
                Junction junction = new Junction(splicing)) {
            listener.bind(UnixDomainSocketAddress.of(path));
            splicing.prepare(junction.near, far);
            far.connect(listener.getLocalAddress());
            try (SocketChannel server = listener.accept()) {
                var _ = splicing.splice(junction.near, far);
                junction.client.getOutputStream().write("ping".getBytes(US_ASCII));
                ByteBuffer into = ByteBuffer.allocate(4);
                while (into.hasRemaining()) {
                    server.read(into);
                }
                assertThat(splicing.pairs().getFirst().server()).isEqualTo(listener.getLocalAddress());
            }
            assertThat(splicing.counters().fallbacks())
                    .isEqualTo(Map.of("the connection's handshake was not seen", 1L));
        } finally {
            Files.deleteIfExists(path);
        }
    }

    @Test
    void shouldCopyWhereItMayHaveNoPipes() throws Exception {
        Settings settings = Settings.defaults().withPackets(Packets.NEVER).withMaxPipes(0);
        try (TcpSplicing splicing = TcpSplicing.start(settings);
                Junction junction = new Junction(splicing)) {
            var _ = junction.splice(splicing);
            exchange(junction);
            assertThat(splicing.whyNoPackets()).isEqualTo("not wanted");
            assertThat(splicing.counters().bytesSpliced()).isZero();
            assertThat(splicing.counters().bytesCopied()).isEqualTo(8);
            assertThat(splicing.counters().fallbacks()).containsOnlyKeys("no pipe within maxpipes");
        }
    }

    @Test
    void shouldResetPairsThatStayIdle() throws Exception {
        for (Packets packets : List.of(Packets.DEMANDED, Packets.NEVER)) {
            Settings settings = Settings.defaults().withPackets(packets).withMaxPairs(1);
            try (TcpSplicing splicing = TcpSplicing.start(settings.withIdle(Duration.ofMillis(500)));
                    Junction junction = new Junction(splicing)) {
                CompletableFuture<Transferred> result = junction.splice(splicing);
                exchange(junction);
                assertThat(result.get(30, TimeUnit.SECONDS)).isEqualTo(new Transferred(4, 4, Ending.IDLE));
                assertThatThrownBy(() -> junction.client.getInputStream().read())
                        .isInstanceOf(IOException.class);
                assertThatThrownBy(() -> junction.server.getInputStream().read())
                        .isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void shouldRefuseSettingsThatNobodyCanWorkWith() {
        Settings settings = Settings.defaults();
        assertThatThrownBy(() -> settings.withMaxPairs(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings.withMaxPipes(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings.withIdle(Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class);
    }
}
