package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever goes wrong with a new process, the old one serves on; whatever happens to the old one, the new one serves. */
class TakeoverFaultsIT {
    private int port;
    private Generations fairlead;

    @BeforeEach
    void serve() throws Exception {
        port = Launcher.freePort();
        fairlead = new Generations();
        fairlead.next(Configurations.http(port));
    }

    @AfterEach
    void stop() throws Exception {
        fairlead.close();
    }

    private void assertThatTheOldOneServes(List<Long> old) throws Exception {
        assertThat(fairlead.pids()).isEqualTo(old);
        assertThat(Serving.runs(old.getFirst())).isTrue();
        for (int i = 0; i < 20; i++) { // nobody else has a part of the sockets
            assertThat(Client.status(port, "/alive")).isEqualTo(200);
        }
    }

    @Test
    void shouldServeOnWhenTheNewFileIsBroken() throws Exception {
        List<Long> old = fairlead.pids();
        try (Launcher young = fairlead.start(Configurations.http(port) + "    nonsense\n")) {
            assertThat(young.exitStatus()).isEqualTo(1);
            assertThat(young.stderr()).contains("nonsense", "aborting");
        }
        assertThatTheOldOneServes(old);
    }

    @Test
    void shouldServeOnWhenAPortOfTheNewFileIsTaken() throws Exception {
        List<Long> old = fairlead.pids();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
                Launcher young = fairlead.start(
                        Configurations.http(port) + "    bind 127.0.0.1:" + taken.getLocalPort() + "\n")) {
            assertThat(young.exitStatus()).isEqualTo(1);
            assertThat(young.stderr()).contains("127.0.0.1:" + taken.getLocalPort() + "]: Address already in use");
        }
        assertThatTheOldOneServes(old);
    }

    @Test
    void shouldServeOnWhenThePidfileCannotBeWritten() throws Exception {
        List<Long> old = fairlead.pids();
        try (Launcher young = fairlead.start(Configurations.http(port), "-p", "/nowhere/at/all")) {
            assertThat(young.exitStatus()).isEqualTo(1);
            assertThat(young.stderr()).contains("cannot create pidfile '/nowhere/at/all': no such directory");
        }
        assertThatTheOldOneServes(old);
    }

    @Test
    void shouldServeOnWhenTheNewProcessCannotChangeItsRoot() throws Exception {
        List<Long> old = fairlead.pids();
        String configuration = "global\n    chroot /nowhere/at/all\n" + Configurations.http(port);
        try (Launcher young = fairlead.start(configuration)) {
            assertThat(young.exitStatus()).isEqualTo(1);
            assertThat(young.stderr()).contains("cannot chroot to '/nowhere/at/all'");
        }
        assertThatTheOldOneServes(old);
    }

    @Test
    void shouldServeOnWhenTheNewProcessIsKilledWhileItTakesOver() throws Exception {
        List<Long> old = fairlead.pids();
        try (Launcher young = fairlead.start(Configurations.http(port))) {
            ProcessHandle child = awaitChild(young);
            child.destroyForcibly();
            assertThat(young.exitStatus()).isNotZero();
        }
        assertThatTheOldOneServes(old);
    }

    @Test
    void shouldServeOnWhenTheLeaderOfTheNewOneIsKilled() throws Exception {
        List<Long> old = fairlead.pids();
        try (Launcher young = fairlead.start(Configurations.http(port))) {
            ProcessHandle child = awaitChild(young);
            young.signal("KILL").exitStatus();
            Serving.await("the end of the child", () -> !Serving.runs(child.pid()));
        }
        assertThatTheOldOneServes(old);
    }

    @Test
    void shouldTakeOverThoughTheOldProcessIsKilledMeanwhile() throws Exception {
        List<Long> old = fairlead.pids();
        try (Launcher young = fairlead.start(Configurations.http(port))) {
            awaitChild(young);
            Launcher.signal("KILL", old.getFirst());
            assertThat(young.exitStatus()).as(young.stderr()).isZero();
        }
        assertThat(fairlead.pids()).isNotEqualTo(old);
        assertThat(Client.status(port, "/alive")).isEqualTo(200);
    }

    @Test
    void shouldTakeOverFromAProcessThatIsGone() throws Exception {
        long old = fairlead.pids().getFirst();
        Launcher.signal("KILL", old);
        Serving.await("its end", () -> !Serving.runs(old));
        long gone = fairlead.leaveStalePidfile(); // who was killed is there until init looks: signals still reach it
        try (Launcher young = fairlead.start(Configurations.http(port))) {
            assertThat(young.exitStatus()).as(young.stderr()).isZero();
            assertThat(young.stderr()).contains("[WARNING]", "there is no old process " + gone + " to replace");
        }
        assertThat(Client.status(port, "/alive")).isEqualTo(200);
    }

    @Test
    void shouldRefuseASecondDaemonThatReplacesNobody() throws Exception {
        List<Long> old = fairlead.pids();
        Path file = fairlead.directory().resolve("test.cfg");
        try (Launcher second = Launcher.run("-f", file.toString(), "-D")) {
            assertThat(second.exitStatus()).isEqualTo(1);
            assertThat(second.stderr()).contains("127.0.0.1:" + port + "]: Address already in use");
        }
        assertThatTheOldOneServes(old);
    }

    /** HAProxy's sockets cannot be had; they are shared until it is gone. */
    @Test
    void shouldReplaceAnHAProxy() throws Exception {
        int its = Launcher.freePort();
        String configuration = "frontend web 127.0.0.1:%d%n    mode http%n    monitor-uri /alive%n".formatted(its);
        try (Peer haproxy = Peer.haproxy(fairlead.directory(), """
                        defaults
                            mode http
                            timeout client 5s
                            timeout server 5s
                            timeout connect 5s
                        frontend web
                            bind 127.0.0.1:%d
                            monitor-uri /alive
                        """.formatted(its), its);
                Launcher young =
                        Launcher.start(configuration + "    clitimeout 5s\n", "-sf", Long.toString(haproxy.pid()))) {
            Serving.await("the end of HAProxy", () -> !Serving.runs(haproxy.pid()));
            assertThat(Client.status(its, "/alive")).isEqualTo(200);
            assertThat(young.signal("TERM").exitStatus()).isZero();
        }
    }

    /** The process that will serve, started by the one that was started here. */
    private static ProcessHandle awaitChild(Launcher leader) throws Exception {
        Serving.await("a child of the leader", () -> children(leader).findAny().isPresent());
        return children(leader).findAny().orElseThrow();
    }

    private static Stream<ProcessHandle> children(Launcher leader) {
        return ProcessHandle.of(leader.pid()).stream()
                .flatMap(ProcessHandle::children)
                .filter(child -> child.info()
                        .command()
                        .filter(name -> name.endsWith("java"))
                        .isPresent());
    }
}
