package io.fairlead.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegexesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "^Host: img",
                "^[^ ]* /(img|css)/",
                "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
                "([0-9]{1,3}\\.){3}[0-9]{1,3}",
                "[]()a{100}]{90}",
                "[[:alpha:](]{1000}",
                "\\((a{10}){10}\\)",
                "a{600}b{600}c{600}",
                "a{,5}",
                "a{"
            })
    void shouldAcceptWhatPeopleWrite(String regex) {
        assertThat(Regexes.complaint(regex, false)).isNull();
        assertThat(Regexes.complaint(regex, true)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((a{100}){100}){100}",
                "(((((((((a{9}){9}){9}){9}){9}){9}){9}){9}){9})",
                "([(]a{1000}){1000}",
                "(()a{1000}){1000}",
                "(a{1000}|\\)){1000}",
                "(a{1000,}){1000,}",
                "(([^]()]a{100}){100}){100}"
            })
    void shouldRefuseRepetitionsThatMultiply(String regex) {
        assertThat(Regexes.complaint(regex, false)).isEqualTo("its repetitions multiply to too much");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", ")", "())", "[", "[a", "\\", "\\Q", "a**", "+", "a{1001}", "(?<n", "[b-a]", "[[:x:]]"})
    void shouldRefuseWhatIsNoExpression(String regex) {
        assertThat(Regexes.complaint(regex, true)).isNotEmpty();
    }

    @Test
    void shouldRefuseNestingThatWouldExhaustTheStack() {
        assertThat(Regexes.complaint("(".repeat(2_000) + ")".repeat(2_000), false))
                .contains("nested");
        assertThat(Regexes.complaint("(".repeat(100) + ")".repeat(100), false)).isNull();
    }

    @Test
    void shouldNeverThrowOrTakeLong() {
        Random random = new Random(42);
        String letters = "ab()[]{},019^$.*+?|\\QE-:pLx<>=!iP";
        for (int round = 0; round < 20_000; round++) {
            StringBuilder regex = new StringBuilder();
            int length = random.nextInt(40);
            for (int i = 0; i < length; i++) {
                regex.append(letters.charAt(random.nextInt(letters.length())));
            }
            String complaint = Regexes.complaint(regex.toString(), random.nextBoolean());
            assertThat(complaint == null || !complaint.isBlank())
                    .as("%s", regex)
                    .isTrue();
        }
    }
}
