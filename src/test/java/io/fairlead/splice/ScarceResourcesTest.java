package io.fairlead.splice;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.loop.Loop;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** What the system refuses is done without. */
class ScarceResourcesTest {
    @Test
    void shouldCopyWhenDescriptorsRunOut() throws Exception {
        assertThat(run("descriptors")).isEqualTo("told true, copied 300000, pipes 0");
    }

    @Test
    void shouldTakeTheLargestPipeThatAnyUserMayHave() throws Exception {
        long most = Long.parseLong(
                Files.readAllLines(Path.of("/proc/sys/fs/pipe-max-size")).getFirst());
        assertThat(Long.parseLong(run("oversized"))).isBetween(most / 2, most);
    }

    @Test
    void shouldRefusePipesOverTheQuotaOfTheUser() throws Exception {
        assertThat(run("quota")).isEqualTo("all told true, all worthwhile true");
    }

    private static String run(String scarcity) throws IOException, InterruptedException, URISyntaxException {
        String classPath = ClassPath.of(Loop.class, ScarceResources.class, Assertions.class);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classPath,
                        ScarceResources.class.getName(),
                        scarcity)
                .redirectErrorStream(true)
                .start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            assertThat(process.waitFor()).as(said).isZero();
            return said;
        } finally {
            process.destroyForcibly();
        }
    }
}
