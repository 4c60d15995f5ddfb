package io.fairlead.health;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.balance.Backend;
import io.fairlead.balance.CheckResult;
import io.fairlead.balance.CheckStatus;
import io.fairlead.balance.Proxies;
import io.fairlead.balance.Server;
import io.fairlead.config.ServerCheck;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said to a server, and what its answers mean, over a real connection. */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class TalksTest {
    private static final int INTERVAL_MS = 1000;
    private static final ServerCheck SMTP = new ServerCheck.Smtp("EHLO", "mail.example");
    private static final ServerCheck SSL = new ServerCheck.SslHello();

    private final Rig rig = new Rig();
    private final Origin origin = new Origin();

    TalksTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        rig.close();
        origin.close();
    }

    /** What a server does with the connection of a check. */
    private interface Script {
        void play(Socket connection) throws IOException;
    }

    private CheckResult result(ServerCheck check, Script script) {
        Backend backend =
                rig.watch(new Proxies().check(check).server(line -> line.checked(origin.port(), INTERVAL_MS)));
        Server server = backend.servers().getFirst();
        rig.pass(INTERVAL_MS);
        CompletableFuture<Void> played = CompletableFuture.runAsync(() -> {
            try (Socket connection = origin.accept()) {
                script.play(connection);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        rig.awaitCheck(server);
        played.join();
        return server.state().lastCheck();
    }

    /** What comes up to a line feed, or until the check hangs up. */
    private static String line(Socket from) throws IOException {
        StringBuilder line = new StringBuilder();
        try {
            for (int next = 0; next >= 0 && next != '\n'; ) {
                next = from.getInputStream().read();
                line.append((char) next);
            }
        } catch (SocketException _) {
            line.append("(reset)");
        }
        return line.toString();
    }

    @Test
    @DisplayName("1.5 smtpchk: greeting, hello and farewell")
    void shouldGreetAnSmtpServerAndSayGoodbye() {
        List<String> heard = new ArrayList<>();
        CheckResult result = result(SMTP, smtp -> {
            Origin.write(smtp, "220 mx ESMTP\r\n");
            heard.add(line(smtp));
            Origin.write(smtp, "250-mx\r\n250-SIZE 1000\r\n250 HELP\r\n");
            heard.add(line(smtp));
            Origin.write(smtp, "221 bye\r\n");
        });
        assertThat(heard).containsExactly("EHLO mail.example\r\n", "QUIT\r\n");
        assertThat(result).isEqualTo(new CheckResult(CheckStatus.L7OK, 221, "bye", 0));
    }

    @Test
    void shouldUnderstandAnSmtpServerThatTalksByteByByte() {
        CheckResult result = result(SMTP, smtp -> {
            for (char next : "220-a\r\n220 b\r\n".toCharArray()) {
                Origin.write(smtp, String.valueOf(next));
            }
            line(smtp);
            Origin.write(smtp, "250\r\n");
            line(smtp);
        });
        assertThat(result).isEqualTo(new CheckResult(CheckStatus.L7OK, 250, "", 0));
    }

    @ParameterizedTest
    @CsvSource({"421 too busy, L7STS, 421, too busy", "SSH-2.0-x, L7RSP, 0, SSH-2.0-x", "22, L7RSP, 0, 22"})
    void shouldFailWithAnSmtpServerThatDoesNotWelcome(String greeting, CheckStatus status, int code, String info) {
        CheckResult result = result(SMTP, smtp -> {
            Origin.write(smtp, greeting + "\r\n");
            line(smtp);
        });
        assertThat(result).isEqualTo(new CheckResult(status, code, info, 0));
    }

    @Test
    void shouldFailWithAnSmtpServerThatRefusesTheHello() {
        CheckResult result = result(SMTP, smtp -> {
            Origin.write(smtp, "220 mx\r\n");
            line(smtp);
            Origin.write(smtp, "550 who are you\r\n");
            line(smtp);
        });
        assertThat(result).isEqualTo(new CheckResult(CheckStatus.L7STS, 550, "who are you", 0));
    }

    @Test
    void shouldFailWithAnSmtpServerThatEndsEarly() {
        assertThat(result(SMTP, Socket::shutdownOutput).status()).isEqualTo(CheckStatus.L7RSP);
    }

    @Test
    void shouldFailWithAnSmtpServerThatNeverEndsItsLine() {
        assertThat(result(SMTP, smtp -> {
                            Origin.write(smtp, "220 " + "x".repeat(5_000));
                            line(smtp);
                        })
                        .status())
                .isEqualTo(CheckStatus.L7RSP);
    }

    @ParameterizedTest
    @CsvSource({"false, L7TOUT", "true, L6TOUT"})
    void shouldFailWithAServerThatKeepsSilent(boolean ssl, CheckStatus status) throws IOException {
        Backend backend = rig.watch(
                new Proxies().check(ssl ? SSL : SMTP).server(line -> line.checked(origin.port(), INTERVAL_MS)));
        rig.pass(INTERVAL_MS);
        try (Socket silent = origin.accept()) {
            rig.turnUntil(() -> rig.loop.turn(10) > 0);
            rig.pass(INTERVAL_MS);
            CheckResult result = backend.servers().getFirst().state().lastCheck();
            assertThat(result).isEqualTo(new CheckResult(status, 0, "", INTERVAL_MS));
            assertThat(silent.isConnected()).isTrue();
        }
    }

    @Test
    @DisplayName("4.5 ssl-hello-chk: an SSLv3 ClientHello with 39 suites and the time")
    void shouldSayHelloInSslVersion3() {
        List<byte[]> heard = new ArrayList<>();
        CheckResult result = result(SSL, tls -> {
            heard.add(new DataInputStream(tls.getInputStream()).readNBytes(126));
            tls.getOutputStream().write(new byte[] {21, 3, 0, 0, 2, 2, 40});
        });
        assertThat(result).isEqualTo(new CheckResult(CheckStatus.L6OK, 0, "", 0));
        byte[] hello = heard.getFirst();
        assertThat(hello).startsWith(22, 3, 0, 0, 121, 1, 0, 0, 117, 3, 0, 0, 0, 0, 2);
        assertThat(new String(hello, 15, 28, ISO_8859_1)).isEqualTo("Fairlead asks how you do now");
        assertThat(hello[43]).as("session id").isZero();
        assertThat(new byte[] {hello[44], hello[45]}).as("suites").containsExactly(0, 78);
        for (int i = 0; i < 39; i++) {
            assertThat(hello[46 + 2 * i]).isZero();
            assertThat((int) hello[47 + 2 * i]).isEqualTo(i < 27 ? i + 1 : i - 27 + 0x2F);
        }
        assertThat(new byte[] {hello[124], hello[125]}).as("compression").containsExactly(1, 0);
    }

    @ParameterizedTest
    @CsvSource({"22, L6OK", "21, L6OK", "72, L6RSP", "23, L6RSP"})
    @DisplayName("4.5 ssl-hello-chk: a handshake or an alert is good")
    void shouldPassWithAnswersInTls(int firstByte, CheckStatus status) {
        CheckResult result = result(SSL, tls -> {
            tls.getInputStream().readNBytes(126);
            tls.getOutputStream().write(new byte[] {(byte) firstByte, 3, 0, 0, 2, 2, 40});
        });
        assertThat(result.status()).isEqualTo(status);
    }

    @Test
    void shouldFailWhereTlsEndsBeforeItsRecordBegan() {
        assertThat(result(SSL, tls -> {
                            tls.getInputStream().readNBytes(126);
                            tls.getOutputStream().write(new byte[] {22, 3, 0, 0});
                        })
                        .status())
                .isEqualTo(CheckStatus.L6RSP);
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 503 Going \u0001away, L7STS, 503, Going ?away",
        "HTTP/1.0 404, L7STS, 404, ''",
        "HTTP/1.1 200 OK, L7OK, 200, ''"
    })
    void shouldReportTheStatusAndItsReason(String answer, CheckStatus status, int code, String info) {
        CheckResult result = result(new ServerCheck.Http("GET", "/", "HTTP/1.0"), http -> {
            Origin.readHead(http);
            Origin.write(http, answer + "\r\n");
        });
        assertThat(result).isEqualTo(new CheckResult(status, code, info, 0));
    }
}
