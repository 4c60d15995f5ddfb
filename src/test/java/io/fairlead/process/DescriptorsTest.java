package io.fairlead.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.config.Config;
import io.fairlead.config.ConfigReader;
import io.fairlead.config.Overrides;
import io.fairlead.linux.Processes;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescriptorsTest {
    @TempDir
    private Path directory;

    @Test
    void shouldCountConnectionsPipesListenersAndChecks() throws Exception {
        Config config = read("""
                global
                    maxconn 1000
                    maxpipes 30
                    nbthread 2
                listen one 127.0.0.1:8001-8003
                    mode tcp
                    balance roundrobin
                    server checked 127.0.0.1:1 check
                    server unchecked 127.0.0.1:2
                """);
        assertThat(Descriptors.needed(config)).isEqualTo(100 + 2 * 1000 + 2 * 30 + 3 * 2 + 1);
    }

    /** The limit is this JVM's own: it is lowered by one. */
    @Test
    void shouldSetTheLimitThatIsAskedFor() throws Exception {
        long wanted = Math.min(Processes.descriptorLimit(), 1_000_000) - 1;
        Config config = read("""
                global
                    ulimit-n %d
                    maxconn 1
                    maxpipes 1
                    nbthread 1
                listen one 127.0.0.1:8001
                    mode tcp
                    balance roundrobin
                    server only 127.0.0.1:1
                """.formatted(wanted));
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        Descriptors.limit(config, new Console(new PrintStream(shown, true, UTF_8), false, false));
        assertThat(Processes.descriptorLimit()).isEqualTo(wanted);
        assertThat(shown.toString(UTF_8)).isEmpty();
    }

    private Config read(String text) throws Exception {
        Path file = Files.writeString(directory.resolve("test.cfg"), text);
        ConfigReader.Result result = ConfigReader.read(List.of(file), Overrides.NONE);
        return Objects.requireNonNull(result.config(), () -> result.messages().toString());
    }
}
