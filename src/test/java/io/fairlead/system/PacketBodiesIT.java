package io.fairlead.system;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.splice.Splicer;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Responses that the kernel carries between connections that go on: clients keep theirs, servers' are anybody's, and
 * every byte is compared, whatever the cables do to packets and however a server ends a response.
 */
@TestInstance(Lifecycle.PER_CLASS)
class PacketBodiesIT {
    private static final int KEPT_ALIVE = 84;
    private static final int CLOSED = 85;
    private static final int LARGE_BYTES = 9_000_000; // more than a server is ever promised room for
    private static final int SEGMENT_BYTES = 1448; // of an Ethernet's packets, with timestamps
    private static final int[] SIZES = {0, 100, 16_384, 300_000, 4_194_303, 4_194_304, 9_000_000};

    private static final String SECTIONS = """
        defaults
            mode http
            balance roundrobin
            option tcpsplice packet
            timeout client 60s
            timeout server 60s
            timeout connect 10s
        listen kept 0.0.0.0:84
            server one 10.78.2.1:90
            server two 10.78.2.1:90
        listen closed 0.0.0.0:85
            option httpclose
            server one 10.78.2.1:90
        """;

    private static final String LOSS = """
        table inet faults {
            chain arriving {
                type filter hook prerouting priority -300
                meta l4proto tcp numgen random mod %d 0 drop
            }
        }
        """;

    private final PacketNet net = new PacketNet("", SECTIONS);
    private final Thread serving = Thread.ofVirtual().start(this::serve);

    PacketBodiesIT() throws Exception {}

    @AfterAll
    void end() throws Exception {
        net.close();
        serving.join();
    }

    @AfterEach
    void mend() throws Exception {
        for (String host : List.of(net.client, net.server)) {
            Hosts.on(host, "nft", "flush", "ruleset");
            Hosts.ip("-n " + host + " link set cable gso_max_segs 65535");
        }
    }

    // ---- the server

    private void serve() {
        while (true) {
            try {
                Socket socket = net.accept();
                Thread.ofVirtual().start(() -> answerAll(socket));
            } catch (java.net.SocketTimeoutException _) {
                // nobody came for a while
            } catch (IOException _) {
                return; // closed: the end
            }
        }
    }

    private static void answerAll(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = new BufferedOutputStream(socket.getOutputStream());
            boolean more = true;
            while (more) {
                String[] words = line(in).split("[ /]+", -1);
                while (!line(in).isEmpty()) {
                    // the head
                }
                more = answer(words[1], Long.parseLong(words[2]), out);
                out.flush();
            }
        } catch (IOException _) {
            // the proxy has closed it
        }
    }

    private static boolean answer(String how, long bytes, OutputStream out) throws IOException {
        long announced = how.equals("short") ? bytes + 500_000 : how.equals("long") ? bytes - 50_000 : bytes;
        String length = how.equals("end") ? "" : "Content-Length: " + announced + "\r\n";
        String close = how.equals("last") ? "Connection: close\r\n" : "";
        out.write(("HTTP/1.1 200 OK\r\n" + length + close + "\r\n").getBytes(US_ASCII));
        Bulk.write(out, bytes);
        return how.equals("kept") || how.equals("long");
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException();
            }
            if (octet != '\r') {
                line.append((char) octet);
            }
        }
        return line.toString();
    }

    // ---- the client

    private Socket client(int port) throws Exception {
        Socket socket = Netns.on(net.client, () -> {
            Socket made = new Socket();
            made.connect(new InetSocketAddress(PacketNet.PROXY, port), (int) Launcher.PATIENCE.toMillis());
            return made;
        });
        socket.setSoTimeout((int) Launcher.PATIENCE.toMillis());
        return socket;
    }

    /** Asks, and reads the head of the answer; returns the stream, where the body begins. */
    private static InputStream ask(Socket socket, InputStream in, String how, long bytes) throws IOException {
        String request = "GET /" + how + "/" + bytes + " HTTP/1.1\r\nHost: h\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(US_ASCII));
        assertThat(line(in)).startsWith("HTTP/1.1 200");
        while (!line(in).isEmpty()) {
            // the head
        }
        return in;
    }

    private int fetchAll(int number, int requests) throws Exception {
        Random random = new Random(number);
        try (Socket socket = client(KEPT_ALIVE)) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (int i = 0; i < requests; i++) {
                int bytes = SIZES[random.nextInt(SIZES.length)];
                Bulk.read(ask(socket, in, "kept", bytes), bytes);
            }
        }
        return requests;
    }

    @Test
    void shouldCarryOneResponseAfterTheOther() throws Exception {
        long before = net.count("of these by packets");

        Crowd.play(16, number -> fetchAll(number, 20));

        assertThat(net.count("of these by packets") - before).isGreaterThan(10_000_000);
    }

    /** Whatever the last segment of a body is, the next response begins behind it. */
    @Test
    void shouldEndBodiesAtEveryByteAroundASegments() throws Exception {
        long before = net.count("of these by packets");
        int whole = LARGE_BYTES / SEGMENT_BYTES;
        Crowd.play(2, number -> {
            try (Socket socket = client(KEPT_ALIVE)) {
                InputStream in = new BufferedInputStream(socket.getInputStream());
                for (int off = -1; off <= 1; off++) {
                    int bytes = Splicer.WORTH_JOINING_BYTES + off;
                    Bulk.read(ask(socket, in, "kept", bytes), bytes);
                }
                for (int off = -2; off <= 2; off++) {
                    int bytes = (whole + number) * SEGMENT_BYTES + off;
                    Bulk.read(ask(socket, in, "kept", bytes), bytes);
                }
            }
            return true;
        });
        assertThat(net.count("of these by packets")).isGreaterThan(before);
    }

    @ParameterizedTest
    @CsvSource({"client, 100", "client, 20", "server, 100", "server, 20"})
    void shouldCarryOverALossyPath(String which, int oneIn) throws Exception {
        for (String host : List.of(net.client, net.server)) { // so that losses are of segments
            Hosts.ip("-n " + host + " link set cable gso_max_segs 1");
        }
        net.rules(which.equals("client") ? net.client : net.server, LOSS.formatted(oneIn));
        Crowd.play(8, number -> fetchAll(number, 8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kept", "last"})
    void shouldEndAConnectionThatWasToBeClosed(String how) throws Exception {
        for (int i = 0; i < 20; i++) {
            try (Socket socket = client(CLOSED)) {
                InputStream in = ask(socket, new BufferedInputStream(socket.getInputStream()), how, 6_000_000);
                Bulk.read(in, 6_000_000);
                assertThat(in.read()).as("the end").isNegative();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 300_000, 9_000_000})
    void shouldEndAResponseOfUnknownLengthWithItsConnection(int bytes) throws Exception {
        for (int i = 0; i < 10; i++) {
            try (Socket socket = client(KEPT_ALIVE)) {
                InputStream in = ask(socket, new BufferedInputStream(socket.getInputStream()), "end", bytes);
                Bulk.read(in, bytes);
                assertThat(in.read()).as("the end").isNegative();
            }
        }
    }

    @Test
    void shouldDeliverWhatCameWhereTheServerEndsTooEarly() throws Exception {
        try (Socket socket = client(KEPT_ALIVE)) {
            InputStream in = ask(socket, new BufferedInputStream(socket.getInputStream()), "short", 6_000_000);
            Bulk.read(in, 6_000_000);
            assertThat(in.read()).isNegative();
        }
    }

    @Test
    void shouldDeliverWhatWasAnnouncedAndNoMore() throws Exception {
        try (Socket socket = client(KEPT_ALIVE)) {
            InputStream in = ask(socket, new BufferedInputStream(socket.getInputStream()), "long", 6_000_000);
            Bulk.read(in, 5_950_000);
            socket.setSoTimeout(300);
            assertThatThrownBy(() -> assertThat(in.read()).isNegative()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void shouldLeaveNothingBehind() throws Exception {
        fetchAll(7, 10);
        net.ask("set tune.splice.timeout_close 1");
        Serving.await(
                "the sockets of clients that have left",
                () -> PacketNet.sockets(net.proxy, "'( sport = :84 )'").isEmpty());
        Serving.await("the end of the pairs", () -> net.count("pairs") == 0);
    }
}
