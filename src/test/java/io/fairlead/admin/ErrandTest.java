package io.fairlead.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.loop.Clock;
import io.fairlead.loop.Loop;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErrandTest {
    @Test
    void shouldNotEndTheLoopThatItFailsOn() {
        List<String> told = new ArrayList<>();
        try (Loop loop = new Loop(Clock.SYSTEM)) {
            Errand.post(
                    loop,
                    () -> {
                        throw new IllegalStateException("lost");
                    },
                    e -> told.add(Errand.answer(e)));
            Errand.post(loop, () -> told.add("next"), e -> told.add("never"));
            loop.turn(-1);
        }
        assertThat(told).containsExactly("Internal error: java.lang.IllegalStateException: lost\n", "next");
    }
}
