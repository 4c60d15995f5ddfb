package io.fairlead.admin;

import java.util.Locale;

/** Numbers for people: few digits and a unit. */
final class Units {
    private static final String[] DECIMAL = {"", " k", " M", " G", " T", " P", " E"};
    private static final String[] BINARY = {" B", " KiB", " MiB", " GiB", " TiB", " PiB", " EiB"};
    private static final long WRITTEN_OUT_BELOW = 100_000;

    private Units() {}

    /** A count: written out below 100,000, else three digits and a prefix. */
    static String count(long count) {
        return count < WRITTEN_OUT_BELOW ? exact(count) : scaled(count, 1000, DECIMAL);
    }

    static String bytes(long bytes) {
        return scaled(bytes, 1024, BINARY);
    }

    /** A percentage that reads 0 or 100 only where it is just that. */
    static String percent(double percent) {
        double shown = percent > 0 && percent < 100 ? Math.clamp(percent, 0.1, 99.9) : percent;
        return String.format(Locale.ROOT, shown == Math.rint(shown) ? "%.0f%%" : "%.1f%%", shown);
    }

    /** All digits, in groups of three. */
    static String exact(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String scaled(long number, int step, String[] units) {
        double rest = number;
        int unit = 0;
        while (rounded(rest) >= step) {
            rest /= step;
            unit++;
        }
        int decimals = unit == 0 || rest >= 99.95 ? 0 : rest >= 9.995 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + decimals + "f%s", rest, units[unit]);
    }

    /** As it would be shown: 1023.9 KiB is 1.00 MiB. */
    private static double rounded(double number) {
        return number >= 99.95 ? Math.rint(number) : number;
    }

    /** The two largest parts of a duration, such as {@code 3d 4h}; HAProxy's d, h, m and s. */
    static String duration(long seconds) {
        long minutes = seconds / 60;
        long hours = minutes / 60;
        long days = hours / 24;
        if (days > 0) {
            return days + "d " + hours % 24 + "h";
        }
        if (hours > 0) {
            return hours + "h " + minutes % 60 + "m";
        }
        return minutes > 0 ? minutes + "m " + seconds % 60 + "s" : seconds + "s";
    }
}
