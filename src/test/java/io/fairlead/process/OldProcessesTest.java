package io.fairlead.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OldProcessesTest {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final Console console = new Console(new PrintStream(shown, true, UTF_8), false, false);

    @ParameterizedTest
    @CsvSource({"true, 138", "false, 143"}) // 128 and the number of SIGUSR1 or SIGTERM, which sleep(1) dies of
    void shouldSignalThemByTheirFlag(boolean finish, int status) throws Exception {
        Process old = new ProcessBuilder("sleep", "60").start();
        try {
            new OldProcesses(List.of((int) old.pid()), finish).dismiss(console);
            assertThat(old.waitFor()).isEqualTo(status);
            assertThat(shown.toString(UTF_8)).isEmpty();
        } finally {
            old.destroyForcibly();
        }
    }

    @Test
    void shouldNotMindOneThatIsGone() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        new OldProcesses(List.of((int) gone.pid()), true).dismiss(console);
        assertThat(shown.toString(UTF_8)).isEmpty();
    }
}
