package io.fairlead.http;

import static io.fairlead.http.Samples.buffer;
import static io.fairlead.http.Samples.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;
import io.fairlead.http.RuleSet.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleSetTest {
    private static final RuleSet SAMPLE = new RuleSet(List.of(
            new Rule("^Host: img", true), new Rule("^[^ ]* /(img|css)/", true), new Rule("^[^ ]* /admin/stats", true)));

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
        Head head = request("GET " + target + " HTTP/1.1\r\nAccept: */*\r\n" + line + "\r\nA: b\r\n\r\n");
        assertThat(SAMPLE.firstMatch(head)).isEqualTo(rule);
    }

    @Test
    void shouldPreferTheFirstRuleOverTheFirstLine() {
        RuleSet rules = new RuleSet(List.of(new Rule("last", false), new Rule("^GET", false)));
        assertThat(rules.firstMatch(request("GET / HTTP/1.1\r\nA: b\r\nB: last\r\n\r\n")))
                .isZero();
        assertThat(rules.firstMatch(request("GET / HTTP/1.1\r\nA: b\r\n\r\n"))).isEqualTo(1);
    }

    @Test
    void shouldMatchNothingWithoutRules() {
        assertThat(new RuleSet(List.of()).firstMatch(request(Samples.BROWSER_REQUEST)))
                .isEqualTo(RuleSet.NONE);
    }

    @Test
    void shouldSeeLinesWithoutTheirLineEnds() {
        RuleSet rules = new RuleSet(List.of(new Rule("^Host: a$", false), new Rule("HTTP/1.1$", false)));
        assertThat(rules.firstMatch(request("GET / HTTP/1.1\r\nHost: a\r\n\r\n")))
                .isZero();
        assertThat(rules.firstMatch(request("GET / HTTP/1.1\nHost: ab\n\n"))).isEqualTo(1);
    }

    @Test
    void shouldRefuseABadPattern() {
        assertThatThrownBy(() -> new RuleSet(List.of(new Rule("^Host: [", false))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(RuleSet.complaint("^Host: [", false)).isEqualTo("']' expected at column 9");
        assertThat(RuleSet.complaint("^Host: [a]", false)).isNull();
    }

    @Test
    void shouldStayRightWhenItsTableOverflows() {
        // whether the 12th octet from the end of a run is an 'a': 4096 states
        String pattern = "a[ab]{11}c";
        Pattern oracle = Pattern.compile(pattern);
        RuleSet rules = new RuleSet(List.of(new Rule(pattern, false)));
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            StringBuilder line = new StringBuilder("X: ");
            random.ints(200, 0, 40).forEach(n -> line.append(n == 0 ? 'c' : "ab".charAt(n & 1)));
            Head head = request("GET / HTTP/1.1\r\n" + line + "\r\n\r\n");
            assertThat(rules.firstMatch(head)).isEqualTo(oracle.matcher(line).find() ? 0 : -1);
        }
    }

    @Test
    void shouldAgreeWithRe2OnRandomExpressionsAndLines() {
        Random random = new Random(20080401);
        int matched = 0;
        for (int round = 0; round < 4000; round++) {
            RandomExpressions expressions = new RandomExpressions(random);
            List<Rule> rules = new ArrayList<>();
            List<Pattern> oracles = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                boolean ignoreCase = random.nextBoolean();
                expressions.next();
                rules.add(new Rule(expressions.posix(), ignoreCase));
                int flags = Pattern.LONGEST_MATCH | (ignoreCase ? Pattern.CASE_INSENSITIVE : 0);
                oracles.add(Pattern.compile(expressions.re2(), flags));
            }
            RuleSet set = new RuleSet(rules);
            for (int i = 0; i < 10; i++) {
                List<String> lines =
                        List.of("G " + line(random) + " HTTP/1.1", "aB:" + line(random), "b: " + line(random));
                String message = String.join("\r\n", lines) + "\r\n\r\n";
                int expected = firstMatch(oracles, lines);
                matched += expected >= 0 ? 1 : 0;
                assertThat(set.firstMatch(request(buffer(message), 0, message.length())))
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
