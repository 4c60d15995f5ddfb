package io.fairlead.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CivilTimeTest {
    private static void shouldAgreeAt(CivilTime time, ZoneId zone, long epochSecond) {
        ZonedDateTime expected = Instant.ofEpochSecond(epochSecond).atZone(zone);
        time.set(epochSecond);
        assertThat(List.of(time.year(), time.day(), time.hour(), time.minute(), time.second()))
                .as("%s in %s", epochSecond, zone)
                .containsExactly(
                        expected.getYear(),
                        expected.getDayOfMonth(),
                        expected.getHour(),
                        expected.getMinute(),
                        expected.getSecond());
        assertThat(time.month()).isEqualTo(expected.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH));
    }

    @Test
    void shouldAgreeWithTheJdkAtAnyTimeInAnyOrder() {
        Random random = new Random(1305);
        for (String name :
                List.of("UTC", "Europe/Paris", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu")) {
            ZoneId zone = ZoneId.of(name);
            CivilTime time = new CivilTime(zone);
            for (int i = 0; i < 2_000; i++) {
                shouldAgreeAt(time, zone, random.nextLong(-3_000_000_000L, 7_000_000_000L));
            }
        }
    }

    @Test
    void shouldAgreeOnBothSidesOfEveryChangeOfTheClocks() {
        ZoneId zone = ZoneId.of("Europe/Paris");
        CivilTime time = new CivilTime(zone);
        Instant at = Instant.parse("2020-01-01T00:00:00Z");
        for (int i = 0; i < 20; i++) {
            at = zone.getRules().nextTransition(at).getInstant();
            for (int second = -2; second <= 2; second++) {
                shouldAgreeAt(time, zone, at.getEpochSecond() + second);
                shouldAgreeAt(time, zone, at.getEpochSecond() - second);
            }
        }
    }
}
