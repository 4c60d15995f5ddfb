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
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
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

    /** What the origin reads after whole downloads: -1 is the end; or how that failed. */
    private final BlockingQueue<Object> farewells = new LinkedBlockingQueue<>();

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
            farewells.add(socket.getInputStream().read());
        } catch (IOException e) {
            if (whole) { // others only look whether the port is open
                farewells.add(e);
            }
        }
    }

    private Object farewell() throws InterruptedException {
        Object end = farewells.poll(Launcher.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return Objects.requireNonNull(end, "the origin heard nothing of its client");
    }

    /** Takes a download that the kernel carries. Loopback's segments may differ in size, and go through pipes then. */
    private Socket download() throws Exception {
        long deadline = System.nanoTime() + Launcher.PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
            client.setSoTimeout((int) Launcher.PATIENCE.toMillis());
            Bulk.read(client.getInputStream(), BYTES);
            if (!row(name(client)).isEmpty()) {
                return client;
            }
            client.close();
            farewell();
        }
        throw new AssertionError("no download was joined: " + ask("show splices counters"));
    }

    private String ask(String line) throws IOException {
        return Operator.ask(control, line);
    }

    private static String name(Socket client) {
        return "127.0.0.1:" + client.getLocalPort();
    }

    /** The words of a client's row; none where there is no such row. */
    private List<String> row(String client) throws IOException {
        return ask("show splices")
                .lines()
                .filter(line -> line.startsWith(client + " "))
                .map(line -> List.of(line.split(" +", -1)))
                .findFirst()
                .orElse(List.of());
    }

    private long bytesToClients() throws IOException {
        return Client.get(figuresPort, "/stats;csv")
                .lines()
                .filter(line -> line.startsWith("relay,FRONTEND,"))
                .mapToLong(line -> Long.parseLong(line.split(",", -1)[9]))
                .sum();
    }

    /** Waits until the log has been told something of a client's pair, at level debug. */
    private void awaitTold(String client, String what) throws Exception {
        Serving.await(
                what + " of " + client + " among " + log.lines(),
                () -> log.lines().stream()
                        .anyMatch(line -> line.startsWith("<159>")
                                && line.contains("splice " + client + " ")
                                && line.contains(what)));
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
            String name = name(client);
            List<String> row = row(name);
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
            assertThat(splices("counters", "-S", control.toString())).containsPattern("pairs: [1-9]\\d*\n");

            assertThat(Client.get(figuresPort, "/stats"))
                    .contains("Spliced connections", "<th scope=\"row\">" + name + "</th>", ">ESTABLISHED</span>");
            assertThat(Client.get(figuresPort, "/stats;json")).contains("\"value\":\"" + name + "\"");
            Serving.await("its bytes, which woke nobody", () -> bytesToClients() >= BYTES);
            awaitTold(name, ": joined\n");
        }
    }

    @Test
    void shouldListAPairUntilItsTimeIsOver() throws Exception {
        String name;
        try (Socket client = download()) {
            name = name(client);
            client.shutdownOutput();
            assertThat(client.getInputStream().read()).isNegative();
            assertThat(farewell()).isEqualTo(-1);
        }
        Serving.await("its CLOSE", () -> row(name).contains("CLOSE"));
        int expires = Integer.parseInt(row(name).get(5));
        assertThat(expires).isBetween(1, 60);
        Serving.await("time", () -> Integer.parseInt(row(name).get(5)) < expires);

        assertThat(ask("set tune.splice.timeout_close 2")).isBlank();

        assertThat(ask("show tune.splice")).contains("tune.splice.timeout_close: 2\n");
        Serving.await("its end", () -> row(name).isEmpty());
        log.line("tune.splice.timeout_close is 2 now, changed from 60.");
        awaitTold(name, ": closed, ");
    }

    @Test
    void shouldEndASessionThroughWhichNothingPasses() throws Exception {
        String name;
        try (Socket client = download()) {
            name = name(client);
            assertThat(ask("set tune.splice.timeout_established 1s")).isBlank();

            InputStream in = client.getInputStream();
            assertThatThrownBy(in::read).isInstanceOf(SocketException.class);
            assertThat(farewell()).isInstanceOf(SocketException.class);

            String line = log.line(name + " [");
            assertThat(line).contains(" " + BYTES + " cD ");
            awaitTold(name, ": expired, ");
        }
        Serving.await("its end", () -> row(name).isEmpty());
    }
}
