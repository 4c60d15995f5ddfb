package io.fairlead.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleTest {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    @ParameterizedTest
    @CsvSource({
        // quiet, verbose, what is shown while starting and then
        "false, false, alert warning, alert warning",
        "true, false, alert, ''",
        "false, true, alert warning, alert warning",
        "true, true, alert warning, alert warning",
    })
    void shouldShowWhatItsModeAllows(boolean quiet, boolean verbose, String starting, String started) {
        Console console = new Console(new PrintStream(shown, true, UTF_8), quiet, verbose);
        assertThat(shownBy(console)).isEqualTo(starting);
        console.started();
        assertThat(shownBy(console)).isEqualTo(started);
    }

    @Test
    void shouldUseTheFormOfHAProxy() {
        new Console(new PrintStream(shown, true, UTF_8), false, false).alert("text");
        assertThat(shown.toString(UTF_8))
                .matches("\\[ALERT] \\d{3}/\\d{6} \\(" + ProcessHandle.current().pid() + "\\) : text\\R");
    }

    private String shownBy(Console console) {
        shown.reset();
        console.alert("alert");
        console.warning("warning");
        return shown.toString(UTF_8)
                .replaceAll("(?m)^.* : ", "")
                .replaceAll("\\R", " ")
                .strip();
    }
}
