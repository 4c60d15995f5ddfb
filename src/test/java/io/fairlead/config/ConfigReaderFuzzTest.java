package io.fairlead.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.config.Message.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever bytes a file holds: no exception, and a configuration exactly where nothing was refused. */
class ConfigReaderFuzzTest {
    private static final LocalDateTime NOW = LocalDateTime.of(2025, 1, 1, 0, 0);
    private static final int MAX_SEED_BYTES = 4_000;

    private final Random random = new Random(1305);

    @Test
    void shouldSurviveMutatedConfigurations() throws IOException {
        List<byte[]> corpus = corpus();
        for (int round = 0; round < 8_000; round++) {
            byte[] seed = corpus.get(random.nextInt(corpus.size()));
            check(mutate(seed, corpus.get(random.nextInt(corpus.size()))));
        }
    }

    @Test
    void shouldSurviveRandomWords() {
        List<String> words =
                new ArrayList<>(List.of("\n", "\n    ", " ", "\t", "\"", "'", "#", "\\", "$", "0", "-1", "no "));
        words.addAll(
                List.of("a", ":80", "10.0.0.1:80", "99999999999", "5s", "[", "]", "(", "{9}", "\u00e9", "::1", ","));
        words.addAll(Section.keywords());
        words.addAll(Keywords.GLOBAL.names());
        words.addAll(Keywords.PROXY.names());
        words.addAll(Keywords.SERVER.names());
        for (int round = 0; round < 5_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                text.append(words.get(random.nextInt(words.size()))).append(random.nextInt(3) > 0 ? " " : "");
            }
            check(text.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void shouldSurviveRandomBytes() {
        for (int round = 0; round < 3_000; round++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            check(bytes);
        }
    }

    private static void check(byte[] bytes) {
        Messages messages = new Messages();
        SourceFile file = SourceReader.decode("fuzz.cfg", bytes, messages);
        List<SourceFile> files = file == null ? List.of() : List.of(file);
        ConfigReader.Result result = ConfigReader.read(files, Overrides.NONE, new FakeEnvironment(), messages);

        boolean refused = result.messages().stream().anyMatch(message -> message.severity() == Severity.ALERT);
        assertThat(result.config() == null).isEqualTo(refused);
        assertThat(result.messages().stream().map(message -> message.format(NOW, 1)))
                .allMatch(line -> line.chars().noneMatch(Character::isISOControl));
    }

    private byte[] mutate(byte[] seed, byte[] other) {
        StringBuilder text = new StringBuilder(new String(seed, StandardCharsets.ISO_8859_1));
        String donor = new String(other, StandardCharsets.ISO_8859_1);
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            int at = random.nextInt(text.length() + 1);
            int end = Math.min(text.length(), at + random.nextInt(12));
            switch (random.nextInt(5)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, text.substring(at, end));
                case 2 -> text.insert(at, (char) random.nextInt(256));
                case 3 -> text.insert(at, randomLine(donor));
                default -> text.replace(at, end, "\"'\\ #${}\n0".substring(0, random.nextInt(10)));
            }
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private String randomLine(String text) {
        String[] lines = text.split("\n", -1);
        return "\n" + lines[random.nextInt(lines.length)] + "\n";
    }

    private static List<byte[]> corpus() throws IOException {
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
