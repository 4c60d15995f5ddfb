package io.fairlead.http;

import static io.fairlead.http.Samples.buffer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EreTest {
    private static boolean matches(String pattern, boolean ignoreCase, String line) {
        Dfa dfa = new DfaCache(new Nfa(List.of(Ere.parse(pattern, ignoreCase)))).from(0);
        return dfa.match(buffer(line), 0, 1, line.length()) == 0;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "abc ! xabcx",
                "^abc$ ! abc",
                "a.c ! a/c",
                "a|b|c ! xxc",
                "^(a|bc)+$ ! abcbca",
                "^ab*c$ ! ac",
                "^ab?c$ ! abc",
                "^a{3}$ ! aaa",
                "^a{2,}$ ! aaaaa",
                "^a{0,2}b$ ! aab",
                "^(a{2}){2}$ ! aaaa",
                "^[a-c]+$ ! abcab",
                "^[]x]+$ ! ]x]",
                "^[^]x]$ ! a",
                "^[a-]+$ ! -a",
                "^[-a]+$ ! -a",
                "^[+--]+$ ! +,-",
                "^[a\\]+$ ! a\\",
                "^[[:alpha:]_][[:alnum:]_]*$ ! a_1",
                "^[^[:space:]]+$ ! abc",
                "^[.[:digit:]]+$ ! 1.2",
                "^[[:upper:]]$ ! A",
                "^[[:punct:]]$ ! #",
                "^[[:xdigit:]]{2}$ ! fE",
                "\\.\\*\\[\\(\\|\\\\ ! .*[(|\\",
                "\\/\\-\\ x ! /- x",
                "a) ! a)",
                "a} ! a}",
                "^a|b$ ! axx",
                "^a|b$ ! xxb",
                "(^a) ! ab",
                "x(a$) ! xa",
            })
    void shouldMatch(String pattern, String line) {
        assertThat(matches(pattern, false, line)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "^abc$ ! abcd",
                "^bc ! abc",
                "a^b ! a^b",
                "a$b ! a$b",
                "^a{3}$ ! aa",
                "^a{1,2}$ ! aaa",
                "[^a] ! a",
                "[[:digit:]] ! abc",
                "ABC ! abc",
                "^(ab)+$ ! aba",
                "a.c ! ac",
                "^[a-c]$ ! d"
            })
    void shouldNotMatch(String pattern, String line) {
        assertThat(matches(pattern, false, line)).isFalse();
    }

    @Test
    void shouldIgnoreCaseWhereAsked() {
        assertThat(matches("^host: IMG[a-c]", true, "Host: imgB")).isTrue();
        assertThat(matches("[^a]", true, "A")).isFalse();
        assertThat(matches("[[:upper:]]", true, "a")).isTrue();
        assertThat(matches("\u00e9", true, "\u00e9")).isTrue();
        assertThat(matches("\u00e9", true, "\u00c9")).isFalse(); // case is folded in ASCII only
    }

    @Test
    void shouldMatchAnEmptyLine() {
        assertThat(matches("^$", false, "")).isTrue();
        assertThat(matches("$", false, "")).isTrue();
        assertThat(matches("(^|x)($|y)", false, "")).isTrue();
        assertThat(matches("$^", false, "")).isTrue();
        assertThat(matches("$^", false, "x")).isFalse();
        assertThat(matches("^$", false, "x")).isFalse();
        assertThat(matches("x$", false, "")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "* ! nothing to repeat",
                "a|*b ! nothing to repeat",
                "(?:a) ! nothing to repeat",
                "(+a) ! nothing to repeat",
                "{1} ! nothing to repeat",
                "^* ! an anchor cannot be repeated",
                "a*? ! a repetition cannot be repeated",
                "a++ ! a repetition cannot be repeated",
                "`` ! empty expression or alternative",
                "a| ! empty expression or alternative",
                "() ! empty expression or alternative",
                "a{ ! number expected",
                "a{,2} ! number expected",
                "a{2 ! '}' expected",
                "a{2,1} ! interval out of order",
                "a{256} ! more than 255 repetitions",
                "a{99999999999} ! more than 255 repetitions",
                "(a ! ')' expected",
                "a\\ ! nothing after the backslash",
                "\\d ! POSIX does not know \\d",
                "(a)\\1 ! POSIX does not know \\1",
                "[a ! ']' expected",
                "[] ! ']' expected",
                "[a- ! ']' expected",
                "[b-a] ! range out of order",
                "[a-c-e] ! '-' must be first or last in brackets",
                "[[:alhpa:]] ! unknown character class 'alhpa'",
                "[[:alpha] ! ':]' expected",
                "[[.a.]] ! collating elements and classes cannot stand here",
                "[[=a=]] ! collating elements and classes cannot stand here",
                "[a-[:digit:]] ! collating elements and classes cannot stand here",
            })
    void shouldSayWhyAPatternIsRefused(String pattern, String reason) {
        assertThatThrownBy(() -> Ere.parse(pattern, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(reason + " at column ");
    }

    @Test
    void shouldSayAtWhichColumn() {
        assertThatThrownBy(() -> Ere.parse("ab[b-a]", false)).hasMessage("range out of order at column 7");
    }

    @Test
    void shouldLimitDepthAndSize() {
        String deep = "(".repeat(Ere.MAX_DEPTH) + "a" + ")".repeat(Ere.MAX_DEPTH);
        assertThat(matches(deep, false, "a")).isTrue();
        assertThatThrownBy(() -> Ere.parse("(" + deep + ")", false)).hasMessageStartingWith("parentheses nested");

        EreNode large = Ere.parse("((a{255}){255}){255}", false);
        assertThatThrownBy(() -> new Nfa(List.of(large))).hasMessage("expression too large");

        EreNode allowed = Ere.parse("(a{255}){70}", false);
        assertThat(new Nfa(List.of(allowed, allowed)).size()).isGreaterThan(Nfa.MAX_STATES);
    }
}
