package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an operator sees of connections that the kernel joins, and what may be changed about them meanwhile. */
class SplicesIT {
    private static final int BYTES = 20_000_000;

    private static final String CONFIGURATION = """
        global
            nbthread 1
            stats socket %1$s level admin
            log 127.0.0.1:%2$d local3
            tune.splice.timeout_close 60
            tune.splice.debug_level 1
        defaults
            balance roundrobin
            timeout client 60s
            timeout server 60s
            timeout connect 5s
        listen relay 127.0.0.1:%3$d
            mode tcp
            log global
            option tcplog
            option tcpsplice packet
            server one 127.0.0.1:%4$d
        listen figures 127.0.0.1:%5$d
            mode http
            stats uri /stats
        """;

    private final LogServer log = new LogServer();
    private final ServerSocket origin = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());

    /** What the origin reads after a whole download: -1 is the end; or how that failed. */
    private final CompletableFuture<Integer> farewell = new CompletableFuture<>();

    private final int port = Launcher.freePort();
    private final int figuresPort = Launcher.freePort();
    private final Path directory = Files.createTempDirectory("fairlead-splices-");
    private final Path control = directory.resolve("control");
    private final Launcher fairlead =
            Serving.at(port, CONFIGURATION.formatted(control, log.port(), port, origin.getLocalPort(), figuresPort));

    SplicesIT() throws IOException {
        Thread.ofVirtual().start(this::serve);
    }

    @AfterEach
    void end() throws IOException {
        fairlead.close();
        origin.close();
        log.close();
        Launcher.deleteAll(directory);
    }

    private void serve() {
        try {
            while (true) {
                Socket socket = origin.accept();
                Thread.ofVirtual().start(() -> upload(socket));
            }
        } catch (IOException _) {
            // closed: the end
        }
    }

    private void upload(Socket socket) {
        boolean whole = false;
        try (socket) {
            Bulk.write(socket.getOutputStream(), BYTES);
            whole = true;
            farewell.complete(socket.getInputStream().read());
        } catch (IOException e) {
            if (whole) { // others only look whether the port is open
                farewell.completeExceptionally(e);
            }
        }
    }

    private Socket download() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
        client.setSoTimeout((int) Launcher.PATIENCE.toMillis());
        Bulk.read(client.getInputStream(), BYTES);
        return client;
    }

    private String ask(String line) throws IOException {
        return Operator.ask(control, line);
    }

    /** The words of the only row; none where there is no row. */
    private List<String> row() throws IOException {
        return ask("show splices")
                .lines()
                .skip(1)
                .filter(line -> !line.isEmpty())
                .map(line -> List.of(line.split(" +", -1)))
                .findFirst()
                .orElse(List.of());
    }

    private static String splices(String... words) throws Exception {
        return Tool.run(Stream.concat(Stream.of("./fairlead", "splices"), Stream.of(words))
                .toArray(String[]::new));
    }

    private static String hex(int port) {
        return "%04X".formatted(port);
    }

    @Test
    void shouldShowADownloadWhereverOperatorsLook() throws Exception {
        try (Socket client = download()) {
            String name = "127.0.0.1:" + client.getLocalPort();
            List<String> row = row();
            assertThat(row).startsWith(name, "127.0.0.1:" + port).contains("127.0.0.1:" + origin.getLocalPort());
            assertThat(row.get(4)).isEqualTo("ESTABLISHED");
            assertThat(Integer.parseInt(row.get(5))).isBetween(600, 900);
            assertThat(Long.parseLong(row.get(8))).isBetween(1L, (long) BYTES);

            String configuration = fairlead.directory().resolve("test.cfg").toString();
            assertThat(splices("-f", configuration)).startsWith("From ").contains("\n" + name + " ");
            assertThat(splices("-S", control.toString(), "hex"))
                    .startsWith("FromIP   FPrt ToIP     TPrt LocalIP  LPrt DestIP   DPrt State       Expires\n")
                    .containsPattern("\n7F000001 " + hex(client.getLocalPort()) + " 7F000001 " + hex(port)
                            + " 7F000001 \\p{XDigit}{4} 7F000001 " + hex(origin.getLocalPort()) + " ESTABLISHED \\d+");
            assertThat(splices("counters", "-S", control.toString())).contains("pairs: 1\n");

            assertThat(Client.get(figuresPort, "/stats"))
                    .contains("Spliced connections", "<th scope=\"row\">" + name + "</th>", ">ESTABLISHED</span>");
            assertThat(Client.get(figuresPort, "/stats;json")).contains("\"value\":\"" + name + "\"");
            assertThat(log.line("splice " + name)).startsWith("<159>").endsWith(": joined\n"); // at level debug
        }
    }

    @Test
    void shouldListAPairUntilItsTimeIsOver() throws Exception {
        try (Socket client = download()) {
            client.shutdownOutput();
            assertThat(client.getInputStream().read()).isNegative();
            assertThat(farewell.get(Launcher.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isEqualTo(-1);
        }
        Serving.await("its CLOSE", () -> row().contains("CLOSE"));
        int expires = Integer.parseInt(row().get(5));
        assertThat(expires).isBetween(1, 60);
        Serving.await("time", () -> Integer.parseInt(row().get(5)) < expires);

        assertThat(ask("set tune.splice.timeout_close 2")).isBlank();

        assertThat(ask("show tune.splice")).contains("tune.splice.timeout_close: 2\n");
        Serving.await("its end", () -> row().isEmpty());
        log.line("tune.splice.timeout_close is 2 now, changed from 60.");
        log.line(": closed, 0 bytes up, ");
    }

    @Test
    void shouldEndASessionThroughWhichNothingPasses() throws Exception {
        try (Socket client = download()) {
            assertThat(ask("set tune.splice.timeout_established 1s")).isBlank();

            InputStream in = client.getInputStream();
            assertThatThrownBy(in::read).isInstanceOf(SocketException.class);
            assertThat(farewell.handle((_, failure) -> failure).get(Launcher.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isInstanceOf(SocketException.class);

            String line = log.line("127.0.0.1:" + client.getLocalPort() + " [");
            assertThat(line).contains(" " + BYTES + " cD ");
            assertThat(log.line(": expired, ")).contains("splice 127.0.0.1:" + client.getLocalPort());
        }
        Serving.await("its end", () -> row().isEmpty());
    }
}
