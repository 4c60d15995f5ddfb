package io.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.cli.CommandLine.Task;
import io.fairlead.config.Overrides;
import io.fairlead.process.OldProcesses;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {
    @Test
    void shouldRunTheFilesInTheirOrder() throws UsageException {
        CommandLine line = parse("-f a.cfg -f conf.d");
        assertThat(line.task).isEqualTo(Task.RUN);
        assertThat(line.files).containsExactly(Path.of("a.cfg"), Path.of("conf.d"));
        assertThat(line.old).isEqualTo(OldProcesses.NONE);
        assertThat(line.overrides()).isEqualTo(Overrides.NONE);
    }

    @Test
    void shouldCheckWithoutRunning() throws UsageException {
        assertThat(parse("-c -f a.cfg").task).isEqualTo(Task.CHECK);
    }

    @ParameterizedTest
    @CsvSource({"-v, VERSION", "--version, VERSION", "-vv, DETAILS", "-h, HELP", "--help, HELP"})
    void shouldAnswerWithoutAConfiguration(String word, Task task) throws UsageException {
        assertThat(parse(word).task).isEqualTo(task);
    }

    @Test
    void shouldLookAtNothingBehindAFlagThatAnswersAtOnce() throws UsageException {
        assertThat(parse("-v -nonsense").task).isEqualTo(Task.VERSION);
    }

    @Test
    void shouldPutNumbersOverThoseOfTheConfiguration() throws UsageException {
        assertThat(parse("-f a.cfg -n 500 -N 100").overrides())
                .isEqualTo(new Overrides(500, 100, false, false, false, false, false, null));
    }

    @Test
    void shouldTakeEveryWordBehindFinishAsAProcess() throws UsageException {
        assertThat(parse("-f a.cfg -sf 12 34").old).isEqualTo(new OldProcesses(List.of(12, 34), true));
        assertThat(parse("-f a.cfg -st 12").old).isEqualTo(new OldProcesses(List.of(12), false));
        assertThat(parse("-f a.cfg -sf").old.pids()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        // flags, then what goes before the configuration: daemon, foreground, debug, quiet, copy
        "'', false, false, false, false, false",
        "-D, true, false, false, true, false",
        "-q, false, false, false, true, false",
        "-db, false, true, false, false, false",
        "-d, false, false, true, false, false",
        "-dS, false, false, false, false, true",
        "-dp, false, false, false, false, false",
    })
    void shouldChooseTheModeByItsFlags(
            String flags, boolean daemon, boolean foreground, boolean debug, boolean quiet, boolean copy)
            throws UsageException {
        assertThat(parse(("-f a.cfg " + flags).strip()).overrides())
                .isEqualTo(new Overrides(0, 0, daemon, foreground, debug, quiet, copy, null));
    }

    @Test
    void shouldReplaceThePidfile() throws UsageException {
        assertThat(parse("-f a.cfg -p /run/mine.pid").overrides().pidfile()).isEqualTo("/run/mine.pid");
    }

    @Test
    void shouldWarnThatThereIsOnlyEpoll() throws UsageException {
        assertThat(parse("-f a.cfg -de").warnings).singleElement().asString().contains("'-de' changes nothing");
    }

    @Test
    void shouldBeVerbose() throws UsageException {
        assertThat(parse("-f a.cfg -V").verbose).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
                    -c; '-f' is missing
                    -x; unknown argument '-x'
                    a.cfg; unknown argument 'a.cfg'
                    -version; unknown argument '-version'
                    -f; '-f' needs an argument: <file|directory>
                    -f a.cfg -p; '-p' needs an argument: <file>
                    -f a.cfg -n 0; '-n' takes numbers from 1, not '0'
                    -f a.cfg -m much; '-m' takes numbers from 1, not 'much'
                    -f a.cfg -N many; '-N' takes numbers from 1, not 'many'
                    -f a.cfg -n 99999999999; '-n' takes numbers from 1, not '99999999999'
                    -f a.cfg -sf 12 -1; '-sf' takes numbers from 1, not '-1'
                    """)
    void shouldSayWhatIsWrong(String flags, String message) {
        assertThatThrownBy(() -> parse(flags))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(message);
    }

    @Test
    void shouldExplainEveryFlagInTheHelp() {
        for (Flag flag : Flag.values()) {
            assertThat(Help.help()).contains("  " + flag.word() + " ").contains(flag.doc());
            assertThat(Help.usage()).contains(flag.word());
        }
    }

    private static CommandLine parse(String words) throws UsageException {
        return CommandLine.parse(words.isEmpty() ? List.of() : List.of(words.split(" ", -1)));
    }
}
