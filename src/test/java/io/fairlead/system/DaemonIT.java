package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DaemonIT {
    private static final boolean ROOT = System.getProperty("user.name").equals("root");

    @Test
    void shouldReturnOnceItServesInTheBackground() throws IOException {
        int port = Launcher.freePort();
        try (Launcher fairlead = Launcher.start(Configurations.daemon(port))) {
            assertThat(fairlead.exitStatus()).as(fairlead.stderr()).isZero();
            assertThat(Launcher.listens(port)).isTrue();

            Path daemon = Path.of("/proc", Long.toString(fairlead.daemon().pid()));
            assertThat(session(daemon))
                    .as("leads a session of its own")
                    .isEqualTo(fairlead.daemon().pid());
            for (int stream = 0; stream <= 2; stream++) {
                assertThat(Files.readSymbolicLink(daemon.resolve("fd/" + stream)))
                        .hasToString("/dev/null");
            }
            Launcher.signal("TERM", fairlead.daemon().pid());
            fairlead.await("the end of the daemon", () -> !Launcher.listens(port));
        }
    }

    @Test
    void shouldReturnTheStatusOfADaemonThatCannotStart() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Launcher fairlead = Launcher.start(Configurations.daemon(taken.getLocalPort()))) {
            assertThat(fairlead.exitStatus()).isEqualTo(1);
            assertThat(fairlead.stderr())
                    .contains("[ALERT]", "127.0.0.1:" + taken.getLocalPort(), "Address already in use");
            assertThat(fairlead.directory().resolve("pid")).doesNotExist();
        }
    }

    @Test
    void shouldNameEveryAddressThatItCannotHave() throws IOException {
        int free = Launcher.freePort();
        try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket two = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Launcher fairlead = Launcher.start(Configurations.daemon(one.getLocalPort())
                        + "    bind 127.0.0.1:" + free + ",127.0.0.1:" + two.getLocalPort()
                        + ",unix@/nowhere/at/all\n")) {
            assertThat(fairlead.exitStatus()).isEqualTo(1);
            assertThat(fairlead.stderr().lines().filter(line -> line.startsWith("[ALERT]")))
                    .hasSize(3)
                    .anyMatch(line -> line.contains("[127.0.0.1:" + one.getLocalPort() + "]: Address already in use"))
                    .anyMatch(line -> line.contains("[127.0.0.1:" + two.getLocalPort() + "]: Address already in use"))
                    .anyMatch(line -> line.contains("[unix@/nowhere/at/all]"));
            assertThat(Launcher.listens(free)).isFalse();
        }
    }

    @Test
    void shouldStayInTheForegroundWhenTheCommandLineSaysSo() throws IOException {
        int port = Launcher.freePort();
        try (Launcher fairlead = Launcher.start(Configurations.daemon(port), "-db")) {
            fairlead.awaitListening(port);
            assertThat(fairlead.isAlive()).isTrue();
            assertThat(fairlead.directory().resolve("pid")).doesNotExist();
            assertThat(fairlead.signal("INT").exitStatus()).isZero();
        }
    }

    @Test
    void shouldServeUnprivilegedInItsNewRootOrNotAtAll() throws IOException {
        int port = Launcher.freePort();
        String configuration = Configurations.daemon(port, "chroot \"${DIR}\"", "uid 200", "gid 200");
        try (Launcher fairlead = Launcher.start(configuration)) {
            if (ROOT) {
                assertThat(fairlead.exitStatus()).as(fairlead.stderr()).isZero();
                assertThat(Client.status(port, "/alive")).isEqualTo(200);
                assertThat(Client.status(port, "/"))
                        .as("its server is not there")
                        .isEqualTo(503);
                Path daemon = Path.of("/proc", Long.toString(fairlead.daemon().pid()));
                assertThat(Files.readSymbolicLink(daemon.resolve("root"))).isEqualTo(fairlead.directory());
                assertThat(Files.readAllLines(daemon.resolve("status")))
                        .contains("Uid:\t200\t200\t200\t200", "Gid:\t200\t200\t200\t200", "Groups:\t ");
            } else {
                assertThat(fairlead.exitStatus()).isEqualTo(1);
                assertThat(fairlead.stderr()).contains("cannot chroot", "Operation not permitted");
            }
        }
    }

    @Test
    void shouldRefuseToServeWithoutItsNewRoot() throws IOException {
        int port = Launcher.freePort();
        try (Launcher fairlead = Launcher.start(Configurations.daemon(port, "chroot /nowhere/at/all"))) {
            assertThat(fairlead.exitStatus()).isEqualTo(1);
            assertThat(fairlead.stderr()).contains("cannot chroot to '/nowhere/at/all': No such file or directory");
            assertThat(Launcher.listens(port)).isFalse();
        }
    }

    /** The sixth field of proc_pid_stat(5). */
    private static long session(Path process) throws IOException {
        String stat = Files.readString(process.resolve("stat"));
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[3]);
    }
}
