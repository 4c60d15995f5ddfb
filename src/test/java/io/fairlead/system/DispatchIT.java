package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** {@code dispatch}: those whom no cookie leads to a server go to one address. */
@TestInstance(Lifecycle.PER_CLASS)
class DispatchIT {
    private static final String CONFIGURATION = """
        global
            nbthread 2
            log 127.0.0.1:%1$d local0
        defaults
            mode http
            log global
            option httplog
            timeout client 20s
            timeout server 20s
            timeout connect 300ms
            retries 1
        listen web 127.0.0.1:%2$d
            dispatch 127.0.0.1:%3$d
            cookie SRV insert
            server one 127.0.0.1:%4$d cookie a
        listen raw 127.0.0.1:%5$d
            mode tcp
            dispatch 127.0.0.1:%3$d
        listen dead 127.0.0.1:%6$d
            dispatch 127.0.0.1:1
        listen both 127.0.0.1:%7$d
            dispatch 127.0.0.1:%3$d
            transparent
        listen itself 127.0.0.1:%8$d
            transparent
        listen last 127.0.0.1:%9$d
            mode health
        """;

    private final LogServer log = new LogServer();
    private final Origin dispatcher = new Origin("dispatcher");
    private final Origin server = new Origin("server");
    private final Path directory = Files.createTempDirectory("fairlead-dispatch-");
    private final int web = Launcher.freePort();
    private final int raw = Launcher.freePort();
    private final int dead = Launcher.freePort();
    private final int both = Launcher.freePort();
    private final int itself = Launcher.freePort();
    private final int last = Launcher.freePort();
    private final Launcher fairlead = Serving.at(
            last,
            CONFIGURATION.formatted(log.port(), web, dispatcher.port(), server.port(), raw, dead, both, itself, last));

    DispatchIT() throws IOException {}

    @AfterAll
    void end() throws IOException {
        fairlead.close();
        dispatcher.close();
        server.close();
        log.close();
        Files.delete(directory);
    }

    @Test
    void shouldGoToTheDispatchAddressWithoutACookie() throws Exception {
        try (Wire client = Wire.to(web)) {
            assertThat(client.get("/plain").response().body()).isEqualTo("dispatcher");
            assertThat(client.get("/again").response().body()).as("kept alive").isEqualTo("dispatcher");
        }
        assertThat(log.line("\"GET /plain")).contains(" web web/<NOSRV> ", " 200 ", " --N- 0/0/0/0 0/0 ");
    }

    @Test
    void shouldGoToTheServerThatTheCookieNames() throws Exception {
        try (Wire client = Wire.to(web)) {
            assertThat(client.get("/named", "Cookie: SRV=a").response().body()).isEqualTo("server");
        }
        assertThat(log.line("\"GET /named")).contains(" web web/one ");
    }

    @Test
    void shouldPassTcpOn() throws Exception {
        try (Wire client = Wire.to(raw)) {
            assertThat(client.get("/raw", "Connection: close").response().body())
                    .isEqualTo("dispatcher");
            client.end();
        }
        assertThat(log.line(" raw raw/")).contains(" raw raw/<NOSRV> ", " ---- 0/0/0/0 0/0 ");
    }

    @Test
    void shouldRetryAndGiveUpWhereNobodyListensThere() throws Exception {
        try (Wire client = Wire.to(dead)) {
            assertThat(client.get("/dead").response().status()).isEqualTo(503);
        }
        assertThat(log.line("\"GET /dead")).contains(" dead dead/<NOSRV> ", " 503 ", " SC-- ");
    }

    @Test
    void shouldGoThereRatherThanToWhereTheClientMeantToGo() throws Exception {
        try (Wire client = Wire.to(both)) {
            assertThat(client.get("/both").response().body()).isEqualTo("dispatcher");
        }
    }

    @Test
    void shouldNotConnectToItselfForAClientThatWasNotRedirected() throws Exception {
        try (Wire client = Wire.to(itself)) {
            assertThat(client.get("/itself").response().status()).isEqualTo(503);
        }
        assertThat(log.line("\"GET /itself")).contains(" itself itself/<NOSRV> ", " SC-- ");
        assertThat(log.lines().stream()
                        .filter(line -> line.contains(" itself itself/"))
                        .count())
                .as("sessions, of which only one was a client's")
                .isEqualTo(1);
    }

    @Test
    void shouldGoToAUnixSocket() throws Exception {
        Path path = directory.resolve("s");
        int port = Launcher.freePort();
        String configuration = """
            listen web 127.0.0.1:%d
                mode http
                timeout client 20s
                timeout server 20s
                timeout connect 5s
                dispatch unix@%s
            """.formatted(port, path);
        try (UnixServer unix = new UnixServer(path, Origin.ok("unix", "Connection: close"));
                Launcher _ = Serving.at(port, configuration);
                Wire client = Wire.to(port)) {
            assertThat(client.get("/").response().body()).isEqualTo("unix");
            assertThat(unix.connections()).isEqualTo(1);
        } finally {
            Files.deleteIfExists(path);
        }
    }
}
