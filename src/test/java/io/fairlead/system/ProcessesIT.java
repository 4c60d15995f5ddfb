package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** {@code nbproc}: several processes that share their listeners. */
class ProcessesIT {
    private static String configuration(int port, String... globals) {
        return "global\n    nbproc 3\n    nbthread 1\n    " + String.join("\n    ", globals) + "\n"
                + Configurations.http(port);
    }

    @Test
    void shouldServeAsSeveralProcessesWithAPidEach() throws Exception {
        int port = Launcher.freePort();
        try (Generations fairlead = new Generations()) {
            fairlead.next(configuration(port));
            List<Long> pids = fairlead.pids();
            assertThat(pids).hasSize(3).doesNotHaveDuplicates().allMatch(Serving::runs);

            for (long pid : pids.subList(1, 3)) {
                Launcher.signal("TERM", pid);
                Serving.await("its end", () -> !Serving.runs(pid));
            }
            for (int i = 0; i < 20; i++) { // whoever stays serves all
                assertThat(Client.status(port, "/alive")).isEqualTo(200);
            }
        }
    }

    @Test
    void shouldReplaceAllByOneAndOneByAll() throws Exception {
        int port = Launcher.freePort();
        try (Generations fairlead = new Generations()) {
            fairlead.next(configuration(port));
            fairlead.next(Configurations.http(port));
            assertThat(fairlead.pids()).hasSize(1);
            fairlead.awaitFormer();
            fairlead.next(configuration(port));
            assertThat(fairlead.pids()).hasSize(3);
            fairlead.awaitFormer();
            assertThat(Client.status(port, "/alive")).isEqualTo(200);
        }
    }

    @Test
    void shouldEndAllWhenOneCannotStart() throws IOException {
        int port = Launcher.freePort();
        try (Launcher fairlead = Launcher.start(configuration(port, "chroot /nowhere/at/all"), "-D")) {
            assertThat(fairlead.exitStatus()).isEqualTo(1);
            assertThat(fairlead.stderr()).contains("cannot chroot to '/nowhere/at/all'");
            fairlead.await("the end of all", () -> !Launcher.listens(port));
        }
    }

    /** A command reaches one of them: which, it says. */
    @Test
    void shouldKnowItsNumberAndHowManyThereAre() throws Exception {
        try (Generations fairlead = new Generations()) {
            Path socket = fairlead.directory().resolve("control");
            fairlead.next(configuration(Launcher.freePort(), "stats socket " + socket));
            List<Long> pids = fairlead.pids();
            Set<String> unheard = new HashSet<>();
            for (int number = 1; number <= 3; number++) {
                unheard.add("Process_num: " + number + "\nPid: " + pids.get(number - 1) + "\n");
            }
            Serving.await("an answer of each", () -> {
                String info = Operator.ask(socket, "show info");
                assertThat(info).contains("Nbproc: 3\n");
                unheard.removeIf(info::contains);
                return unheard.isEmpty();
            });
        }
    }

    @Test
    void shouldWarnThatTheySetUpOneRuntimeSocket() throws IOException {
        String configuration = configuration(Launcher.freePort(), "stats socket \"${DIR}/control\"");
        try (Launcher fairlead = Launcher.start(configuration, "-D", "-V", "-c")) {
            assertThat(fairlead.exitStatus()).isZero();
            assertThat(fairlead.stderr())
                    .contains("[WARNING]", "'stats socket' does not work as expected with 'nbproc'");
        }
    }

    @Test
    void shouldBeOneProcessInTheForeground() throws IOException {
        int port = Launcher.freePort();
        try (Launcher fairlead = Serving.at(port, configuration(port))) {
            assertThat(fairlead.stderr()).contains("'nbproc' is only meaningful in daemon mode");
            assertThat(ProcessHandle.of(fairlead.pid()).orElseThrow().children())
                    .isEmpty();
        }
    }
}
