package io.fairlead.splice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpliceTunablesTest {
    private final SpliceTunables tunables = new SpliceTunables();

    @ParameterizedTest
    @CsvSource({
        "timeout_established, 900",
        "timeout_synsent, 120",
        "timeout_synrecv, 60",
        "timeout_finwait, 120",
        "timeout_timewait, 120",
        "timeout_close, 10",
        "timeout_closewait, 60",
        "timeout_lastack, 30",
        "timeout_listen, 120",
        "timeout_synack, 120",
        "debug_level, 0"
    })
    void shouldHaveTheNamesAndDefaultsOfL7sw(String name, int value) {
        assertThat(tunables.names()).hasSize(11).contains(name);
        assertThat(tunables.get(name)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"timeout_close, 0", "timeout_close, -1", "timeout_close, 2147484", "debug_level, -1", "debug_level, 3"})
    void shouldRefuseWhatIsOutOfRange(String name, int value) {
        int before = tunables.get(name);

        assertThatThrownBy(() -> tunables.set(name, value)).isInstanceOf(IllegalArgumentException.class);
        assertThat(tunables.get(name)).isEqualTo(before);
    }

    @Test
    void shouldRefuseWhatItDoesNotKnow() {
        assertThatThrownBy(() -> tunables.set("timeout_none", 1)).hasMessage("timeout_none");
    }
}
