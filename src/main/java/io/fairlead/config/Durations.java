package io.fairlead.config;

import org.jspecify.annotations.Nullable;

/** Times as today's configurations, and the runtime socket, write them: {@code 5000}, {@code 5s}, {@code 2m}. */
public final class Durations {
    /** 24 days. */
    private static final int MAX_SECONDS = Integer.MAX_VALUE / 1000;

    /** What {@link #wholeSeconds} takes, for who was told something else. */
    public static final String WHOLE_SECONDS = "a time in whole seconds from 1s to " + MAX_SECONDS
            + "s (24 days), such as 10 (seconds), 30s, 5m, 1h or 1d";

    private static final String EXPECTED = "a time such as 5000 (milliseconds), 500ms, 30s, 5m, 1h or 1d";
    private static final String EXPECTED_SECONDS = "a time such as 10 (seconds), 30s, 5m, 1h or 1d";
    private static final long MS_PER_SECOND = 1_000;
    private static final long US_PER_MS = 1_000;
    private static final long US_PER_SECOND = 1_000_000;
    private static final int MAX_DIGITS = 18;

    private Durations() {}

    /** Milliseconds, at least {@code minMs} and at most what fits an int: 24 days. */
    static long read(Words words, int minMs) throws Refusal {
        return read(words, minMs, Unit.MS, EXPECTED);
    }

    /** Seconds, at least one; a number without a unit counts them, and a fraction rounds up. */
    static int readSeconds(Words words) throws Refusal {
        return (int) Math.ceilDiv(read(words, 1, Unit.S, EXPECTED_SECONDS), MS_PER_SECOND);
    }

    private static long read(Words words, int minMs, Unit bare, String expected) throws Refusal {
        Word word = words.next(expected);
        long us = us(word.text(), bare);
        if (us < 0) {
            throw words.refuse(word, word.quoted() + " is not a time", "expected " + expected);
        }
        long ms = Math.ceilDiv(us, US_PER_MS);
        if (ms < minMs || ms > Integer.MAX_VALUE) {
            String hint = "expected " + minMs + "ms to " + Integer.MAX_VALUE + "ms (24 days)";
            throw words.refuse(word, word.quoted() + " is out of range", hint);
        }
        return ms;
    }

    /** {@link #WHOLE_SECONDS}. */
    static int readWholeSeconds(Words words) throws Refusal {
        Word word = words.next(WHOLE_SECONDS);
        int seconds = wholeSeconds(word.text());
        if (seconds < 0) {
            throw words.refuse(
                    word, word.quoted() + " does not fit '" + words.keyword() + "'", "expected " + WHOLE_SECONDS);
        }
        return seconds;
    }

    /**
     * The seconds of {@link #WHOLE_SECONDS}, or -1 where a word is none or has a fraction of a second.
     *
     * @param text a number of seconds, or one with a unit: us, ms, s, m, h, d
     */
    public static int wholeSeconds(String text) {
        long us = us(text, Unit.S);
        long seconds = us / US_PER_SECOND;
        boolean fits = us % US_PER_SECOND == 0 && seconds >= 1 && seconds <= MAX_SECONDS;
        return fits ? (int) seconds : -1;
    }

    /** Microseconds, Long.MAX_VALUE where there are more, or -1 where it is no time. */
    private static long us(String text, Unit bare) {
        int digits = countDigits(text);
        Unit unit = digits == text.length() ? bare : Unit.named(text.substring(digits));
        if (digits == 0 || unit == null) {
            return -1;
        }
        return digits > MAX_DIGITS ? Long.MAX_VALUE : unit.toUs(Long.parseLong(text.substring(0, digits)));
    }

    private static int countDigits(String text) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        return digits;
    }

    private enum Unit {
        US("us", 1),
        MS("ms", 1_000),
        S("s", 1_000_000),
        M("m", 60_000_000),
        H("h", 3_600_000_000L),
        D("d", 86_400_000_000L);

        private final String suffix;
        private final long us;

        Unit(String suffix, long us) {
            this.suffix = suffix;
            this.us = us;
        }

        static @Nullable Unit named(String suffix) {
            for (Unit unit : values()) {
                if (unit.suffix.equals(suffix)) {
                    return unit;
                }
            }
            return null;
        }

        long toUs(long amount) {
            return amount > Long.MAX_VALUE / us ? Long.MAX_VALUE : amount * us;
        }
    }
}
