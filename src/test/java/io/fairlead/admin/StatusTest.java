package io.fairlead.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StatusTest {
    @Test
    void shouldTellHowFarAServerIsFromGoingDownOrComingUp() {
        int rise = 2;
        int fall = 3;
        assertThat(Status.ofHealth(4, rise, fall).text()).isEqualTo("UP");
        assertThat(Status.ofHealth(3, rise, fall).text()).isEqualTo("UP 2/3 ↓");
        assertThat(Status.ofHealth(2, rise, fall).text()).isEqualTo("UP 1/3 ↓");
        assertThat(Status.ofHealth(1, rise, fall).text()).isEqualTo("DN 1/2 ↑");
        assertThat(Status.ofHealth(0, rise, fall).text()).isEqualTo("DOWN");
    }

    @Test
    void shouldCountAsUpWhatTakesTraffic() {
        assertThat(Status.ofHealth(2, 2, 3).isUp()).isTrue();
        assertThat(Status.ofHealth(1, 2, 3).isUp()).isFalse();
        assertThat(Status.DOWN.isUp()).isFalse();
        assertThat(Status.UNCHECKED.isUp()).isTrue();
    }
}
