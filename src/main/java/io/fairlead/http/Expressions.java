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

    private final int count;
    private final DfaCache cache;
    private @Nullable ByteBuffer scratch;

    /**
     * @throws IllegalArgumentException with the reason and the column if a pattern is not a valid expression, or if it
     *     or all of them have too many states ({@link Nfa#MAX_STATES}, {@link Nfa#MAX_STATES_IN_ALL})
     */
    Expressions(List<HeadRule> rules) {
        List<EreNode> expressions = new ArrayList<>();
        for (HeadRule rule : rules) {
            expressions.add(Ere.parse(rule.pattern(), rule.ignoreCase()));
        }
        count = rules.size();
        cache = new DfaCache(new Nfa(expressions));
    }

    /**
     * The first rule, of those from {@code firstRule} on, that matches the line {@code [from, to)}, or {@link #NONE}.
     *
     * @param tokenEnd how far the line is known to be a token
     */
    int first(int firstRule, ByteBuffer bytes, int from, int tokenEnd, int to) {
        return firstRule < count ? from(firstRule).match(bytes, from, tokenEnd, to) : NONE;
    }

    /** The same for text of at most {@link Replacement#MAX_BYTES}. */
    int first(int firstRule, byte[] text) {
        if (scratch == null) {
            scratch = ByteBuffer.allocateDirect(Replacement.MAX_BYTES); // as heads lie in: one kind is matched faster
        }
        scratch.put(0, text);
        return first(firstRule, scratch, 0, 0, text.length);
    }

    /** Matches with the rules from this one on; there must be one. Good until the next call. */
    Dfa from(int firstRule) {
        return cache.from(firstRule);
    }

    /** For tests of its limits. */
    DfaCache cache() {
        return cache;
    }
}
