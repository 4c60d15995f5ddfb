package io.fairlead.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.http.HeadRule.Kind;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** What rules may take, whatever they say and whatever they are shown. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class RuleLimitsTest {
    private static final int LINE_BYTES = Replacement.MAX_BYTES;
    private final Random random = new Random(1973);

    @Test
    void shouldForgetRatherThanKeepAnExponentialNumberOfStates() {
        Expressions expressions = expressions("^(a|b)*a(a|b){20}$");
        for (int i = 0; i < 20; i++) {
            byte[] line = randomLine("ab", LINE_BYTES);
            boolean matches = line[LINE_BYTES - 21] == 'a';
            assertThat(first(expressions, 0, line)).isEqualTo(matches ? 0 : Expressions.NONE);
        }
        assertThat(expressions.cache().flushes()).isPositive();
    }

    @Test
    void shouldRefuseAnExpressionThatCountsTooFar() {
        assertThat(HeadRule.patternComplaint(Kind.DENY, "((a{1,100}){1,100}){1,100}", false))
                .isEqualTo("expression too large");
        assertThatThrownBy(() -> expressions("((a{1,100}){1,100}){1,100}")).hasMessage("expression too large");
    }

    @Test
    void shouldMatchThousandsOfAlternatives() {
        String pattern = IntStream.range(0, 2_000).mapToObj(i -> "w" + i * 7919).collect(Collectors.joining("|"));
        Expressions expressions = expressions(pattern);
        assertThat(first(expressions, 0, HeadRule.octets("a w1583028 b"))).isEqualTo(Expressions.NONE);
        assertThat(first(expressions, 0, HeadRule.octets("a w" + 1_999 * 7919 + " b")))
                .isZero();
        for (int i = 0; i < 5; i++) {
            first(expressions, 0, randomLine("w0123456789", LINE_BYTES));
        }
    }

    @Test
    void shouldHoldManyRulesWithinOneLimit() {
        List<String> patterns = IntStream.range(0, 500)
                .mapToObj(i -> "(a|b)*" + (i % 2 == 0 ? 'a' : 'b') + "(a|b){20}c" + i + "$")
                .toList();
        Expressions expressions = expressions(patterns.toArray(new String[0]));
        for (int rule = 0; rule < 500; rule += 100) {
            first(expressions, rule, randomLine("ab", 500));
        }
        assertThat(first(expressions, 3, HeadRule.octets("abbbbbbbbbbbbbbbbbbbbbbbbbc499")))
                .isEqualTo(499);
        assertThat(expressions.cache().flushes()).isPositive();
    }

    @Test
    void shouldRefuseRulesThatAreTooLargeTogether() {
        List<String> patterns = Collections.nCopies(6, "(a{255}){70}");
        assertThatThrownBy(() -> expressions(patterns.toArray(new String[0])))
                .hasMessage("expressions too large together");
    }

    private static Expressions expressions(String... patterns) {
        return new Expressions(List.of(patterns).stream()
                .map(pattern -> new HeadRule(Kind.DENY, pattern, false, null))
                .toList());
    }

    private byte[] randomLine(String letters, int bytes) {
        byte[] line = new byte[bytes];
        for (int i = 0; i < line.length; i++) {
            line[i] = (byte) letters.charAt(random.nextInt(letters.length()));
        }
        return line;
    }

    private static int first(Expressions expressions, int rule, byte[] line) {
        int found = expressions.first(rule, line);
        assertThat(expressions.cache().bytes()).isLessThanOrEqualTo(DfaCache.MAX_BYTES);
        return found;
    }
}
