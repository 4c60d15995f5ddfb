package io.fairlead.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimersTest {
    private final Timers timers = new Timers();
    private final List<String> ran = new ArrayList<>();

    @Test
    void shouldRunWhatIsDueInOrderOfDeadline() {
        timers.schedule(new Named("late"), 30);
        timers.schedule(new Named("early"), 10);
        timers.schedule(new Named("middle"), 20);
        assertThat(timers.expire(9)).isZero();
        assertThat(timers.expire(20)).isEqualTo(2);
        assertThat(ran).containsExactly("early", "middle");
        assertThat(timers.expire(30)).isEqualTo(1);
    }

    @Test
    void shouldRunATimerOnceForEachSchedule() {
        Named timer = new Named("once");
        timers.schedule(timer, 10);
        timers.schedule(timer, 10);
        timers.expire(10);
        timers.expire(100);
        assertThat(ran).containsExactly("once");
        timers.schedule(timer, 110);
        timers.expire(110);
        assertThat(ran).containsExactly("once", "once");
    }

    @Test
    void shouldFollowADeadlineThatMoves() {
        Named timer = new Named("moved");
        timers.schedule(timer, 10);
        timers.schedule(timer, 50);
        assertThat(timers.expire(49)).isZero();
        timers.schedule(timer, 70);
        timers.schedule(timer, 60);
        assertThat(timers.expire(59)).isZero();
        assertThat(timers.expire(60)).isEqualTo(1);
        timers.schedule(timer, 100);
        timers.schedule(timer, 80);
        assertThat(timers.expire(80)).isEqualTo(1);
        assertThat(timers.expire(1000)).isZero();
    }

    @Test
    void shouldNotRunWhatWasCancelled() {
        Named timer = new Named("cancelled");
        timers.cancel(timer);
        timers.schedule(timer, 10);
        timers.cancel(timer);
        assertThat(timers.expire(10)).isZero();
        assertThat(timers.untilNextMs(0)).isEqualTo(-1);
    }

    @Test
    void shouldTellHowLongToWait() {
        assertThat(timers.untilNextMs(5)).isEqualTo(-1);
        timers.schedule(new Named("next"), 30);
        assertThat(timers.untilNextMs(5)).isEqualTo(25);
        assertThat(timers.untilNextMs(31)).isZero();
        timers.expire(30);
        timers.schedule(new Named("far"), Long.MAX_VALUE);
        assertThat(timers.untilNextMs(0)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void shouldLetATimerSetItselfAndCancelOthersWhileItRuns() {
        Named other = new Named("other");
        Timer self = new Timer() {
            @Override
            protected void expired() {
                ran.add("self");
                timers.schedule(this, deadlineMs + 10);
                timers.cancel(other);
            }
        };
        timers.schedule(self, 10);
        timers.schedule(other, 10);
        timers.expire(35);
        assertThat(ran).containsExactly("self", "self", "self");
        assertThat(timers.untilNextMs(35)).isEqualTo(5);
    }

    /** Random schedules against a map and a look at every entry. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldRunExactlyWhatAPlainMapWouldRun(long seed) {
        Random random = new Random(seed);
        List<Named> all = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            all.add(new Named("t" + i));
        }
        Map<String, Long> deadlines = new HashMap<>();
        long now = 0;
        for (int step = 0; step < 4_000; step++) {
            Named timer = all.get(random.nextInt(all.size()));
            int dice = random.nextInt(10);
            if (dice < 6) {
                long deadline = now + random.nextInt(500);
                timers.schedule(timer, deadline);
                deadlines.put(timer.name, deadline);
            } else if (dice < 8) {
                timers.cancel(timer);
                deadlines.remove(timer.name);
            } else {
                now += random.nextInt(20);
                checkExpiry(deadlines, now);
            }
        }
        assertThat(deadlines).isNotEmpty();
    }

    private void checkExpiry(Map<String, Long> deadlines, long now) {
        List<Long> due =
                deadlines.values().stream().filter(at -> at <= now).sorted().toList();
        ran.clear();
        assertThat(timers.expire(now)).isEqualTo(due.size());
        assertThat(ran.stream().map(deadlines::get)).isSortedAccordingTo(Comparator.naturalOrder());
        assertThat(ran.stream().map(deadlines::get)).containsExactlyElementsOf(due);
        ran.forEach(deadlines::remove);
        long next = deadlines.values().stream().min(Comparator.naturalOrder()).orElse(Long.MAX_VALUE);
        assertThat((long) timers.untilNextMs(now)).isLessThanOrEqualTo(next - now);
    }

    private final class Named extends Timer {
        private final String name;

        Named(String name) {
            this.name = name;
        }

        @Override
        protected void expired() {
            ran.add(name);
        }
    }
}
