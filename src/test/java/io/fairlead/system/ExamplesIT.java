package io.fairlead.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each file of examples/ does what its comment says. */
class ExamplesIT {
    private static String get(Example example, String path, String... headers) throws IOException {
        return answer(example, path, headers).body();
    }

    private static Message answer(Example example, String path, String... headers) throws IOException {
        try (Wire client = example.client()) {
            return client.get(path, headers).response();
        }
    }

    @Test
    void shouldSwitchByContent() throws Exception {
        try (Example example = new Example("content-switching");
                Origin _ = example.origin("files", 8001);
                Origin _ = example.origin("api", 8002);
                Origin _ = example.origin("pages", 8003)) {
            example.start(8000);
            assertThat(get(example, "/assets/site.css")).isEqualTo("files");
            assertThat(get(example, "/api/orders")).isEqualTo("api");
            assertThat(get(example, "/")).isEqualTo("pages");
            assertThat(get(example, "/stats")).contains("pages1").endsWith("</html>\n");
            assertThat(answer(example, "/alive").status()).isEqualTo(200);
            try (Wire client = example.client()) {
                client.send("GET / HTTP/1.1\r\nHost: img.example\r\n\r\n");
                assertThat(client.response().body()).isEqualTo("files");
            }
        }
    }

    @Test
    void shouldKeepSessionsOnTheirServer() throws Exception {
        try (Example example = new Example("sticky-sessions");
                Origin _ = example.origin("a", 8001);
                Origin _ = example.origin("b", 8002)) {
            example.start(8000);
            Message first = answer(example, "/");
            assertThat(first.header("Set-Cookie")).isEqualTo("APPSRV=" + first.body() + "; path=/");
            for (int i = 0; i < 4; i++) {
                Message next = answer(example, "/", "Cookie: APPSRV=" + first.body());
                assertThat(next.body()).isEqualTo(first.body());
                assertThat(next.header("Set-Cookie")).isNull();
            }
        }
    }

    @Test
    void shouldTarpitAttackersAndRefuseScanners() throws Exception {
        try (Example example = new Example("tarpit");
                Origin origin = example.origin("application", 8001)) {
            example.start(8000);
            assertThat(get(example, "/", "X-Internal: 1")).isEqualTo("application");
            assertThat(origin.last("/").header("X-Internal")).isNull();
            assertThat(get(example, "/docs/../etc/passwd")).isEqualTo("application");
            assertThat(answer(example, "/", "User-Agent: badbot").status()).isEqualTo(403);
            long begin = System.nanoTime();
            assertThat(answer(example, "/cgi/../etc/passwd").status()).isEqualTo(500);
            assertThat(System.nanoTime() - begin).isGreaterThan(9_000_000_000L);
            assertThat(origin.requests("/cgi/../etc/passwd")).isZero();
        }
    }

    @Test
    void shouldShowANoticeAndThenAPageWhenServersAreDown() throws Exception {
        try (Example example = new Example("maintenance");
                Origin application = example.origin("application", 8001);
                Origin notice = example.origin("notice", 8003)) {
            example.start(8000);
            assertThat(get(example, "/")).isEqualTo("application");
            application.close();
            Serving.await("the backup server", () -> get(example, "/").equals("notice"));
            notice.close();
            Serving.await("the page", () -> answer(example, "/").header("Retry-After") != null);
            Message page = answer(example, "/");
            assertThat(page.status()).isEqualTo(503);
            assertThat(page.body()).contains("We will be back soon");
        }
    }

    @Test
    void shouldChooseTheServerByTheClientsAddress() throws Exception {
        try (Example example = new Example("source-affinity");
                Origin one = example.origin("one", 8001);
                Origin _ = example.origin("two", 8002);
                Origin _ = example.origin("three", 8003)) {
            example.start(8000);
            Set<String> all = new HashSet<>();
            for (int i = 1; i <= 30; i++) {
                String first = getFrom(example, "127.0.0." + i);
                assertThat(getFrom(example, "127.0.0." + i)).isEqualTo(first);
                all.add(first);
            }
            assertThat(all).containsExactlyInAnyOrder("one", "two", "three");
            assertThat(one.requests().getFirst().header("X-Forwarded-For")).startsWith("127.0.0.");
        }
    }

    private static String getFrom(Example example, String ip) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.getByName(ip), 0));
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), example.port(8000)));
        try (Wire client = new Wire(socket)) {
            return client.get("/").response().body();
        }
    }

    @Test
    void shouldBalanceAnyProtocol() throws Exception {
        try (Example example = new Example("tcp");
                Talker _ = new Talker(example.port(8001), "one\r\n");
                Talker _ = new Talker(example.port(8002), "two\r\n")) {
            example.start(8000);
            List<String> greetings = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                try (Wire client = example.client()) {
                    greetings.add(client.read(5).strip());
                    assertThat(client.send("hello\r\n").read(7)).isEqualTo("hello\r\n");
                }
            }
            assertThat(greetings).contains("one", "two");
        }
    }

    @Test
    void shouldCarryMailToServersThatSpeakSmtp() throws Exception {
        try (Example example = new Example("smtp-ldap");
                Talker _ = new Talker(example.port(8026), "220 mail1 ready\r\n", "250 ok\r\n");
                Talker _ = new Talker(example.port(8027), "554 no service here\r\n", "554 no\r\n")) {
            example.start(8025);
            Serving.await(
                    "the check to find out",
                    () -> greetings(example.port(8025), 4).stream().allMatch("220"::equals));
            try (Wire client = Wire.to(example.port(8025))) {
                assertThat(client.read(17)).isEqualTo("220 mail1 ready\r\n");
                assertThat(client.send("NOOP\r\n").read(8)).isEqualTo("250 ok\r\n");
            }
        }
    }

    private static List<String> greetings(int port, int count) throws IOException {
        List<String> greetings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            try (Wire client = Wire.to(port)) {
                greetings.add(client.read(3));
            }
        }
        return greetings;
    }

    @Test
    void shouldSendTheDirectorysClientsToTheReplicaWhenThePrimaryIsDown() throws Exception {
        try (Example example = new Example("smtp-ldap");
                Talker primary = new Talker(example.port(8390), "primary ");
                Talker _ = new Talker(example.port(8391), "replica ")) {
            example.start(8389);
            assertThat(greetings(example.port(8389), 2)).containsOnly("pri");
            primary.close();
            Serving.await("the replica", () -> replicaAnswers(example.port(8389)));
        }
    }

    private static boolean replicaAnswers(int port) throws IOException {
        try (Wire client = Wire.to(port)) {
            return !client.ended() && client.read(3).equals("rep");
        } catch (SocketException _) {
            return false; // the primary's end was noticed too late for this one
        }
    }

    @Test
    void shouldShowStatisticsToWhoKnowsThePassword() throws Exception {
        try (Example example = new Example("stats");
                Origin _ = example.origin("application", 8001)) {
            example.start(8009);
            assertThat(get(example, "/")).isEqualTo("application");
            try (Wire stranger = Wire.to(example.port(8009))) {
                Message refusal = stranger.get("/stats").response();
                assertThat(refusal.status()).isEqualTo(401);
                assertThat(refusal.header("WWW-Authenticate")).startsWith("Basic realm=\"Load balancer\"");
            }
            String account = Base64.getEncoder().encodeToString("operator:change-me".getBytes(UTF_8));
            try (Wire operator = Wire.to(example.port(8009))) {
                Message page = operator.get("/stats", "Authorization: Basic " + account)
                        .response();
                assertThat(page.status()).isEqualTo(200);
                assertThat(page.body()).contains("application", "app1");
            }
        }
    }

    @Test
    void shouldSpliceBodies() throws Exception {
        try (Example example = new Example("tcp-splicing");
                Origin one = new Origin("static", example.port("127.0.0.8:8081"));
                Origin two = new Origin("static", example.port("127.0.0.9:8081"))) {
            String body = "b".repeat(1_000_000);
            one.answers("/img/big", Origin.ok(body));
            two.answers("/img/big", Origin.ok(body));
            example.start("127.0.0.10:8080");
            int port = example.port("127.0.0.10:8080");
            try (Wire client = Wire.to(port)) {
                assertThat(client.get("/img/big").response().body()).isEqualTo(body);
            }
            assertThat(Figures.at(port, "/admin/stats").bytesSpliced()).isBetween(900_000L, 1_000_000L);
        }
    }

    @Test
    void shouldBeReloadedInTheBackground() throws Exception {
        try (Example example = new Example("daemon");
                Origin _ = example.origin("application", 8001)) {
            Launcher first = example.start(8000);
            assertThat(first.exitStatus()).isZero();
            try (Wire client = example.client()) {
                assertThat(client.get("/").response().body()).isEqualTo("application");
                long before = first.daemon().pid();
                Launcher second = example.start(8000, "-sf", Long.toString(before));
                assertThat(second.exitStatus()).isZero();
                assertThat(second.daemon().pid()).isNotEqualTo(before);
                assertThat(get(example, "/")).isEqualTo("application");
                client.close();
                Serving.await(
                        "the end of the old process",
                        () -> ProcessHandle.of(before)
                                .filter(ProcessHandle::isAlive)
                                .isEmpty());
                assertThat(get(example, "/")).isEqualTo("application");
            }
        }
    }

    @Test
    void shouldTakeCommandsWhileItRuns() throws Exception {
        try (Example example = new Example("runtime-socket");
                Origin _ = example.origin("one", 8001);
                Origin _ = example.origin("two", 8002)) {
            Launcher fairlead = example.start(8000);
            fairlead.await("the socket", () -> Files.exists(fairlead.directory().resolve("fairlead.sock")));
            assertThat(command(fairlead, "show info; show stat")).contains("Name: ", "application,app1,");
            command(fairlead, "disable server application/app1");
            for (int i = 0; i < 4; i++) {
                assertThat(get(example, "/")).isEqualTo("two");
            }
            command(fairlead, "enable server application/app1");
            Serving.await("the server to be back", () -> get(example, "/").equals("one"));
        }
    }

    private static String command(Launcher fairlead, String words) throws IOException {
        try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.connect(UnixDomainSocketAddress.of(fairlead.directory().resolve("fairlead.sock")));
            socket.write(ByteBuffer.wrap((words + "\n").getBytes(ISO_8859_1)));
            return new String(Channels.newInputStream(socket).readAllBytes(), UTF_8);
        }
    }
}
