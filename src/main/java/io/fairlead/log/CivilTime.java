package io.fairlead.log;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * Seconds since 1970 as a local date and time. The zone's rules are read at construction, so that none is looked for
 * after a chroot, and asked only where the offset may change; between two changes nothing is allocated.
 */
final class CivilTime {
    private static final String[] MONTHS = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    };
    private static final int SECONDS_PER_DAY = 86_400;
    private static final int DAYS_PER_ERA = 146_097; // 400 years

    private final ZoneRules rules;
    private long offsetFrom = Long.MAX_VALUE;
    private long offsetUntil = Long.MIN_VALUE;
    private int offsetSeconds;

    private int year;
    private int month;
    private int day;
    private int secondOfDay;

    CivilTime(ZoneId zone) {
        rules = zone.getRules();
    }

    void set(long epochSecond) {
        if (epochSecond < offsetFrom || epochSecond >= offsetUntil) {
            readOffset(epochSecond);
        }
        long local = epochSecond + offsetSeconds;
        secondOfDay = (int) Math.floorMod(local, (long) SECONDS_PER_DAY);
        setDate(Math.floorDiv(local, (long) SECONDS_PER_DAY));
    }

    private void readOffset(long epochSecond) {
        Instant instant = Instant.ofEpochSecond(epochSecond);
        ZoneOffsetTransition last = rules.previousTransition(instant.plusSeconds(1)); // one at this second counts
        ZoneOffsetTransition next = rules.nextTransition(instant);
        offsetSeconds = rules.getOffset(instant).getTotalSeconds();
        offsetFrom = last == null ? Long.MIN_VALUE : last.toEpochSecond();
        offsetUntil = next == null ? Long.MAX_VALUE : next.toEpochSecond();
    }

    /** The proleptic Gregorian date, counted in years that begin in March so that the leap day comes last. */
    private void setDate(long epochDay) {
        long shifted = epochDay + 719_468; // days since 0000-03-01
        long era = Math.floorDiv(shifted, (long) DAYS_PER_ERA);
        int dayOfEra = (int) Math.floorMod(shifted, (long) DAYS_PER_ERA);
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int monthFromMarch = (5 * dayOfYear + 2) / 153;
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        year = (int) (yearOfEra + era * 400) + (month <= 2 ? 1 : 0);
    }

    int year() {
        return year;
    }

    /** The month's English abbreviation (RFC 3164 section 4.1.2). */
    String month() {
        return MONTHS[month - 1];
    }

    int day() {
        return day;
    }

    int hour() {
        return secondOfDay / 3600;
    }

    int minute() {
        return secondOfDay / 60 % 60;
    }

    int second() {
        return secondOfDay % 60;
    }
}
