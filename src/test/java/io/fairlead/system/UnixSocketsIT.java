package io.fairlead.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** UNIX sockets towards servers and, for clients, before them. */
@TestInstance(Lifecycle.PER_CLASS)
class UnixSocketsIT {
    private static final String CONFIGURATION = """
        global
            nbthread 2
            log 127.0.0.1:%1$d local0
        defaults
            mode http
            log global
            option httplog
            balance roundrobin
            timeout client 20s
            timeout server 20s
            timeout connect 300ms
            retries 0
        listen web 127.0.0.1:%2$d
            server one unix@%3$s/server
        listen gone 127.0.0.1:%4$d
            server one unix@%3$s/nobody
        listen local
            bind unix@%3$s/local
            server origin 127.0.0.1:%5$d
        listen abstract
            bind abns@fairlead-it-%2$d
            server origin 127.0.0.1:%5$d
        listen through 127.0.0.1:%6$d
            server one abns@fairlead-it-%2$d
        listen raw 127.0.0.1:%7$d
            mode tcp
            option splice-auto
            server one unix@%3$s/local
        listen last 127.0.0.1:%8$d
            mode health
        """;

    private final LogServer log = new LogServer();
    private final Origin origin = new Origin();
    private final Path directory = Files.createTempDirectory("fairlead-unix-");
    private final UnixServer server =
            new UnixServer(directory.resolve("server"), Origin.ok("unix", "Connection: close"));
    private final int web = Launcher.freePort();
    private final int gone = Launcher.freePort();
    private final int through = Launcher.freePort();
    private final int raw = Launcher.freePort();
    private final int last = Launcher.freePort();
    private final Launcher fairlead = Serving.at(
            last, CONFIGURATION.formatted(log.port(), web, directory, gone, origin.port(), through, raw, last));

    UnixSocketsIT() throws IOException {}

    @AfterAll
    void end() throws IOException {
        fairlead.close();
        origin.close();
        server.close();
        log.close();
        for (String name : new String[] {"server", "local"}) {
            Files.deleteIfExists(directory.resolve(name));
        }
        Files.delete(directory);
    }

    @Test
    void shouldReachAServerOnAPath() throws Exception {
        try (Wire client = Wire.to(web)) {
            assertThat(client.get("/unix").response().body()).isEqualTo("unix");
        }
        assertThat(log.line("\"GET /unix")).contains(" web web/one ", " 200 ");
    }

    @Test
    void shouldSayThatNobodyListensOnThePath() throws Exception {
        try (Wire client = Wire.to(gone)) {
            assertThat(client.get("/gone").response().status()).isEqualTo(503);
        }
        assertThat(log.line("\"GET /gone")).contains(" gone gone/one ", " SC-- ");
    }

    @Test
    void shouldServeAClientOnAPathAndCallItByTheListenersNumber() throws Exception {
        try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            client.connect(UnixDomainSocketAddress.of(directory.resolve("local")));
            client.write(ByteBuffer.wrap(
                    "GET /local HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(ISO_8859_1)));
            ByteBuffer answer = ByteBuffer.allocate(4096);
            while (client.read(answer) >= 0) {
                // until it closes
            }
            assertThat(new String(answer.array(), 0, answer.position(), ISO_8859_1))
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .endsWith("origin");
        }
        assertThat(log.line("\"GET /local")).contains(" unix:1 [", " local local/origin ");
    }

    @Test
    void shouldReachItselfThroughAnAbstractName() throws Exception {
        try (Wire client = Wire.to(through)) {
            assertThat(client.get("/through").response().body()).isEqualTo("origin");
        }
    }

    @Test
    void shouldCarryLargeBodiesThroughAUnixSocket() throws Exception {
        String body = "x".repeat(3_000_000);
        origin.answers("/large", Origin.ok(body));
        try (Wire client = Wire.to(raw)) {
            assertThat(client.get("/large").response().body()).isEqualTo(body);
        }
    }
}
