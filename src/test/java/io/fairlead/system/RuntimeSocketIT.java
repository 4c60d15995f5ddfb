package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** An operator at the runtime socket of the real program, and what it does to traffic. */
@TestInstance(Lifecycle.PER_CLASS)
class RuntimeSocketIT {
    private static final String CONFIGURATION = """
        global
            maxconn 200
            nbthread 2
            stats socket "${DIR}/admin" mode 600 level admin
            stats socket "${DIR}/look" mode 660 level user
        defaults
            mode http
            timeout client 20s
            timeout server 20s
            timeout connect 5s
        frontend site
            bind 127.0.0.1:%d
            default_backend servers
        frontend other
            bind 127.0.0.1:%d
            reqirep ^X-Spoil:.* Content-Length:\\ 7
            rspirep ^X-Spoil:.* Content-Length:\\ 7
            default_backend servers
        backend servers
            balance roundrobin
            server one 127.0.0.1:%d
            server two 127.0.0.1:%d
        listen line
            bind 127.0.0.1:%d
            mode tcp
            balance roundrobin
            server echo 127.0.0.1:%d
        """;

    private static final String HAPROXY = """
        global
            stats socket %s level admin
        defaults
            mode http
            timeout client 20s
            timeout server 20s
            timeout connect 5s
        frontend site
            bind 127.0.0.1:%d
        """;

    private final Origin one = new Origin();
    private final Origin two = new Origin();
    private final int port = Launcher.freePort();
    private final int otherPort = Launcher.freePort();
    private final int linePort = Launcher.freePort();
    private final Launcher fairlead =
            Serving.at(port, CONFIGURATION.formatted(port, otherPort, one.port(), two.port(), linePort, one.port()));
    private final Path admin = fairlead.directory().resolve("admin");

    RuntimeSocketIT() throws IOException {
        one.answers("/", Origin.ok("one"));
        two.answers("/", Origin.ok("two"));
    }

    @AfterAll
    void close() throws IOException {
        fairlead.close();
        one.close();
        two.close();
    }

    private String ask(String line) throws IOException {
        return Operator.ask(admin, line);
    }

    private String get(int from) throws IOException {
        try (Wire client = Wire.to(from)) {
            return client.get("/").response().body();
        }
    }

    @Test
    void shouldAnswerWhatScriptsSend() throws Exception {
        String answer = Tool.run("sh", "-c", "echo 'show info;show stat -1 4 -1' | socat - " + admin);
        assertThat(answer)
                .startsWith("Name: Fairlead\nVersion: ")
                .contains("\nPid: " + fairlead.pid() + "\n", "\n\n# pxname,svname,", "\nservers,one,", "\nservers,two,")
                .endsWith("\n\n");
    }

    @Test
    void shouldHaveTheNamesThatHaproxyHas(@TempDir Path directory) throws Exception {
        int haproxyPort = Launcher.freePort();
        Path haproxy = directory.resolve("haproxy.sock");
        try (Peer _ = Peer.haproxy(directory, HAPROXY.formatted(haproxy, haproxyPort), haproxyPort)) {
            assertThat(columns(ask("show stat"))).isEqualTo(columns(Operator.ask(haproxy, "show stat")));
            assertThat(names(ask("show info"))).isEqualTo(names(Operator.ask(haproxy, "show info")));
            assertThat(ask("show servers state").lines().toList().subList(0, 2))
                    .isEqualTo(Operator.ask(haproxy, "show servers state")
                            .lines()
                            .toList()
                            .subList(0, 2));
        }
    }

    /** Up to where the modules' begin, which differ from build to build. */
    private static List<String> columns(String csv) {
        List<String> all = List.of(csv.lines().findFirst().orElseThrow().split(","));
        return all.subList(0, all.indexOf("-"));
    }

    private static List<String> names(String info) {
        return info.lines().map(line -> line.split(":", -1)[0]).toList();
    }

    @Test
    void shouldOpenItsSocketsToWhomTheFileSays() throws Exception {
        assertThat(mode("admin")).isEqualTo("rw-------");
        assertThat(mode("look")).isEqualTo("rw-rw----");
        assertThat(Operator.ask(fairlead.directory().resolve("look"), "disable server servers/one"))
                .isEqualTo("Permission denied\n\n");
    }

    private String mode(String name) throws IOException {
        return PosixFilePermissions.toString(
                Files.getPosixFilePermissions(fairlead.directory().resolve(name)));
    }

    @Test
    void shouldTakeAServerOutAndPutItBack() throws Exception {
        assertThat(ask("disable server servers/one")).isEqualTo("\n");
        assertThat(List.of(get(port), get(port), get(port))).containsOnly("two");
        assertThat(ask("show stat servers 4 1")).contains(",MAINT,");
        assertThat(ask("enable server servers/one;set server servers/two state drain"))
                .isEqualTo("\n\n");
        assertThat(List.of(get(port), get(port))).containsOnly("one");
        assertThat(ask("set server servers/two state ready")).isEqualTo("\n");
        assertThat(List.of(get(port), get(port))).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void shouldListSessionsAndEndThem() throws Exception {
        try (Wire client = Wire.to(linePort)) {
            client.get("/");
            assertThat(client.response().body()).isEqualTo("one");
            String all = ask("show sess");
            Matcher line = Pattern.compile("(0x[0-9a-f]+): proto=tcpv4 src=127.0.0.1:" + client.localPort()
                            + " fe=line be=line srv=echo .*")
                    .matcher(all);
            assertThat(line.find()).as(all).isTrue();
            assertThat(ask("show sess " + line.group(1))).contains("backend=line");
            assertThat(ask("shutdown session " + line.group(1))).isEqualTo("\n");
            client.end();
            assertThat(ask("shutdown session " + line.group(1))).startsWith("No such session");
        }
    }

    @Test
    void shouldEndTheSessionsOfAServer() throws Exception {
        try (Wire client = Wire.to(linePort)) {
            client.get("/");
            client.response();
            assertThat(ask("shutdown sessions server line/echo")).isEqualTo("\n");
            client.end();
            Serving.await("no session", () -> !ask("show sess").contains("fe=line"));
        }
    }

    @Test
    void shouldCloseAFrontendForAWhile() throws Exception {
        assertThat(get(otherPort)).isNotEmpty();
        assertThat(ask("disable frontend other")).isEqualTo("\n");
        Serving.await("refusal", () -> !Launcher.listens(otherPort));
        assertThat(ask("show stat other 1 -1")).contains(",PAUSED,");
        assertThat(ask("enable frontend other")).isEqualTo("\n");
        Serving.await("welcome", () -> Launcher.listens(otherPort));
        assertThat(get(otherPort)).isNotEmpty();
    }

    @Test
    void shouldChangeLimitsOfTheRunningProgram() throws Exception {
        try (Wire first = Wire.to(linePort)) {
            first.get("/");
            first.response();
            assertThat(ask("set maxconn frontend line 1")).isEqualTo("\n");
            try (Wire second = Wire.to(linePort)) {
                second.get("/");
                assertThat(ask("show stat line 1 -1")).contains(",FULL,");
                assertThat(ask("set maxconn frontend line 100")).isEqualTo("\n");
                assertThat(second.response().body()).isEqualTo("one");
            }
        }
    }

    @Test
    void shouldShowWhatItCouldNotUnderstand() throws Exception {
        try (Wire client = Wire.to(port)) {
            assertThat(client.send("GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n")
                            .response()
                            .status())
                    .isEqualTo(400);
            assertThat(ask("show errors site"))
                    .startsWith("Total events captured on [")
                    .contains("] : 1\n", "frontend site", "src 127.0.0.1:" + client.localPort())
                    .contains("\n  00000  GET / HTTP/1.1\\r\\n\n  00016  Host: a\\r\\n\n  00025  no colon\\r\\n\n");
        }
    }

    @Test
    void shouldShowWhyAMessageWasRefused() throws Exception {
        assertRefused(port, 400, "CONNECT a HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(ask("show errors site request")).contains("  CONNECT without a port at position 8 of ");
        assertRefused(port, 400, "GET http://a/ HTTP/1.1\r\nHost: b\r\n\r\n");
        assertThat(ask("show errors site request")).contains("  another host than the Host header's at position 4 of ");
    }

    @Test
    void shouldShowWhatRulesMadeOfAMessage() throws Exception {
        assertRefused(otherPort, 400, "GET / HTTP/1.1\r\nHost: a\r\nX-Spoil: y\r\n\r\n");
        assertThat(ask("show errors other request"))
                .contains("invalid request", "  a rule changed where the body ends at position 0 of ")
                .contains("\n  00000  GET / HTTP/1.1\\r\\n\n", "  Content-Length: 7\\r\\n\n")
                .doesNotContain("X-Spoil");
        one.answers("/spoilt", Origin.ok("one", "X-Spoil: y"));
        two.answers("/spoilt", Origin.ok("two", "X-Spoil: y"));
        assertRefused(otherPort, 502, "GET /spoilt HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(ask("show errors other response"))
                .contains(
                        "invalid response", "backend servers, server ", "  differing Content-Lengths at position 0 of ")
                .contains("  Content-Length: 3\\r\\n\n", "  Content-Length: 7\\r\\n\n");
        one.on("/upgraded", (_, wire) -> wire.send("HTTP/1.1 101 Go\r\n\r\n"));
        two.on("/upgraded", (_, wire) -> wire.send("HTTP/1.1 101 Go\r\n\r\n"));
        assertRefused(otherPort, 502, "GET /upgraded HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(ask("show errors other response"))
                .contains("  101 that nobody asked for at position 0 of 19 octets");
    }

    private static void assertRefused(int to, int status, String request) throws IOException {
        try (Wire client = Wire.to(to)) {
            assertThat(client.send(request).response().status()).isEqualTo(status);
        }
    }

    @Test
    void shouldServeWhileAnOperatorDoesNotTakeTheAnswer() throws Exception {
        try (Operator slow = new Operator(admin)) {
            slow.send("show stat typed;".repeat(500));
            for (int i = 0; i < 20; i++) {
                assertThat(get(port)).isIn("one", "two");
            }
            assertThat(ask("show version")).isNotEmpty();
        }
    }
}
