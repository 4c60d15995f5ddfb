package io.fairlead.balance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HealthTest {
    @Test
    void shouldGoDownAtTheFirstFailureWhileNothingIsKnown() {
        Health health = Health.initial(2, 3);
        assertThat(health.isUp()).isTrue();
        assertThat(health.failed()).isEqualTo(new Health(0, 2, 3, 0));
    }

    @Test
    void shouldTakeFallFailuresInARowToGoDown() {
        Health health = Health.initial(2, 3).passed();
        assertThat(health).isEqualTo(new Health(4, 2, 3, 0));
        Health failing = health.failed().failed();
        assertThat(failing).isEqualTo(new Health(2, 2, 3, 2));
        assertThat(failing.isUp()).isTrue();
        assertThat(failing.passed().value()).isEqualTo(4);
        assertThat(failing.failed()).isEqualTo(new Health(0, 2, 3, 2));
    }

    @Test
    void shouldTakeRiseSuccessesInARowToComeUp() {
        Health down = Health.initial(2, 3).failed();
        Health rising = down.passed();
        assertThat(rising.isUp()).isFalse();
        assertThat(rising.failed()).isEqualTo(down);
        assertThat(rising.passed()).isEqualTo(new Health(4, 2, 3, 0));
    }

    @Test
    void shouldChangeAtOnceWithRiseAndFallOfOne() {
        Health up = Health.initial(1, 1).passed();
        assertThat(up.value()).isEqualTo(1);
        assertThat(up.failed().isUp()).isFalse();
        assertThat(up.failed().passed()).isEqualTo(new Health(1, 1, 1, 0));
    }
}
