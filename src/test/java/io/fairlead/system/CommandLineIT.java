package io.fairlead.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineIT {
    @ParameterizedTest
    @ValueSource(strings = {"-v", "--version", "-vv"})
    void shouldPrintTheVersion(String flag) throws IOException {
        try (Launcher fairlead = Launcher.run(flag)) {
            assertThat(fairlead.exitStatus()).isZero();
            assertThat(fairlead.stdout()).startsWith("Fairlead version 0.");
            assertThat(fairlead.stderr()).isEmpty();
        }
    }

    @Test
    void shouldExplainEveryFlag() throws IOException {
        try (Launcher fairlead = Launcher.run("--help")) {
            assertThat(fairlead.exitStatus()).isZero();
            assertThat(fairlead.stdout()).contains("-sf <pid>...", "-dS", "demo");
        }
    }

    @Test
    void shouldPrintTheUsageForAnUnknownFlag() throws IOException {
        try (Launcher fairlead = Launcher.run("-x")) {
            assertThat(fairlead.exitStatus()).isEqualTo(1);
            assertThat(fairlead.stderr()).contains("unknown argument '-x'", "Usage: fairlead");
            assertThat(fairlead.stdout()).isEmpty();
        }
    }

    @Test
    void shouldConfirmAValidConfiguration() throws IOException {
        try (Launcher fairlead = Launcher.start(Configurations.http(Launcher.freePort()), "-c")) {
            assertThat(fairlead.exitStatus()).isZero();
            assertThat(fairlead.stdout())
                    .isEqualTo("Configuration file is valid : " + fairlead.directory() + "/test.cfg\n");
        }
    }

    @Test
    void shouldRefuseAnInvalidConfigurationWithItsLine() throws IOException {
        try (Launcher fairlead = Launcher.start("global\n    maxcon 10\n", "-c")) {
            assertThat(fairlead.exitStatus()).isEqualTo(1);
            assertThat(fairlead.stderr())
                    .contains("[ALERT]", "test.cfg:2]", "maxcon", "Errors found in configuration file, aborting.");
            assertThat(fairlead.stdout()).isEmpty();
        }
    }

    @Test
    void shouldNameAMissingFile() throws IOException {
        try (Launcher fairlead = Launcher.run("-f", "/nowhere/at.all")) {
            assertThat(fairlead.exitStatus()).isEqualTo(1);
            assertThat(fairlead.stderr()).contains("[ALERT]", "/nowhere/at.all");
        }
    }

    @Test
    void shouldRunThroughASymbolicLinkFromAnotherDirectory(@TempDir Path elsewhere) throws Exception {
        Path link = Files.createSymbolicLink(
                elsewhere.resolve("proxy"), Path.of("fairlead").toAbsolutePath());
        Process process = new ProcessBuilder(link.toString(), "-v")
                .directory(elsewhere.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        Files.delete(link);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).startsWith("Fairlead version");
    }
}
