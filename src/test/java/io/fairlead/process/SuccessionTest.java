package io.fairlead.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of old processes that are not Fairlead, or do not hand over: they are signalled. */
class SuccessionTest {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final Console console = new Console(new PrintStream(shown, true, UTF_8), false, false);

    @ParameterizedTest
    @CsvSource({"true, 138", "false, 143"}) // 128 and the number of SIGUSR1 or SIGTERM, which sleep(1) dies of
    void shouldSignalStrangersByTheirFlag(boolean finish, int status) throws Exception {
        Process old = new ProcessBuilder("sleep", "60").start();
        try (Succession succession = Succession.of(new OldProcesses(List.of((int) old.pid()), finish))) {
            assertThat(succession.hasStrangers()).isTrue();
            assertThat(succession.sockets()).isEmpty();
            succession.dismissStrangers(console);
            assertThat(old.waitFor()).isEqualTo(status);
            assertThat(shown.toString(UTF_8)).isEmpty();
        } finally {
            old.destroyForcibly();
        }
    }

    @Test
    void shouldWarnOfOneThatIsGone() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        try (Succession succession = Succession.of(new OldProcesses(List.of((int) gone.pid()), true))) {
            succession.dismissStrangers(console);
        }
        assertThat(shown.toString(UTF_8)).startsWith("[WARNING]").contains("no old process " + gone.pid());
    }

    @Test
    void shouldPauseStrangersAndResumeThemWhereTheStartFails() throws Exception {
        String script =
                "trap 'echo paused' TTOU; trap 'echo resumed; exit' TTIN; echo set; while :; do sleep 0.05; done";
        Process old = new ProcessBuilder("bash", "-c", script).start();
        try (var output = old.inputReader()) {
            assertThat(output.readLine()).isEqualTo("set");
            try (Succession succession = Succession.of(new OldProcesses(List.of((int) old.pid()), true))) {
                assertThat(succession.pause()).isTrue();
                assertThat(output.readLine()).isEqualTo("paused");
            }
            assertThat(output.readLine()).isEqualTo("resumed");
        } finally {
            old.destroyForcibly();
        }
    }

    @Test
    void shouldFindNobodyToPauseWhereNobodyIsReplaced() {
        try (Succession succession = Succession.of(OldProcesses.NONE)) {
            assertThat(succession.pause()).isFalse();
        }
    }
}
