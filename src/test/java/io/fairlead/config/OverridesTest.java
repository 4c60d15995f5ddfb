package io.fairlead.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverridesTest {
    private static final String PROXY = "listen web 127.0.0.1:80\n    mode tcp\n    dispatch 127.0.0.1:1\n";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        // lines of the global section; -D, -db, -d, -q; then daemon, quiet, debug, processes
        "'',                      false, false, false, false,  false, false, false, 1",
        "'',                      true,  false, false, true,   true,  true,  false, 1",
        "daemon,                  false, false, false, false,  true,  false, false, 1",
        "daemon quiet nbproc,     false, false, false, false,  true,  true,  false, 3",
        "daemon quiet nbproc,     false, true,  false, false,  false, false, false, 1",
        "daemon quiet nbproc,     false, true,  false, true,   false, true,  false, 1",
        "daemon quiet nbproc,     false, false, true,  true,   false, false, true,  1",
        "nbproc,                  false, false, false, false,  false, false, false, 1",
        "nbproc,                  true,  false, false, true,   true,  true,  false, 3",
        "daemon debug,            false, false, false, false,  false, false, true,  1",
    })
    void shouldDecideOverTheModeOfTheProcess(
            String lines,
            boolean daemonFlag,
            boolean foregroundFlag,
            boolean debugFlag,
            boolean quietFlag,
            boolean daemon,
            boolean quiet,
            boolean debug,
            int processes)
            throws Exception {
        Overrides overrides = new Overrides(0, 0, daemonFlag, foregroundFlag, debugFlag, quietFlag, false, null);
        GlobalConfig global = read(lines.replace("nbproc", "nbproc 3").replaceAll(" (?=[a-z])", "\n"), overrides);
        assertThat(global.daemon()).as("daemon").isEqualTo(daemon);
        assertThat(global.quiet()).as("quiet").isEqualTo(quiet);
        assertThat(global.debug()).as("debug").isEqualTo(debug);
        assertThat(global.processes()).as("processes").isEqualTo(processes);
    }

    @Test
    void shouldReplaceThePidfileAndTakeSplicingAway() throws Exception {
        GlobalConfig global =
                read("pidfile /run/theirs.pid", new Overrides(0, 0, false, false, false, false, true, "/run/mine.pid"));
        assertThat(global.pidfile()).isEqualTo("/run/mine.pid");
        assertThat(global.splice()).isFalse();
        assertThat(read("pidfile /run/theirs.pid", Overrides.NONE).pidfile()).isEqualTo("/run/theirs.pid");
    }

    @Test
    void shouldWarnOfProcessesThatANonDaemonDoesNotStart() throws Exception {
        assertThat(result("nbproc 2", Overrides.NONE).messages())
                .anyMatch(message -> message.text().contains("'nbproc' is only meaningful in daemon mode"));
        assertThat(result("nbproc 2", new Overrides(0, 0, false, true, false, false, false, null))
                        .messages())
                .noneMatch(message -> message.text().contains("nbproc"));
    }

    private GlobalConfig read(String lines, Overrides overrides) throws Exception {
        ConfigReader.Result result = result(lines, overrides);
        return Objects.requireNonNull(result.config(), () -> result.messages().toString())
                .global();
    }

    private ConfigReader.Result result(String lines, Overrides overrides) throws Exception {
        Path file = Files.writeString(directory.resolve("a.cfg"), "global\n" + lines + "\n" + PROXY);
        return ConfigReader.read(List.of(file), overrides);
    }
}
