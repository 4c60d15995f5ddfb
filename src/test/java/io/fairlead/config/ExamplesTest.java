package io.fairlead.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExamplesTest {
    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("examples"))) {
            return files.filter(file -> file.toString().endsWith(".cfg"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void shouldBeReadWithoutAMessage(Path example) {
        ConfigReader.Result result = ConfigReader.read(List.of(example), Overrides.NONE);

        assertThat(result.messages()).isEmpty();
        assertThat(result.config()).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void shouldBeginWithAComment(Path example) throws IOException {
        assertThat(Files.readString(example)).startsWith("# ");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void shouldListenOnLoopbackOnly(Path example) {
        Config config = Objects.requireNonNull(
                ConfigReader.read(List.of(example), Overrides.NONE).config());

        List<Endpoint> endpoints = config.proxies().stream()
                .map(ProxyConfig::frontend)
                .filter(Objects::nonNull)
                .flatMap(frontend -> frontend.binds().stream())
                .map(FrontendConfig.Bind::endpoint)
                .toList();
        assertThat(endpoints).isNotEmpty().allMatch(ExamplesTest::isLocal);
    }

    private static boolean isLocal(Endpoint endpoint) {
        return !(endpoint instanceof Address address) || address.ip().isLoopbackAddress();
    }
}
