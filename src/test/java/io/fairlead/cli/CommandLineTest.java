package io.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.cli.CommandLine.Task;
import io.fairlead.config.Config;
import io.fairlead.config.GlobalConfig;
import io.fairlead.config.Overrides;
import io.fairlead.process.OldProcesses;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    private static final GlobalConfig.Tuning TUNING = new GlobalConfig.Tuning(16_384, 1_024, 0, 0);

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
        assertThat(parse("-f a.cfg -n 500 -N 100").overrides()).isEqualTo(new Overrides(500, 100));
    }

    @Test
    void shouldTakeEveryWordBehindFinishAsAProcess() throws UsageException {
        assertThat(parse("-f a.cfg -sf 12 34").old).isEqualTo(new OldProcesses(List.of(12, 34), true));
        assertThat(parse("-f a.cfg -st 12").old).isEqualTo(new OldProcesses(List.of(12), false));
        assertThat(parse("-f a.cfg -sf").old.pids()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        // flags, daemon, quiet; over a configuration that says neither
        "'', false, false",
        "-D, true, true",
        "-q, false, true",
        "-db, false, false",
        "-D -db, false, true",
        "-dp, false, false",
    })
    void shouldChooseTheModeByItsFlags(String flags, boolean daemon, boolean quiet) throws UsageException {
        GlobalConfig global = over(flags, global(false, false));
        assertThat(global.daemon()).isEqualTo(daemon);
        assertThat(global.quiet()).isEqualTo(quiet);
    }

    @Test
    void shouldLeaveADaemonsConfigurationAsItIs() throws UsageException {
        assertThat(over("", global(true, true))).isEqualTo(global(true, true));
    }

    @Test
    void shouldStayInTheForegroundInSpiteOfTheConfiguration() throws UsageException {
        assertThat(over("-db", global(true, true))).isEqualTo(global(false, false));
    }

    @Test
    void shouldReplaceThePidfile() throws UsageException {
        assertThat(over("-p /run/mine.pid", global(true, false)).pidfile()).isEqualTo("/run/mine.pid");
    }

    @Test
    void shouldDoWithoutSplicing() throws UsageException {
        assertThat(over("-dS", global(false, false)).splice()).isFalse();
    }

    @Test
    void shouldBeVerbose() throws UsageException {
        assertThat(parse("-f a.cfg -V").verbose).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-d", "-de", "-m 64"})
    void shouldRefuseWhatIsNotBuilt(String flags) {
        assertThatThrownBy(() -> parse("-f a.cfg " + flags))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("'" + flags.split(" ", -1)[0] + "' is not supported yet");
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

    private static GlobalConfig over(String flags, GlobalConfig global) throws UsageException {
        return parse(("-f a.cfg " + flags).strip())
                .over(new Config(global, List.of()))
                .global();
    }

    private static GlobalConfig global(boolean daemon, boolean quiet) {
        return new GlobalConfig(
                2000,
                0,
                1,
                false,
                daemon,
                quiet,
                200,
                200,
                "/var/empty",
                "/run/pid",
                0,
                true,
                List.of(),
                0,
                List.of(),
                true,
                TUNING);
    }
}
