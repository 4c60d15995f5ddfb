package io.fairlead.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.config.Message.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every {@code .cfg} under src/test/resources/config is a test. Files in {@code ok} become the model in the
 * {@code .expected} file beside them, after any warnings; files in {@code bad} cause the messages there. A new case
 * needs no code: with {@code -Dfairlead.expected.update=true} this test writes what it found, to be reviewed.
 */
class ConfigurationFilesTest {
    private static final Path ROOT = Path.of("src/test/resources/config");
    private static final boolean UPDATE = Boolean.getBoolean("fairlead.expected.update");

    static Stream<Path> goodFiles() throws IOException {
        return filesIn("ok");
    }

    static Stream<Path> badFiles() throws IOException {
        return filesIn("bad");
    }

    @ParameterizedTest
    @MethodSource("goodFiles")
    void shouldReadGoodFiles(Path file) throws Exception {
        ConfigReader.Result result = read(file);

        assertThat(result.messages()).noneMatch(message -> message.severity() == Severity.ALERT);
        Config config = Objects.requireNonNull(result.config());
        compare(file, describe(result.messages()) + ModelDump.of(config));
    }

    @ParameterizedTest
    @MethodSource("badFiles")
    void shouldRefuseBadFiles(Path file) throws Exception {
        ConfigReader.Result result = read(file);

        assertThat(result.config()).isNull();
        compare(file, describe(result.messages()));
    }

    private static Stream<Path> filesIn(String directory) throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve(directory))) {
            return files.filter(file -> file.toString().endsWith(".cfg")).sorted().toList().stream();
        }
    }

    static ConfigReader.Result read(Path file) throws IOException {
        Messages messages = new Messages();
        SourceFile source = SourceReader.decode(file.getFileName().toString(), Files.readAllBytes(file));
        return ConfigReader.read(List.of(source), Overrides.NONE, new FakeEnvironment(), messages);
    }

    private static String describe(List<Message> messages) {
        StringBuilder text = new StringBuilder();
        for (Message message : messages) {
            String line = message.origin() == null
                    ? "-"
                    : Integer.toString(message.origin().line());
            text.append(message.severity()).append(' ').append(line).append(": ");
            text.append(message.text()).append('\n');
        }
        return text.toString();
    }

    private static void compare(Path file, String actual) throws IOException {
        Path expected = Path.of(file.toString().replace(".cfg", ".expected"));
        if (UPDATE) {
            Files.writeString(expected, actual);
        }
        assertThat(expected).exists();
        assertThat(actual).isEqualTo(Files.readString(expected));
    }
}
