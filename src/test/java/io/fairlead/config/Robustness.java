package io.fairlead.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.config.Message.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What has to hold of any bytes whatever. */
final class Robustness {
    private static final LocalDateTime NOW = LocalDateTime.of(2025, 1, 1, 0, 0);
    private static final int MAX_SEED_BYTES = 4_000;

    private Robustness() {}

    /** No exception, a configuration exactly where nothing was refused, and messages that may be shown anywhere. */
    static void check(byte[] bytes) {
        Messages messages = new Messages();
        SourceFile file = SourceReader.decode("fuzz.cfg", bytes);
        ConfigReader.Result result = ConfigReader.read(List.of(file), Overrides.NONE, new FakeEnvironment(), messages);

        boolean refused = result.messages().stream().anyMatch(message -> message.severity() == Severity.ALERT);
        assertThat(result.config() == null).isEqualTo(refused);
        assertThat(result.messages().stream().map(message -> message.format(NOW, 1)))
                .allMatch(line -> line.chars().noneMatch(Character::isISOControl));
    }

    /** The small ones of the files that {@link ConfigurationFilesTest} reads. */
    static List<byte[]> corpus() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/resources/config"))) {
            List<byte[]> corpus = new ArrayList<>();
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".cfg")).sorted().toList()) {
                byte[] bytes = Files.readAllBytes(file);
                if (bytes.length < MAX_SEED_BYTES) {
                    corpus.add(bytes);
                }
            }
            return corpus;
        }
    }
}
