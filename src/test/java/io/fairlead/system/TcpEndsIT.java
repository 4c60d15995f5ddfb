package io.fairlead.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How TCP exchanges begin and end: nothing that was said is lost, and nobody is asked for a client who has gone. */
class TcpEndsIT {
    private static final String CONFIGURATION = """
        global
            nbthread 1
            log 127.0.0.1:%1$d local0
        defaults
            mode tcp
            log global
            option tcplog
            balance roundrobin
            timeout client 20s
            timeout server 20s
            timeout connect 5s
            timeout queue 20s
        listen relay 127.0.0.1:%2$d
            server one 127.0.0.1:%3$d maxconn 1
        listen abort 127.0.0.1:%4$d
            option abortonclose
            server one 127.0.0.1:%3$d maxconn 1
        listen free 127.0.0.1:%5$d
            server one 127.0.0.1:%3$d
        listen last 127.0.0.1:%6$d
            mode health
        """;

    private final LogServer log = new LogServer();
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int relay = Launcher.freePort();
    private final int abort = Launcher.freePort();
    private final int free = Launcher.freePort();
    private final int last = Launcher.freePort();
    private final Launcher fairlead =
            Serving.at(last, CONFIGURATION.formatted(log.port(), relay, server.getLocalPort(), abort, free, last));

    TcpEndsIT() throws IOException {
        server.setSoTimeout((int) Launcher.PATIENCE.toMillis());
    }

    @AfterEach
    void end() throws IOException {
        fairlead.close();
        server.close();
        log.close();
    }

    private Wire accept() throws IOException {
        return new Wire(server.accept());
    }

    @Test
    void shouldKeepTheExchangeOfAClientThatSaidAllBeforeItsServerWasReached() throws Exception {
        try (Wire first = Wire.to(relay);
                Wire held = accept();
                Wire early = Wire.to(relay)) {
            early.send("question").endOutput();
            first.endOutput();
            held.end();
            held.close();
            try (Wire second = accept()) {
                assertThat(second.rest()).isEqualTo("question");
                second.send("answer");
            }
            assertThat(early.rest()).isEqualTo("answer");
        }
    }

    @Test
    void shouldForgetAClientThatEndedWithoutAWordWhileItWaited() throws Exception {
        try (Wire _ = Wire.to(relay);
                Wire _ = accept();
                Wire silent = Wire.to(relay)) {
            silent.endOutput();
            assertThat(silent.rest()).isEmpty();
            assertThat(log.line(":" + silent.localPort() + " ")).contains(" relay relay/<NOSRV> ", " CQ ");
        }
    }

    @Test
    void shouldForgetAClientThatEndedWithAbortonclose() throws Exception {
        try (Wire _ = Wire.to(abort);
                Wire _ = accept();
                Wire talker = Wire.to(abort)) {
            talker.send("question").endOutput();
            talker.end();
            assertThat(log.line(":" + talker.localPort() + " ")).contains(" abort abort/<NOSRV> ", " CQ ");
        }
    }

    @Test
    void shouldNotLoseTheLastSegmentToAClientThatStillSendsToAServerThatClosed() throws Exception {
        byte[] answer = "a".repeat(200_000).getBytes(ISO_8859_1);
        CountDownLatch stop = new CountDownLatch(1);
        try (Wire client = Wire.to(free)) {
            Thread talks = Thread.ofPlatform().start(() -> talkUntil(stop, client));
            try (Socket accepted = server.accept()) {
                accepted.getOutputStream().write(answer);
                accepted.shutdownOutput();
                accepted.getInputStream().skipNBytes(5_000_000); // by then the answer has passed
            } // closed over what the client still sends: from now on the server answers it with resets
            assertThat(client.rest()).as("and its end").hasSize(answer.length);
            stop.countDown();
            talks.join();
        }
        assertThat(log.line(" free free/one ")).contains(" -- ");
    }

    private static void talkUntil(CountDownLatch stop, Wire client) {
        try {
            while (stop.getCount() > 0) {
                client.send("more and more and more");
            }
        } catch (IOException _) {
            // nobody listens any more
        }
    }
}
