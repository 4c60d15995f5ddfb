package io.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoTest {
    @Test
    void shouldRunOnPort8080UntilStopped() throws UsageException {
        assertThat(Demo.parse(List.of())).isEqualTo(new Demo(8080, 0));
    }

    @Test
    void shouldTakeItsOptionsInAnyOrder() throws UsageException {
        assertThat(Demo.parse(List.of("--seconds", "5", "--port", "0"))).isEqualTo(new Demo(0, 5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--port", "--port 65536", "--port -1", "--port http", "--seconds 0", "8080", "--help"})
    void shouldRefuseWhatItDoesNotUnderstand(String words) {
        assertThatThrownBy(() -> Demo.parse(List.of(words.split(" ", -1)))).isInstanceOf(UsageException.class);
    }
}
