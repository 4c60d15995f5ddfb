package io.fairlead.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever bytes a file holds: no exception, and a configuration exactly where nothing was refused. */
class ConfigReaderFuzzTest {
    private final Random random = new Random(1305);

    @Test
    void shouldSurviveMutatedConfigurations() throws IOException {
        List<byte[]> corpus = Robustness.corpus();
        for (int round = 0; round < 8_000; round++) {
            byte[] seed = corpus.get(random.nextInt(corpus.size()));
            Robustness.check(mutate(seed, corpus.get(random.nextInt(corpus.size()))));
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
            Robustness.check(text.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void shouldSurviveRandomBytes() {
        for (int round = 0; round < 3_000; round++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            Robustness.check(bytes);
        }
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
}
