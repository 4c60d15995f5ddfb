package io.fairlead.http;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules of {@code reqsetbe} and {@code reqisetbe}: POSIX extended regular expressions, searched for in every line
 * of a request head. Time is linear in the head's length and does not depend on the number of rules. Not thread-safe:
 * one per loop.
 */
public final class RuleSet {
    /** Returned when no rule matches. */
    public static final int NONE = Dfa.NONE;

    /** One rule's expression. */
    public record Rule(String pattern, boolean ignoreCase) {}

    private final Dfa dfa;

    /** Why a pattern cannot be used, with the column, or null where it can. */
    public static @Nullable String complaint(String pattern, boolean ignoreCase) {
        try {
            new RuleSet(List.of(new Rule(pattern, ignoreCase)));
            return null;
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    /**
     * @throws IllegalArgumentException with the reason and the column if a pattern is not a valid expression
     */
    public RuleSet(List<Rule> rules) {
        List<EreNode> expressions = new ArrayList<>();
        for (Rule rule : rules) {
            expressions.add(Ere.parse(rule.pattern(), rule.ignoreCase()));
        }
        dfa = new Dfa(new Nfa(expressions), 0);
    }

    /** The index of the first rule that matches any line of the head, start line included, or {@link #NONE}. */
    public int firstMatch(Head head) {
        ByteBuffer bytes = head.bytes();
        int methodEnd = head.targetStart() - 1;
        int best = dfa.match(bytes, head.start(), methodEnd, head.startLineEnd());
        for (int header = 0; header < head.count() && best != 0; header++) {
            int rule = dfa.match(bytes, head.nameStart(header), head.nameEnd(header), head.lineEnd(header));
            if (rule != NONE && (best == NONE || rule < best)) {
                best = rule;
            }
        }
        return best;
    }
}
