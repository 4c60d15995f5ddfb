package io.fairlead.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.http.HeadRule.Kind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the configuration asks about rules, and the syntax of replacements. */
class HeadRuleTest {
    private static String replaced(String pattern, String replacement, String line) {
        byte[] text = new Substitution(pattern, false, replacement).apply(line.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(text).isNotNull();
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "^([^ ]*) /old/(.*) ! \\1 /new/\\2 ! GET /old/x HTTP/1.0 ! GET /new/x HTTP/1.0",
                "b(c*)              ! <\\0>        ! abccd               ! <bcc>",
                "b(c*)              ! <\\1>        ! abd                 ! <>",
                "(a)|(b)            ! <\\1\\2>     ! xb                  ! <b>",
                "a                  ! \\1\\9x      ! a                   ! x",
                "a                  ! \\x41\\x4a\\x4A ! a                ! AJJ",
                "a                  ! \\x411       ! a                   ! A1",
                "a                  ! \\\\\\-\\.   ! a                   ! \\-.",
                "(a|ab)(c|bcd)      ! \\0          ! abcd                ! abcd",
                "(a|ab)(c|bcd)      ! \\1-\\2      ! abcd                ! a-bcd",
                "(a|ab)(c|bcd)(d*)$ ! \\1-\\2-\\3  ! abcd                ! a-bcd-",
                "(((((((((x)))))))))(y) ! \\9\\1   ! xy                  ! xx",
                "^X: (.*)$          ! Y: \\1       ! X: \u00e9\u00ff     ! Y: \u00e9\u00ff",
                "a                  ! \u00e9       ! a                   ! \u00e9",
            })
    void shouldReplaceTheWholeLine(String pattern, String replacement, String line, String expected) {
        assertThat(HeadRule.patternComplaint(Kind.REPLACE, pattern, false)).isNull();
        assertThat(HeadRule.replacementComplaint(replacement)).isNull();
        assertThat(replaced(pattern, replacement, line)).isEqualTo(expected);
    }

    @Test
    void shouldReplaceInAnyCase() {
        Substitution substitution = new Substitution("^x-([a-z]*)", true, "\\1");
        assertThat(substitution.apply("X-One: 1".getBytes(StandardCharsets.ISO_8859_1)))
                .asString()
                .isEqualTo("One");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\\       | nothing after the backslash at column 2",
                "ab\\     | nothing after the backslash at column 4",
                "\\x      | two hexadecimal digits expected at column 3",
                "\\x4     | two hexadecimal digits expected at column 4",
                "\\xg0    | two hexadecimal digits expected at column 3",
                "\\x4gx   | two hexadecimal digits expected at column 4",
            })
    void shouldRefuseReplacementsThatAreCutOff(String replacement, String complaint) {
        assertThat(HeadRule.replacementComplaint(replacement)).isEqualTo(complaint);
    }

    @Test
    void shouldWarnOfBackslashesThatDoNothing() {
        assertThat(HeadRule.replacementWarning("x", "a\\.b\\-")).isEqualTo("deprecated use of a backslash before '.'");
        assertThat(HeadRule.replacementWarning("x", "\\0\\x20\\\\")).isNull();
        assertThat(HeadRule.replacementWarning("x", "")).isNull();
    }

    @Test
    void shouldSayWhyAPatternCannotBeUsed() {
        assertThat(HeadRule.patternComplaint(Kind.DENY, "^Host: [", false)).isEqualTo("']' expected at column 9");
        assertThat(HeadRule.patternComplaint(Kind.REPLACE, "a**", false)).isNotNull();
        assertThat(HeadRule.patternComplaint(Kind.REPLACE, "^(a|b){3,200}[[:alpha:]]+$", true))
                .isNull();
        assertThat(HeadRule.patternComplaint(Kind.DENY, "((a{50}){50}){50}", false))
                .isEqualTo("expression too large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X: y", "X:", "X: y\r\nZ: a", "X: y\nZ: a", "X: \u00e9", "P3P: CP=\"a b\""})
    void shouldTakeHeaderLinesToAdd(String lines) {
        assertThat(HeadRule.additionComplaint(lines)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | empty header line",
                "x | invalid header name",
                "X : y | white space in header name",
                "' X: y' | folded header line",
                "'X: y\r\n' | empty header line",
                "'X: y\r\n\r\nGET / HTTP/1.1' | empty header line",
                "'X: y\rZ: a' | carriage return without line feed",
                "Content-Length: 5 | the header says where the body ends",
                "Transfer-Encoding: chunked | the header says where the body ends",
                "Content-Length: x | invalid Content-Length",
            })
    void shouldTakeNothingElseToAdd(String lines, String complaint) {
        assertThat(HeadRule.additionComplaint(lines)).isEqualTo(complaint);
    }
}
