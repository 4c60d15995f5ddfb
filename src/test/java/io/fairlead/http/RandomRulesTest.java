package io.fairlead.http;

import static io.fairlead.http.Samples.bufferAt;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.fairlead.http.HeadRule.Kind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random rules on random heads against a plain statement of their order and of leftmost-longest matching. */
class RandomRulesTest {
    private static final int ROOM = 4096;
    private static final int ROUNDS = 6_000;
    private static final List<String> REPLACEMENTS = List.of("X: \\0", "b: c", "a: \\0", "", "GET \\0 HTTP/1.0", "\\0");

    private final Random random = new Random(20070107);
    private final RandomExpressions expressions = new RandomExpressions(random);
    private final HeadParser parser = new HeadParser();
    private final Head head = new Head();

    /** A rule, and its pattern as another engine writes it. */
    private record Sample(HeadRule rule, Pattern pattern) {
        /** What a line becomes that is replaced, or deleted. */
        String expand(String match) {
            String replacement = rule.replacement();
            return replacement == null ? "" : replacement.replace("\\0", match);
        }
    }

    /** What rules should make of a head. */
    private record Outcome(Verdict verdict, int switchRule, String message) {}

    private List<Sample> samples(Kind[] kinds) {
        List<Sample> samples = new ArrayList<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            Kind kind = kinds[random.nextInt(kinds.length)];
            boolean ignoreCase = random.nextBoolean();
            String replacement = REPLACEMENTS.get(random.nextInt(REPLACEMENTS.size()));
            expressions.next();
            int flags = Pattern.LONGEST_MATCH | (ignoreCase ? Pattern.CASE_INSENSITIVE : 0);
            Pattern pattern = Pattern.compile(expressions.re2(), flags);
            samples.add(new Sample(
                    new HeadRule(kind, expressions.posix(), ignoreCase, kind == Kind.REPLACE ? replacement : null),
                    pattern));
        }
        return samples;
    }

    private List<String> lines(String first) {
        List<String> lines = new ArrayList<>(List.of(first));
        for (int i = random.nextInt(5); i > 0; i--) {
            lines.add(List.of("a:", "aB:", "b: ", "X: ").get(random.nextInt(4)) + value());
        }
        return lines;
    }

    private String value() {
        StringBuilder text = new StringBuilder();
        random.ints(random.nextInt(6), 0, 9).forEach(n -> text.append("aAbBc/:0-".charAt(n)));
        return text.toString();
    }

    @Test
    void shouldTreatRequestsAsTheRulesSay() {
        Map<Verdict, Integer> seen = new EnumMap<>(Verdict.class);
        for (int round = 0; round < ROUNDS; round++) {
            List<Sample> samples = samples(Kind.values());
            List<String> lines = lines("G /" + value() + " HTTP/1.0");
            RequestRules rules =
                    new RequestRules(samples.stream().map(Sample::rule).toList(), List.of("Z: z"));
            Outcome expected = request(samples, new ArrayList<>(lines));
            parse(lines, true);
            Verdict verdict = rules.apply(head, 0);
            seen.merge(verdict, 1, Integer::sum);
            String message = verdict == Verdict.ACCEPT ? Samples.text(head) : "";
            assertThat(new Outcome(verdict, rules.switchRule(), message))
                    .as("%s on %s: %s", samples, lines, head.problem())
                    .isEqualTo(expected);
        }
        assertThat(seen).containsOnlyKeys(Verdict.values());
        assertThat(seen.values()).allMatch(count -> count > ROUNDS / 50); // else the samples would show little
    }

    @Test
    void shouldTreatResponsesAsTheRulesSay() {
        Map<Verdict, Integer> seen = new EnumMap<>(Verdict.class);
        for (int round = 0; round < ROUNDS; round++) {
            List<Sample> samples = samples(new Kind[] {Kind.REPLACE, Kind.DELETE, Kind.DENY});
            List<String> lines = lines("HTTP/1.0 200 " + value());
            ResponseRules rules =
                    new ResponseRules(samples.stream().map(Sample::rule).toList(), List.of("Z: z"));
            Outcome expected = response(samples, lines);
            parse(lines, false);
            Verdict verdict = rules.apply(head, 0);
            seen.merge(verdict, 1, Integer::sum);
            String message = verdict == Verdict.ACCEPT ? Samples.text(head) : "";
            assertThat(new Outcome(verdict, RequestRules.NONE, message))
                    .as("%s on %s: %s", samples, lines, head.problem())
                    .isEqualTo(expected);
        }
        assertThat(seen).containsOnlyKeys(Verdict.ACCEPT, Verdict.DENY, Verdict.INVALID);
        assertThat(seen.values()).allMatch(count -> count > ROUNDS / 50);
    }

    private void parse(List<String> lines, boolean request) {
        String message = String.join("\r\n", lines) + "\r\n\r\n";
        ByteBuffer bytes = bufferAt(ROOM, message);
        HeadParser.Result result = request
                ? parser.request(bytes, ROOM, bytes.capacity(), head)
                : parser.response(bytes, ROOM, bytes.capacity(), head, Method.GET);
        assertThat(result).isEqualTo(HeadParser.Result.COMPLETE);
    }

    private Outcome request(List<Sample> samples, List<String> lines) {
        boolean[] settled = new boolean[lines.size()];
        boolean allowed = false;
        int switchRule = RequestRules.NONE;
        for (int i = 0; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            Kind kind = sample.rule().kind();
            for (int line = 0; line < lines.size(); line++) {
                String match = settled[line] ? null : longestMatch(sample.pattern(), lines.get(line));
                if (match == null) {
                    continue;
                }
                if (!allowed && (kind == Kind.DENY || kind == Kind.TARPIT)) {
                    return new Outcome(Verdict.valueOf(kind.name()), switchRule, "");
                }
                switch (kind) {
                    case SET_BACKEND -> switchRule = switchRule == RequestRules.NONE ? i : switchRule;
                    case PASS -> settled[line] = !allowed;
                    case REPLACE -> lines.set(line, sample.expand(match));
                    case DELETE -> lines.set(line, "");
                    default -> {}
                }
                settled[line] |= lines.get(line).isEmpty();
            }
            allowed |= kind == Kind.ALLOW && lines.stream().anyMatch(line -> matchesUnsettled(sample, lines, settled));
        }
        return judged(lines, switchRule, true);
    }

    private static boolean matchesUnsettled(Sample sample, List<String> lines, boolean[] settled) {
        for (int line = 0; line < lines.size(); line++) {
            if (!settled[line] && longestMatch(sample.pattern(), lines.get(line)) != null) {
                return true;
            }
        }
        return false;
    }

    private Outcome response(List<Sample> samples, List<String> lines) {
        List<String> result = new ArrayList<>();
        for (String line : lines) {
            String text = line;
            for (Sample sample : samples) {
                String match = longestMatch(sample.pattern(), line);
                if (match != null && sample.rule().kind() == Kind.DENY) {
                    return new Outcome(Verdict.DENY, RequestRules.NONE, "");
                }
                if (match != null) {
                    text = sample.expand(match);
                    break;
                }
            }
            result.add(text);
        }
        return judged(result, RequestRules.NONE, false);
    }

    /** Only a head that the parser takes, and that still has its start line, passes. */
    private Outcome judged(List<String> lines, int switchRule, boolean request) {
        boolean startLine = !lines.getFirst().isEmpty();
        lines.removeIf(String::isEmpty);
        lines.add("Z: z");
        String message = String.join("\r\n", lines) + "\r\n\r\n";
        ByteBuffer bytes = bufferAt(0, message);
        HeadParser.Result result = request
                ? parser.request(bytes, 0, bytes.capacity(), head)
                : parser.response(bytes, 0, bytes.capacity(), head, Method.GET);
        return startLine && result == HeadParser.Result.COMPLETE
                ? new Outcome(Verdict.ACCEPT, switchRule, message)
                : new Outcome(Verdict.INVALID, switchRule, "");
    }

    private static @Nullable String longestMatch(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        return matcher.find() ? matcher.group() : null;
    }
}
