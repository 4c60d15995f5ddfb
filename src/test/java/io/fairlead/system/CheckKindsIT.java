package io.fairlead.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What checks say to a server, and what its operator reads of them in the log. */
class CheckKindsIT {
    private static final String CONFIGURATION = """
        global
            nbthread 2
            log 127.0.0.1:%d local0
        defaults
            mode tcp
            log global
            timeout client 20s
            timeout server 20s
            timeout connect 5s
        listen site 127.0.0.1:%d
            balance roundrobin
            %s
            server it 127.0.0.1:%d check %s inter 300 rise 2 fall 2
        """;

    private final LogServer log = new LogServer();
    private final int port = Launcher.freePort();
    private final int figuresPort = Launcher.freePort();
    private final ServerSocket listening = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    private final List<String> heard = new CopyOnWriteArrayList<>();

    CheckKindsIT() throws IOException {}

    @AfterEach
    void end() throws IOException {
        listening.close();
        log.close();
    }

    /** A server's part of a conversation. */
    private interface Script {
        void play(Wire wire) throws IOException;
    }

    /** Takes every connection; what the check says is kept by the script. */
    private void serve(Script script) {
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    Socket socket = listening.accept();
                    Thread.ofVirtual().start(() -> talk(socket, script));
                }
            } catch (IOException _) {
                // closed: the end
            }
        });
    }

    private static void talk(Socket socket, Script script) {
        try (Wire wire = new Wire(socket)) {
            script.play(wire);
        } catch (IOException _) {
            // a check resets its connections
        }
    }

    private void hear(Wire wire, int bytes) throws IOException {
        heard.add(new String(wire.input().readNBytes(bytes), ISO_8859_1));
    }

    private Launcher start(String option, String server) throws IOException {
        String configuration = CONFIGURATION.formatted(log.port(), port, option, listening.getLocalPort(), server);
        // waits for another port: a look at the site's own would be passed on to the server
        return Serving.at(figuresPort, configuration + Figures.proxy(figuresPort));
    }

    /** It greets the first two checks with a refusal. */
    @Test
    @DisplayName("1.5 smtpchk: greeting, hello, farewell; a refusal takes the server down")
    void shouldTalkToAnSmtpServer() throws Exception {
        serve(wire -> {
            heard.add("connection");
            if (heard.size() <= 2) {
                wire.send("421 too busy\r\n");
                wire.input().read();
                return;
            }
            wire.send("220 mx ESMTP\r\n");
            hear(wire, "EHLO mail.example\r\n".length());
            wire.send("250-mx\r\n250 HELP\r\n");
            hear(wire, "QUIT\r\n".length());
            wire.send("221 bye\r\n");
            wire.input().read();
        });
        try (Launcher _ = start("option smtpchk EHLO mail.example", "")) {
            assertThat(log.line("Server site/it is DOWN"))
                    .contains("reason: Layer7 wrong status, code: 421, info: \"too busy\", check duration: ");
            assertThat(log.line("Server site/it is UP"))
                    .contains("reason: Layer7 check passed, code: 221, info: \"bye\", check duration: ")
                    .contains("1 active and 0 backup servers online. 0 sessions requeued, 0 total in queue.");
            assertThat(heard).contains("EHLO mail.example\r\n", "QUIT\r\n");
        }
    }

    /** It answers the first check in another protocol. */
    @Test
    @DisplayName("4.5 ssl-hello-chk: an SSLv3 ClientHello; an alert is an answer, HTTP is none")
    void shouldSayHelloToATlsServer() throws Exception {
        serve(wire -> {
            hear(wire, 126);
            wire.send(
                    heard.size() == 1
                            ? "HTTP/1.0 400 Bad Request\r\n\r\n".getBytes(ISO_8859_1)
                            : new byte[] {21, 3, 0, 0, 2, 2, 40});
            wire.input().read();
        });
        try (Launcher _ = start("option ssl-hello-chk", "")) {
            assertThat(log.line("Server site/it is DOWN"))
                    .contains("reason: Layer6 invalid response, check duration: ");
            assertThat(log.line("Server site/it is UP")).contains("reason: Layer6 check passed, check duration: ");
            assertThat(heard).allMatch(hello -> hello.startsWith("\u0016\u0003\0\0y\u0001\0\0u\u0003\0"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "option httpchk, OPTIONS / HTTP/1.0",
        "option httpchk /alive, OPTIONS /alive HTTP/1.0",
        "option httpchk HEAD /alive, HEAD /alive HTTP/1.0",
        "option httpchk GET /alive HTTP/1.1\\r\\nHost:\\ www, GET /alive HTTP/1.1"
    })
    @DisplayName("4.5 httpchk: each form; 5xx takes the server down, 3xx brings it back")
    void shouldAskAnHttpServer(String option, String requestLine) throws Exception {
        serve(wire -> {
            heard.add(Objects.requireNonNull(wire.head()).head());
            wire.send(heard.size() == 1 ? "HTTP/1.0 500 Oops\r\n\r\n" : "HTTP/1.0 302 Found\r\n\r\n");
            wire.input().read();
        });
        try (Launcher _ = start(option, "")) {
            assertThat(log.line("Server site/it is DOWN"))
                    .contains("reason: Layer7 wrong status, code: 500, info: \"Oops\", check duration: ");
            assertThat(log.line("Server site/it is UP")).contains("reason: Layer7 check passed, code: 302, check");
            String withHost = option.contains("Host") ? "Host: www\n" : "";
            assertThat(heard).allMatch(head -> head.equals(requestLine + "\n" + withHost));
        }
    }

    /** The port it is checked at refuses until it listens; the server's own serves nobody. */
    @Test
    @DisplayName("1.6 port, source: a check of another port, from another address")
    void shouldCheckAnotherPortFromAnotherAddress() throws Exception {
        int checkPort = Launcher.freePort();
        try (Launcher _ = start("", "source 127.0.0.77 port " + checkPort)) {
            assertThat(log.line("Server site/it is DOWN"))
                    .contains("reason: Layer4 connection problem, info: \"Connection refused\", check duration: ");
            try (ServerSocket late = new ServerSocket(checkPort, 64, InetAddress.getLoopbackAddress());
                    Socket check = late.accept()) {
                assertThat(check.getInetAddress()).isEqualTo(InetAddress.getByName("127.0.0.77"));
                assertThat(log.line("Server site/it is UP")).contains("reason: Layer4 check passed, check duration: ");
            }
        }
    }
}
