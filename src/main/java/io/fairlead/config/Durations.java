package io.fairlead.config;

import org.jspecify.annotations.Nullable;

/** Times as today's configurations write them: {@code 5000}, {@code 5s}, {@code 2m}. */
final class Durations {
    private static final String EXPECTED = "a time such as 5000 (milliseconds), 500ms, 30s, 5m, 1h or 1d";
    private static final String EXPECTED_SECONDS = "a time such as 10 (seconds), 30s, 5m, 1h or 1d";
    private static final long MS_PER_SECOND = 1_000;
    private static final int MAX_DIGITS = 18;

    private Durations() {}

    /** Milliseconds, at least {@code minMs} and at most what fits an int: 24 days. */
    static long read(Words words, int minMs) throws Refusal {
        return read(words, minMs, Unit.MS, EXPECTED);
    }

    /** Whole seconds, at least one; a number without a unit counts them, and what is less than one is one. */
    static int readSeconds(Words words) throws Refusal {
        return (int) Math.ceilDiv(read(words, 1, Unit.S, EXPECTED_SECONDS), MS_PER_SECOND);
    }

    private static long read(Words words, int minMs, Unit bare, String expected) throws Refusal {
        Word word = words.next(expected);
        int digits = countDigits(word.text());
        Unit unit =
                digits == word.text().length() ? bare : Unit.named(word.text().substring(digits));
        if (digits == 0 || unit == null) {
            throw words.refuse(word, word.quoted() + " is not a time", "expected " + expected);
        }
        long ms = digits > MAX_DIGITS
                ? Long.MAX_VALUE
                : unit.toMs(Long.parseLong(word.text().substring(0, digits)));
        if (ms < minMs || ms > Integer.MAX_VALUE) {
            String hint = "expected " + minMs + "ms to " + Integer.MAX_VALUE + "ms (24 days)";
            throw words.refuse(word, word.quoted() + " is out of range", hint);
        }
        return ms;
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

        long toMs(long amount) {
            return this == US ? Math.ceilDiv(amount, 1_000L) : saturatedProduct(amount, us / 1_000);
        }

        private static long saturatedProduct(long amount, long factor) {
            return amount > Long.MAX_VALUE / factor ? Long.MAX_VALUE : amount * factor;
        }
    }
}
