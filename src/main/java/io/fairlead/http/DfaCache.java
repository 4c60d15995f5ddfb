package io.fairlead.http;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The automata of one list of rules, each looking for the rules from some rule on. They are built as lines need them,
 * and what they keep takes {@link #MAX_BYTES} at most, all together: when that is used up, all is forgotten and begins
 * anew, which costs time in proportion to the rules, but never more memory.
 */
final class DfaCache {
    /** For each list of rules (a proxy has one of requests and one of responses) on each loop. */
    static final int MAX_BYTES = 4 << 20;

    private final Nfa nfa;
    private final OctetClasses classes;
    private final @Nullable Dfa[] dfas; // by the first rule they look for
    private long bytes;
    private int flushes;

    DfaCache(Nfa nfa) {
        this.nfa = nfa;
        classes = new OctetClasses(nfa);
        dfas = new Dfa[nfa.expressions()];
    }

    /** Looks for the rules from this one on; there must be one. Good until the next call. */
    Dfa from(int firstRule) {
        Dfa dfa = dfas[firstRule];
        if (dfa == null) {
            dfa = new Dfa(nfa, classes, firstRule, this);
            dfas[firstRule] = dfa;
            if (!take(dfa, dfa.ownBytes())) {
                bytes = dfa.ownBytes();
            }
        }
        return dfa;
    }

    /** Whether there is room for so many bytes more; if not, all is forgotten but what the keeper has for itself. */
    boolean take(Dfa keeper, int more) {
        if (bytes + more <= MAX_BYTES) {
            bytes += more;
            return true;
        }
        Arrays.fill(dfas, null);
        dfas[keeper.firstRule()] = keeper;
        bytes = keeper.ownBytes();
        flushes++;
        return false;
    }

    /** What is kept now, as far as it grows with expressions and lines. */
    long bytes() {
        return bytes;
    }

    /** How often all was forgotten. */
    int flushes() {
        return flushes;
    }
}
