package io.fairlead.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
    private static final List<String> WORDS = List.of("balance", "bind", "option httplog", "option tcplog");

    @Test
    void shouldCountASwapAsOneStep() {
        assertThat(Nearest.distance("blaance", "balance")).isEqualTo(1);
        assertThat(Nearest.distance("", "bind")).isEqualTo(4);
        assertThat(Nearest.distance("bind", "bind")).isZero();
    }

    @Test
    void shouldFindTheNearestWord() {
        assertThat(Nearest.hint("balnce", WORDS)).isEqualTo("did you mean 'balance'?");
        assertThat(Nearest.hint("option htplog", WORDS)).isEqualTo("did you mean 'option httplog'?");
    }

    @Test
    void shouldRatherSayNothingThanGuess() {
        assertThat(Nearest.hint("unbound", WORDS)).isEmpty();
        assertThat(Nearest.hint("b".repeat(100_000), WORDS)).isEmpty();
        assertThat(Nearest.hint("", WORDS)).isEmpty();
    }
}
