package io.fairlead.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReferenceTest {
    private static final Path MANUAL = Path.of("docs/configuration.md");

    @Test
    void shouldBeWhatTheManualSays() throws IOException {
        if (Boolean.getBoolean("fairlead.docs.update")) {
            Files.writeString(MANUAL, Reference.markdown());
        }
        assertThat(Files.readString(MANUAL))
                .as("%s differs from the keyword table; -Dfairlead.docs.update=true on this test writes it", MANUAL)
                .isEqualTo(Reference.markdown());
    }
}
