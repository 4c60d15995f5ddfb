package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class DemoIT {
    @Test
    void shouldServeEveryRouteUntilInterrupted() throws Exception {
        int port = Launcher.freePort();
        try (Launcher demo = Launcher.run("demo", "--port", Integer.toString(port))) {
            demo.awaitListening(port);
            assertThat(Client.get(port, "/")).contains("This is dynsrv");
            assertThat(Client.get(port, "/monitoruri")).contains("200");
            assertThat(Client.get(port, "/admin/stats")).contains("dynsrv2", "statsrv1");
            assertThat(sha256(port, "/img/3m"))
                    .isEqualTo(Client.get(port, "/img/3m.sha256").strip());
            assertThat(demo.signal("INT").exitStatus()).isZero();
            assertThat(demo.stdout()).contains("curl http://127.0.0.1:" + port + "/", "Stop with Ctrl-C.");
        }
    }

    @Test
    void shouldTellEachSecondWhatItDidAndEndByItself() throws IOException {
        try (Launcher demo = Launcher.run("demo", "--port", "0", "--seconds", "2")) {
            assertThat(demo.exitStatus()).as(demo.stderr()).isZero();
            assertThat(demo.stdout().lines().filter(line -> line.contains(" requests ")))
                    .hasSize(2)
                    .allMatch(line -> line.matches(
                            "[\\d,]+ requests \\(\\d+/s\\), \\d+ sessions, .* copied, .* spliced .*, CPU \\d+%"));
        }
    }

    @Test
    void shouldNameThePortThatIsInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Launcher demo = Launcher.run("demo", "--port", Integer.toString(taken.getLocalPort()))) {
            assertThat(demo.exitStatus()).isEqualTo(1);
            assertThat(demo.stderr().lines()).singleElement().asString().contains(":" + taken.getLocalPort(), "--port");
            assertThat(demo.stdout()).isEmpty();
        }
    }

    private static String sha256(int port, String path) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream body = new DigestInputStream(Client.open(port, path), digest)) {
            body.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
