package io.fairlead.admin;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Numbers and times as operators type them. */
final class Numbers {
    /** Milliseconds; a number alone means seconds (HAProxy's {@code set timeout cli}). */
    private static final Map<String, Long> UNITS =
            Map.of("", 1_000L, "ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    private Numbers() {}

    /** A whole number, or null where it is none. */
    static @Nullable Integer parse(String word) {
        try {
            return Integer.valueOf(word);
        } catch (NumberFormatException _) {
            return null;
        }
    }

    /** As C's {@code atoi}: what is no number is 0. */
    static int lenient(String word) {
        Integer number = parse(word);
        return number == null ? 0 : number;
    }

    /** Milliseconds, 1 to 24 days, or -1. */
    static long durationMs(String word) {
        int digits = 0;
        while (digits < word.length() && digits < 10 && Character.isDigit(word.charAt(digits))) {
            digits++;
        }
        Long unitMs = UNITS.get(word.substring(digits));
        if (digits == 0 || unitMs == null) {
            return -1;
        }
        long ms = Long.parseLong(word.substring(0, digits)) * unitMs;
        return ms >= 1 && ms <= Integer.MAX_VALUE ? ms : -1;
    }
}
