package io.fairlead.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.admin.Status.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusTest {
    @ParameterizedTest
    @CsvSource({
        "OPEN, GOOD",
        "FULL, SINKING",
        "PAUSED, ASIDE",
        "STOP, BAD",
        "UP, GOOD",
        "UP 2/3, SINKING",
        "DOWN 1/2, RISING",
        "DOWN, BAD",
        "DRAIN, SINKING",
        "DRAIN 1/3, SINKING",
        "MAINT, ASIDE",
        "no check, UNKNOWN"
    })
    void shouldKnowWhatEveryWordMeans(String word, State state) {
        assertThat(Status.of(word).state()).isEqualTo(state);
        assertThat(Status.of(word).text()).startsWith(word);
    }

    @Test
    void shouldPointWhereAServerIsGoing() {
        assertThat(Status.of("UP 2/3").text()).isEqualTo("UP 2/3 \u2193");
        assertThat(Status.of("DOWN 1/2").text()).isEqualTo("DOWN 1/2 \u2191");
    }

    @Test
    void shouldCountAsUpWhatTakesTraffic() {
        assertThat(Status.of("UP 1/3").isUp()).isTrue();
        assertThat(Status.of("no check").isUp()).isTrue();
        assertThat(Status.of("DRAIN").isUp()).isTrue();
        assertThat(Status.of("DOWN 1/2").isUp()).isFalse();
        assertThat(Status.of("MAINT").isUp()).isFalse();
    }
}
