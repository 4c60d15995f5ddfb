package io.fairlead.http;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The patterns of a list of rules as one automaton: which is the first rule, from some rule on, that matches a line?
 * Time is linear in the line's length, whatever the number of rules. Not thread-safe.
 */
final class Expressions {
    static final int NONE = Dfa.NONE;

    private final Nfa nfa;
    private @Nullable ByteBuffer scratch;
    private final @Nullable Dfa[] dfas; // by the first rule they look for; built when needed

    /**
     * @throws IllegalArgumentException with the reason and the column if a pattern is not a valid expression
     */
    Expressions(List<HeadRule> rules) {
        List<EreNode> expressions = new ArrayList<>();
        for (HeadRule rule : rules) {
            expressions.add(Ere.parse(rule.pattern(), rule.ignoreCase()));
        }
        nfa = new Nfa(expressions);
        dfas = new Dfa[rules.size()];
    }

    /**
     * The first rule, of those from {@code firstRule} on, that matches the line {@code [from, to)}, or {@link #NONE}.
     *
     * @param tokenEnd how far the line is known to be a token
     */
    int first(int firstRule, ByteBuffer bytes, int from, int tokenEnd, int to) {
        return firstRule < dfas.length ? from(firstRule).match(bytes, from, tokenEnd, to) : NONE;
    }

    /** The same for text of at most {@link Replacement#MAX_BYTES}. */
    int first(int firstRule, byte[] text) {
        if (scratch == null) {
            scratch = ByteBuffer.allocateDirect(Replacement.MAX_BYTES); // as heads lie in: one kind is matched faster
        }
        scratch.put(0, text);
        return first(firstRule, scratch, 0, 0, text.length);
    }

    /** Matches with the rules from this one on; there must be one. */
    Dfa from(int firstRule) {
        Dfa dfa = dfas[firstRule];
        if (dfa == null) {
            dfa = new Dfa(nfa, firstRule);
            dfas[firstRule] = dfa;
        }
        return dfa;
    }
}
