package io.fairlead.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnitsTest {
    @Test
    void shouldTellSmallCountsExactlyAndLargeOnesWithThreeDigits() {
        assertThat(Units.count(0)).isEqualTo("0");
        assertThat(Units.count(1_000)).isEqualTo("1,000");
        assertThat(Units.count(99_999)).isEqualTo("99,999");
        assertThat(Units.count(100_000)).isEqualTo("100 k");
        assertThat(Units.count(999_499)).isEqualTo("999 k");
        assertThat(Units.count(999_500)).isEqualTo("1.00 M");
        assertThat(Units.count(12_345_678)).isEqualTo("12.3 M");
        assertThat(Units.count(Long.MAX_VALUE)).isEqualTo("9.22 E");
    }

    @Test
    void shouldTellBytesInBinaryUnits() {
        assertThat(Units.bytes(0)).isEqualTo("0 B");
        assertThat(Units.bytes(1023)).isEqualTo("1023 B");
        assertThat(Units.bytes(1024)).isEqualTo("1.00 KiB");
        assertThat(Units.bytes(10_235)).isEqualTo("10.0 KiB");
        assertThat(Units.bytes(102_400)).isEqualTo("100 KiB");
        assertThat(Units.bytes(1024 * 1024 - 1)).isEqualTo("1.00 MiB");
        assertThat(Units.bytes(5L << 30)).isEqualTo("5.00 GiB");
        assertThat(Units.bytes(Long.MAX_VALUE)).isEqualTo("8.00 EiB");
    }

    @Test
    void shouldWriteAllDigitsInGroups() {
        assertThat(Units.exact(-1_234_567)).isEqualTo("-1,234,567");
    }

    @Test
    void shouldSayZeroOrHundredPercentOnlyWhereItIs() {
        assertThat(Units.percent(0)).isEqualTo("0%");
        assertThat(Units.percent(6.12)).isEqualTo("6.1%");
        assertThat(Units.percent(0.001)).isEqualTo("0.1%");
        assertThat(Units.percent(99.999)).isEqualTo("99.9%");
        assertThat(Units.percent(100)).isEqualTo("100%");
    }

    @Test
    void shouldTellTheTwoLargestPartsOfADuration() {
        assertThat(Units.duration(59)).isEqualTo("59s");
        assertThat(Units.duration(60)).isEqualTo("1m 0s");
        assertThat(Units.duration(3_599)).isEqualTo("59m 59s");
        assertThat(Units.duration(86_399)).isEqualTo("23h 59m");
        assertThat(Units.duration(273_812)).isEqualTo("3d 4h");
    }
}
