package io.fairlead.http;

import static io.fairlead.http.Samples.buffer;
import static io.fairlead.http.Samples.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;
import io.fairlead.http.HeadRule.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code reqsetbe} and {@code reqisetbe}, and which lines match. */
class SwitchRulesTest {
    private static final RequestRules SAMPLE =
            rules(rule("^Host: img", true), rule("^[^ ]* /(img|css)/", true), rule("^[^ ]* /admin/stats", true));

    private static HeadRule rule(String pattern, boolean ignoreCase) {
        return new HeadRule(Kind.SET_BACKEND, pattern, ignoreCase, null);
    }

    private static RequestRules rules(HeadRule... rules) {
        return new RequestRules(List.of(rules), List.of());
    }

    private static int firstMatch(RequestRules rules, Head head) {
        assertThat(rules.apply(head, 0)).isEqualTo(Verdict.ACCEPT);
        return rules.switchRule();
    }

    @ParameterizedTest
    @CsvSource({
        "/index.html,       Host: www, -1",
        "/index.html,       Host: img.example.org, 0",
        "/index.html,       HOST: IMG, 0",
        "/index.html,       X-Host: img, -1",
        "/img/logo.png,     Host: www, 1",
        "/CSS/a.css,        Host: www, 1",
        "/x/css/a.css,      Host: www, -1",
        "/img,              Host: www, -1",
        "/admin/stats,      Host: www, 2",
        "/admin/stats?x=1,  Host: img, 0",
        "/index.html,       Referer: /img/, 1",
    })
    void shouldRouteLikeTheSample(String target, String line, int rule) {
        Head head = request("GET " + target + " HTTP/1.0\r\nAccept: */*\r\n" + line + "\r\nA: b\r\n\r\n");
        assertThat(firstMatch(SAMPLE, head)).isEqualTo(rule);
    }

    @Test
    void shouldPreferTheFirstRuleOverTheFirstLine() {
        RequestRules rules = rules(rule("last", false), rule("^GET", false));
        assertThat(firstMatch(rules, request("GET / HTTP/1.0\r\nA: b\r\nB: last\r\n\r\n")))
                .isZero();
        assertThat(firstMatch(rules, request("GET / HTTP/1.0\r\nA: b\r\n\r\n"))).isEqualTo(1);
    }

    @Test
    void shouldMatchNothingWithoutRules() {
        assertThat(firstMatch(rules(), request(Samples.BROWSER_REQUEST))).isEqualTo(RequestRules.NONE);
    }

    @Test
    void shouldSeeLinesWithoutTheirLineEnds() {
        RequestRules rules = rules(rule("^Host: a$", false), rule("HTTP/1.0$", false));
        assertThat(firstMatch(rules, request("GET / HTTP/1.0\r\nHost: a\r\n\r\n")))
                .isZero();
        assertThat(firstMatch(rules, request("GET / HTTP/1.0\nHost: ab\n\n"))).isEqualTo(1);
    }

    @Test
    void shouldRefuseABadPattern() {
        assertThatThrownBy(() -> rules(rule("^Host: [", false))).isInstanceOf(IllegalArgumentException.class);
        assertThat(HeadRule.patternComplaint(Kind.SET_BACKEND, "^Host: [", false))
                .isEqualTo("']' expected at column 9");
        assertThat(HeadRule.patternComplaint(Kind.SET_BACKEND, "^Host: [a]", false))
                .isNull();
    }

    @Test
    void shouldStayRightWhenItsTableOverflows() {
        // whether the 12th octet from the end of a run is an 'a': 4096 states
        String pattern = "a[ab]{11}c";
        Pattern oracle = Pattern.compile(pattern);
        RequestRules rules = rules(rule(pattern, false));
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            StringBuilder line = new StringBuilder("X: ");
            random.ints(200, 0, 40).forEach(n -> line.append(n == 0 ? 'c' : "ab".charAt(n & 1)));
            Head head = request("GET / HTTP/1.0\r\n" + line + "\r\n\r\n");
            assertThat(firstMatch(rules, head)).isEqualTo(oracle.matcher(line).find() ? 0 : -1);
        }
    }

    @Test
    void shouldAgreeWithRe2OnRandomExpressionsAndLines() {
        Random random = new Random(20080401);
        int matched = 0;
        for (int round = 0; round < 4000; round++) {
            RandomExpressions expressions = new RandomExpressions(random);
            List<HeadRule> rules = new ArrayList<>();
            List<Pattern> oracles = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                boolean ignoreCase = random.nextBoolean();
                expressions.next();
                rules.add(rule(expressions.posix(), ignoreCase));
                int flags = Pattern.LONGEST_MATCH | (ignoreCase ? Pattern.CASE_INSENSITIVE : 0);
                oracles.add(Pattern.compile(expressions.re2(), flags));
            }
            RequestRules set = new RequestRules(rules, List.of());
            for (int i = 0; i < 10; i++) {
                List<String> lines =
                        List.of("G " + line(random) + " HTTP/1.0", "aB:" + line(random), "b: " + line(random));
                String message = String.join("\r\n", lines) + "\r\n\r\n";
                int expected = firstMatch(oracles, lines);
                matched += expected >= 0 ? 1 : 0;
                assertThat(firstMatch(set, request(buffer(message), 0, message.length())))
                        .as("%s on %s", rules, lines)
                        .isEqualTo(expected);
            }
        }
        assertThat(matched).isBetween(5_000, 35_000); // else the samples would show little
    }

    private static int firstMatch(List<Pattern> rules, List<String> lines) {
        for (int rule = 0; rule < rules.size(); rule++) {
            for (String line : lines) {
                if (rules.get(rule).matcher(line).find()) {
                    return rule;
                }
            }
        }
        return -1;
    }

    private static String line(Random random) {
        StringBuilder text = new StringBuilder("/");
        random.ints(random.nextInt(8), 0, 11).forEach(n -> text.append("aAbBc/:0-.\u00a7".charAt(n)));
        return text.toString();
    }
}
