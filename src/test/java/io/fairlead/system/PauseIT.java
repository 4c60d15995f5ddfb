package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SIGTTOU and SIGTTIN: a paused process accepts nobody, keeps whom it has, and lets others have its ports. */
class PauseIT {
    /** A frontend, and a backend, which has no listener and stops nothing by that. */
    private static String configuration(int port, String global, int server) {
        return """
                global
                    nbthread 2
                    %s
                frontend web
                    bind 127.0.0.1:%d
                    mode http
                    timeout client 20s
                    default_backend servers
                backend servers
                    mode http
                    balance roundrobin
                    timeout server 20s
                    timeout connect 20s
                    server one 127.0.0.1:%d
                """.formatted(global, port, server);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "noreuseport"})
    void shouldRefuseNewClientsAndKeepTheOthersUntilItResumes(String global) throws Exception {
        int port = Launcher.freePort();
        try (Origin origin = new Origin();
                Launcher fairlead = Serving.at(port, configuration(port, global, origin.port()));
                Wire client = Wire.to(port)) {
            assertThat(client.get("/").response().body()).isEqualTo("origin");
            fairlead.signal("TTOU").await("the pause", () -> !Launcher.listens(port));
            assertThat(fairlead.stderr()).contains("Pausing proxy web.");
            assertThat(client.get("/").response().body()).isEqualTo("origin");

            fairlead.signal("TTIN").awaitListening(port);
            assertThat(fairlead.stderr()).contains("Enabling proxy web.");
            for (int i = 0; i < 20; i++) { // on every loop
                assertThat(Client.get(port, "/")).isEqualTo("origin");
            }
            assertThat(client.get("/").response().body()).isEqualTo("origin");
        }
    }

    @Test
    void shouldStayPausedWhileAnotherHasThePort() throws Exception {
        int port = Launcher.freePort();
        try (Origin origin = new Origin();
                Launcher fairlead = Serving.at(port, configuration(port, "", origin.port()))) {
            fairlead.signal("TTOU").await("the pause", () -> !Launcher.listens(port));
            try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
                fairlead.signal("TTIN");
                Serving.await("the reason", () -> fairlead.stderr().contains("It stays paused."));
                assertThat(fairlead.stderr()).contains("Cannot enable proxy web on 127.0.0.1:" + port);
            }
            fairlead.signal("TTIN").awaitListening(port);
            assertThat(Client.get(port, "/")).isEqualTo("origin");
        }
    }

    @Test
    void shouldEndWithItsLastSessionWhenItIsStoppedWhilePaused() throws Exception {
        int port = Launcher.freePort();
        try (Origin origin = new Origin();
                Launcher fairlead = Serving.at(port, configuration(port, "", origin.port()))) {
            fairlead.signal("TTOU").await("the pause", () -> !Launcher.listens(port));
            assertThat(fairlead.signal("USR1").exitStatus()).isZero();
        }
    }

    @Test
    void shouldNotBePausedOnceItIsBeingStopped() throws Exception {
        int port = Launcher.freePort();
        int closing = Launcher.freePort();
        try (Launcher fairlead = Serving.at(port, Configurations.graceful(port, closing))) {
            fairlead.signal("USR1").await("the end of the other", () -> !Launcher.listens(closing));
            fairlead.signal("TTOU").signal("HUP");
            Serving.await("the dump that follows", () -> fairlead.stderr().contains("web/one"));
            assertThat(fairlead.stderr()).doesNotContain("Pausing proxy");
            assertThat(Client.status(port, "/alive")).isEqualTo(200);
            assertThat(fairlead.signal("TERM").exitStatus()).isZero();
        }
    }

    @Test
    void shouldMakeRoomForAnotherByHand() throws Exception {
        int port = Launcher.freePort();
        try (Origin origin = new Origin();
                Launcher old = Serving.at(port, configuration(port, "noreuseport", origin.port()))) {
            old.signal("TTOU").await("the pause", () -> !Launcher.listens(port));
            try (Launcher young = Serving.at(port, configuration(port, "noreuseport", origin.port()))) {
                assertThat(old.signal("USR1").exitStatus()).isZero();
                assertThat(Client.get(port, "/")).isEqualTo("origin");
                assertThat(young.signal("TERM").exitStatus()).isZero();
            }
        }
    }

    /** Each shares the address with the other, and serves it alone while the other is paused. */
    @Test
    void shouldPauseOneOfTwoFrontendsOnTheSameAddress() throws Exception {
        int port = Launcher.freePort();
        try (Launcher fairlead = Serving.at(port, """
                global
                    nbthread 2
                    stats socket "${DIR}/control" level admin
                frontend a
                    bind 127.0.0.1:%1$d
                    mode http
                    monitor-uri /a
                    timeout client 20s
                frontend b
                    bind 127.0.0.1:%1$d
                    mode http
                    monitor-uri /b
                    timeout client 20s
                """.formatted(port))) {
            Path control = fairlead.directory().resolve("control");
            Serving.await("the runtime socket", () -> Files.exists(control)); // made after the others listen
            assertThat(Operator.ask(control, "disable frontend a").strip()).isEmpty();
            Serving.await("b alone", () -> serves(port, "/b"));
            assertThat(Operator.ask(control, "disable frontend b").strip()).isEmpty();
            fairlead.await("nobody", () -> !Launcher.listens(port));
            assertThat(Operator.ask(control, "enable frontend a").strip()).isEmpty();
            fairlead.awaitListening(port);
            assertThat(serves(port, "/a")).isTrue();
            assertThat(Operator.ask(control, "enable frontend b").strip()).isEmpty();
            assertThat(Operator.ask(control, "shutdown frontend a").strip()).isEmpty();
            Serving.await("b alone again", () -> serves(port, "/b"));
        }
    }

    /** Whether every one of many requests is answered by the frontend whose URI this is. */
    private static boolean serves(int port, String uri) throws Exception {
        for (int i = 0; i < 40; i++) {
            if (Client.status(port, uri) != 200) {
                return false;
            }
        }
        return true;
    }
}
