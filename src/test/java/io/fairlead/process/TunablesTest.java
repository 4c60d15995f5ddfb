package io.fairlead.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.config.ConfigReader;
import io.fairlead.config.Overrides;
import io.fairlead.splice.SpliceTunables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The keywords {@code tune.splice.*} and what they set live in rooms that do not know each other. */
class TunablesTest {
    private static final SpliceTunables DEFAULTS = new SpliceTunables();

    @TempDir
    Path directory;

    static Stream<String> names() {
        return DEFAULTS.names().stream();
    }

    private Map<String, Integer> configured(String line) throws Exception {
        String text = "global\n" + line + "\nlisten a :1\n    balance\n    timeout client 1s\n";
        Path file = Files.writeString(directory.resolve("a.cfg"), text);
        ConfigReader.Result result = ConfigReader.read(List.of(file), Overrides.NONE);
        return Objects.requireNonNull(result.config(), result.messages().toString())
                .global()
                .spliceTunables();
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldBeSetByAKeywordEach(String name) throws Exception {
        SpliceTunables tunables = new SpliceTunables();

        configured("    tune.splice." + name + " 2").forEach(tunables::set);

        assertThat(tunables.get(name)).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldHaveTheDefaultsOfTheManual(String name) throws Exception {
        String manual = Files.readString(Path.of("docs/configuration.md"));

        assertThat(manual)
                .containsPattern(
                        "\\| `tune\\.splice\\." + name + " <\\w+>` \\| global \\| " + DEFAULTS.get(name) + "s? \\|");
    }

    @Test
    void shouldBeAsTheyAreWhereNothingIsSaid() throws Exception {
        assertThat(configured("")).isEmpty();
    }
}
