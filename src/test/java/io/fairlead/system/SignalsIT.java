package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignalsIT {
    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "USR1"})
    void shouldEndWithStatusZeroWhenToldToStop(String signal) throws IOException {
        int port = Launcher.freePort();
        try (Launcher fairlead = Launcher.start(Configurations.http(port))) {
            fairlead.awaitListening(port).signal(signal);
            assertThat(fairlead.exitStatus()).as(fairlead.stderr()).isZero();
            assertThat(Launcher.listens(port)).isFalse();
        }
    }

    /** As nohup, and a background job of a script, start it. */
    @Test
    void shouldHeedSignalsThatItsParentIgnored() throws Exception {
        int port = Launcher.freePort();
        try (Launcher fairlead = Launcher.startIgnoring("HUP INT QUIT TERM", Configurations.http(port))) {
            fairlead.awaitListening(port).signal("HUP");
            fairlead.await("the servers on stderr", () -> says(fairlead, "web/one"));
            fairlead.signal("QUIT");
            Serving.await("the threads", () -> fairlead.stdout().contains("Full thread dump"));
            assertThat(fairlead.signal("INT").exitStatus()).isZero();
        }
    }

    @Test
    void shouldShowItsServersAndGoOnServing() throws IOException {
        int port = Launcher.freePort();
        try (Launcher fairlead = Launcher.start(Configurations.http(port))) {
            fairlead.awaitListening(port).signal("HUP");
            fairlead.await("the servers on stderr", () -> says(fairlead, "web/one"));
            assertThat(Launcher.listens(port)).isTrue();
            assertThat(fairlead.signal("TERM").exitStatus()).isZero();
        }
    }

    /** The lines are HAProxy's: scripts read them. */
    @Test
    void shouldDumpItsStateInTheLogsToo() throws Exception {
        int port = Launcher.freePort();
        try (LogServer logs = new LogServer();
                Launcher fairlead = Serving.at(
                        port,
                        "global\n    log 127.0.0.1:" + logs.port() + " local0\n" + Configurations.http(port)
                                + "    log global\n"
                                + "frontend gate\n    bind 127.0.0.1:" + Launcher.freePort()
                                + "\n    mode tcp\n    clitimeout 5s\n    log global\n")) {
            fairlead.signal("HUP");
            logs.line("Proxy gate has no servers");
            List<String> lines = logs.lines().stream().map(String::strip).toList();
            assertThat(lines)
                    .anyMatch(line -> line.contains("SIGHUP received, dumping servers states for proxy web."))
                    .anyMatch(line -> line.endsWith("SIGHUP: Server web/one is UP. Conn: 0 act, 0 pend, 0 tot."))
                    .anyMatch(line ->
                            line.matches(".*SIGHUP: Proxy web has 1 active servers and 0 backup servers available\\."
                                    + " Conn: act\\(FE\\+BE\\): \\d+\\+0, 0 pend \\(0 unass\\),"
                                    + " tot\\(FE\\+BE\\): \\d+\\+0\\."))
                    .anyMatch(line -> line.contains("SIGHUP: Proxy gate has no servers. Conn: act(FE+BE): 0+0,"));
            Serving.await("it on stderr", () -> fairlead.stderr().contains("SIGHUP: Proxy gate has no servers."));
        }
    }

    @Test
    void shouldListenOnForItsGrace() throws Exception {
        int port = Launcher.freePort();
        int closing = Launcher.freePort();
        try (Launcher fairlead = Serving.at(port, Configurations.graceful(port, closing))) {
            fairlead.signal("USR1").await("the end of the other", () -> !Launcher.listens(closing));
            assertThat(Client.status(port, "/alive")).isEqualTo(200);
            assertThat(fairlead.signal("TERM").exitStatus()).isZero();
        }
    }

    @Test
    void shouldEndWithItsLastSession() throws Exception {
        int port = Launcher.freePort();
        try (Launcher fairlead = Serving.at(port, Configurations.http(port).replace("clitimeout 5s", "clitimeout 1h"));
                Wire client = Wire.to(port)) {
            client.send("GET /alive HTTP/1.1\r\n");
            fairlead.signal("USR1").await("no more listening", () -> !Launcher.listens(port));
            assertThat(fairlead.isAlive()).isTrue();
            assertThat(client.send("Host: x\r\n\r\n").response().status()).isEqualTo(200);
            assertThat(fairlead.exitStatus()).isZero();
        }
    }

    @Test
    void shouldNotWaitForSessionsForEver() throws Exception {
        int port = Launcher.freePort();
        String configuration = "global\n    hard-stop-after 1s\n"
                + Configurations.http(port).replace("clitimeout 5s", "clitimeout 1h");
        try (Launcher fairlead = Serving.at(port, configuration);
                Wire client = Wire.to(port)) {
            client.send("GET /alive HTTP/1.1\r\n");
            assertThat(fairlead.signal("USR1").exitStatus()).isZero();
            assertThat(fairlead.stderr()).contains("hard-stop-after");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-sf", "-st"})
    void shouldTakeOverFromTheProcessItReplaces(String flag) throws IOException {
        int port = Launcher.freePort();
        String configuration = Configurations.http(port);
        try (Launcher old = Launcher.start(configuration).awaitListening(port);
                Launcher young = Launcher.start(configuration, flag, Long.toString(old.pid()))) {
            assertThat(old.exitStatus()).as(old.stderr()).isZero();
            assertThat(Launcher.listens(port)).isTrue();
            assertThat(young.signal("TERM").exitStatus()).isZero();
            assertThat(Launcher.listens(port)).isFalse();
        }
    }

    private static boolean says(Launcher fairlead, String text) {
        try {
            return fairlead.stderr().contains(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
