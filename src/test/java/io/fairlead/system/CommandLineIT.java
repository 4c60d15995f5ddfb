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
    void shouldWarnOfDirectoriesThatAreNotThere() throws IOException {
        String configuration = Configurations.daemon(
                        Launcher.freePort(), "chroot /nowhere/at/all", "stats socket /nowhere/there/control")
                + "    bind unix@/nowhere/here/web\n";
        try (Launcher fairlead = Launcher.start(configuration, "-c", "-p", "/nowhere/else/pid")) {
            assertThat(fairlead.exitStatus()).isZero();
            assertThat(fairlead.stderr())
                    .contains("[WARNING]", "chroot: there is no directory '/nowhere/at/all'")
                    .contains("pidfile: there is no directory '/nowhere/else'")
                    .contains("stats socket: there is no directory '/nowhere/there'")
                    .contains("proxy 'web': there is no directory '/nowhere/here'");
        }
    }

    @Test
    void shouldWarnThatThereIsOnlyEpoll() throws IOException {
        try (Launcher fairlead = Launcher.start(Configurations.http(Launcher.freePort()), "-c", "-de")) {
            assertThat(fairlead.exitStatus()).isZero();
            assertThat(fairlead.stderr()).contains("[WARNING]", "'-de' changes nothing");
        }
    }

    @Test
    void shouldServeWithinTheMemoryItIsGiven() throws IOException {
        int port = Launcher.freePort();
        try (Launcher fairlead = Serving.at(port, Configurations.http(port), "-m", "192")) {
            Path process = Path.of("/proc", Long.toString(fairlead.pid()));
            assertThat(Files.readString(process.resolve("limits"))).containsPattern("Max data size +" + (192 << 20));
            assertThat(Files.readString(process.resolve("cmdline"))).contains("-Xmx48m", "-XX:MaxDirectMemorySize=96m");
            assertThat(Client.status(port, "/alive")).isEqualTo(200);
        }
    }

    @Test
    void shouldRefuseLessMemoryThanAJvmNeeds() throws IOException {
        try (Launcher fairlead = Launcher.start(Configurations.http(Launcher.freePort()), "-m", "64")) {
            assertThat(fairlead.exitStatus()).isEqualTo(1);
            assertThat(fairlead.stderr()).isEqualTo("fairlead: '-m' takes 128 megabytes or more: the JVM needs them\n");
        }
    }

    @Test
    void shouldSayInOneLineThatJavaHomeIsWrong() throws Exception {
        ProcessBuilder builder = new ProcessBuilder("./fairlead", "-v").redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", "/nowhere/at/all");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(output)
                .startsWith("fairlead: JAVA_HOME=/nowhere/at/all is not a JDK >= 25: looking for another\n")
                .satisfiesAnyOf(
                        found -> assertThat(found).contains("Fairlead version"),
                        none -> assertThat(none).contains("a JDK >= 25 is needed"));
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
