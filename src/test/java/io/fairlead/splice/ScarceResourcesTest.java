package io.fairlead.splice;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.loop.Loop;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
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
        String classPath =
                String.join(File.pathSeparator, root(Loop.class), root(ScarceResources.class), root(Assertions.class));
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

    /** The directory or archive that a class was loaded from. */
    private static String root(Class<?> type) throws URISyntaxException {
        String inside = "/" + type.getName().replace('.', '/') + ".class";
        URL place = Objects.requireNonNull(type.getResource(inside));
        if (place.getProtocol().equals("jar")) {
            String archive = place.getPath().substring(0, place.getPath().indexOf('!'));
            return Path.of(java.net.URI.create(archive)).toString();
        }
        Path file = Path.of(place.toURI());
        return Objects.requireNonNull(file.getRoot())
                .resolve(file.subpath(0, file.getNameCount() - inside.split("/").length + 1))
                .toString();
    }
}
