package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code bind} can name besides one port: ranges, both families, abstract names, sockets of the parent. */
class ListenIT {
    private static final String DEFAULTS = """
        global
            nbthread 2
        defaults
            mode http
            balance roundrobin
            timeout client 20s
            timeout server 20s
            timeout connect 5s
        """;

    /** Listens on a port of 127.0.0.1, calls that descriptor 7, and becomes the program that its words name. */
    private static final String LISTENS = """
        use Socket;
        use POSIX ();
        socket(my $s, PF_INET, SOCK_STREAM, 0) or die $!;
        setsockopt($s, SOL_SOCKET, SO_REUSEADDR, 1) or die $!;
        bind($s, sockaddr_in(shift, INADDR_LOOPBACK)) or die $!;
        listen($s, 100) or die $!;
        POSIX::dup2(fileno($s), 7) or die $!;
        exec @ARGV or die $!;
        """;

    private final Origin origin = new Origin();

    @AfterEach
    void end() throws IOException {
        origin.close();
    }

    private static List<String> parentOf(int port) {
        return List.of("perl", "-e", LISTENS, Integer.toString(port));
    }

    private String siteAt(String bind) {
        return DEFAULTS + """
                listen site
                    bind %s
                    server one 127.0.0.1:%d
                """.formatted(bind, origin.port());
    }

    private static String ask(String ip, int port) throws IOException {
        try (Wire client = Wire.to(ip, port)) {
            return client.get("/").response().body();
        }
    }

    @Test
    void shouldServeOnWhatItsParentListensOn() throws IOException {
        int port = Launcher.freePort();
        try (Launcher fairlead = Launcher.startBy(parentOf(port), siteAt("fd@7"))) {
            fairlead.awaitListening(port);
            for (int i = 0; i < 20; i++) {
                assertThat(ask("127.0.0.1", port)).isEqualTo("origin");
            }
        }
    }

    @Test
    void shouldHandWhatItInheritedToADaemonAndThatToTheNext() throws Exception {
        int port = Launcher.freePort();
        try (Launcher first = Launcher.startBy(parentOf(port), siteAt("fd@7"), "-D", "-p", "target/listen-it.pid")) {
            assertThat(first.exitStatus()).as(first.stderr()).isZero();
        }
        Path pidfile = Path.of("target/listen-it.pid");
        String before = Files.readString(pidfile).strip();
        assertThat(ask("127.0.0.1", port)).isEqualTo("origin");
        try (Launcher second = Launcher.start(siteAt("fd@7"), "-sf", before)) {
            Serving.await("the end of the first", () -> !Serving.runs(Long.parseLong(before)));
            assertThat(ask("127.0.0.1", port)).isEqualTo("origin");
            assertThat(second.isAlive()).isTrue();
        }
        Files.delete(pidfile);
    }

    @Test
    void shouldSayThatADescriptorIsNoListeningSocket() throws IOException {
        try (Launcher fairlead = Launcher.start(siteAt("fd@0"))) {
            assertThat(fairlead.exitStatus()).isEqualTo(1);
            assertThat(fairlead.stderr())
                    .contains("proxy 'site': cannot bind socket [fd@0]: descriptor 0 is not a listening socket");
        }
    }

    @Test
    void shouldListenOnRangesAndListsAndFindServersByTheClientsPort() throws IOException {
        int first = threePorts();
        int apart = Launcher.freePort();
        String configuration = DEFAULTS + """
                listen range 127.0.0.1:%1$d-%2$d,127.0.0.1:%3$d
                    server same 127.0.0.2
                """.formatted(first, first + 2, apart);
        int[] ports = {first, first + 1, first + 2, apart};
        Origin[] origins = new Origin[ports.length];
        for (int i = 0; i < ports.length; i++) {
            origins[i] = new Origin("origin" + i, "127.0.0.2", ports[i]);
        }
        try (Launcher _ = Serving.at(apart, configuration)) {
            for (int i = 0; i < ports.length; i++) {
                assertThat(ask("127.0.0.1", ports[i])).isEqualTo("origin" + i);
            }
        }
        for (Origin each : origins) {
            each.close();
        }
    }

    private static int threePorts() throws IOException {
        int first = Launcher.freePort();
        while (Launcher.freePort() != first + 1 || Launcher.freePort() != first + 2) {
            first = Launcher.freePort();
        }
        return first;
    }

    @Test
    void shouldServeEachFamilyWithAProxyOfItsOwnOnOnePort() throws IOException {
        int port = Launcher.freePort();
        Origin six = new Origin("six");
        String configuration = DEFAULTS + """
                listen four 127.0.0.1:%1$d
                    server one 127.0.0.1:%2$d
                listen six
                    bind :::%1$d v6only
                    server one 127.0.0.1:%3$d
                """.formatted(port, origin.port(), six.port());
        try (Launcher _ = Serving.at(port, configuration)) {
            for (int i = 0; i < 10; i++) {
                assertThat(ask("127.0.0.1", port)).isEqualTo("origin");
                assertThat(ask("::1", port)).isEqualTo("six");
            }
        } finally {
            six.close();
        }
    }

    @Test
    void shouldServeBothFamiliesThroughOneSocketWhereToldTo() throws IOException {
        int port = Launcher.freePort();
        try (Launcher _ = Serving.at(port, siteAt(":::" + port + " v6only v4v6"))) {
            assertThat(ask("127.0.0.1", port)).isEqualTo("origin");
            assertThat(ask("::1", port)).isEqualTo("origin");
        }
    }

    @Test
    void shouldGiveAUnixSocketToItsOwnerAndGroup() throws IOException {
        Path directory = Files.createTempDirectory("fairlead-listen-");
        Path socket = directory.resolve("site");
        String bind = "unix@" + socket + " mode 620 user nobody gid 4321";
        try (Launcher fairlead = Launcher.start(siteAt(bind))) {
            fairlead.await("the socket", () -> Files.exists(socket));
            assertThat(Files.getOwner(socket).getName()).isEqualTo("nobody");
            assertThat(Files.getAttribute(socket, "unix:gid")).isEqualTo(4321);
            assertThat((int) Files.getAttribute(socket, "unix:mode") & 0_777).isEqualTo(0_620);
        }
        Launcher.deleteAll(directory);
    }

    @Test
    void shouldKeepAnAbstractNameAndTheServersBehindItThroughAReload() throws Exception {
        int port = Launcher.freePort();
        String configuration = siteAt("abns@fairlead-listen-" + port) + """
                listen door 127.0.0.1:%1$d
                    server site abns@fairlead-listen-%1$d check inter 100ms
                """.formatted(port);
        try (Generations fairlead = new Generations()) {
            fairlead.next(configuration);
            for (int i = 0; i < 2; i++) {
                assertThat(ask("127.0.0.1", port)).isEqualTo("origin");
                fairlead.next(configuration);
                fairlead.awaitFormer();
            }
            assertThat(ask("127.0.0.1", port)).isEqualTo("origin");
        }
    }
}
