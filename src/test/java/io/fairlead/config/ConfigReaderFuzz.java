package io.fairlead.config;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code scripts/fuzz ConfigReaderFuzz 3600} searches for an hour; as a test it tries what is known. */
class ConfigReaderFuzz {
    static Stream<Arguments> corpus() throws IOException {
        return Robustness.corpus().stream().map(bytes -> Arguments.of((Object) bytes));
    }

    @MethodSource("corpus")
    @FuzzTest
    void shouldAnswerAnyBytesWithAConfigurationOrAReason(byte[] bytes) {
        Robustness.check(bytes);
    }
}
