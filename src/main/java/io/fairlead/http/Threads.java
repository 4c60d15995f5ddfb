package io.fairlead.http;

import io.fairlead.http.Nfa.State;
import java.util.BitSet;

/**
 * How far the expressions of an {@link Nfa} have come in a line.
 *
 * @param alive states that wait for an octet or for the end of the line; none of an expression that matters no more
 * @param firstRank expressions of lower ranks are not looked for
 * @param best the lowest rank that has matched, or {@link Dfa#NONE}
 */
record Threads(BitSet alive, int firstRank, int best) {

    /** Before the first octet. */
    static Threads atStart(Nfa nfa, int firstRank) {
        Spread spread = new Spread(nfa, firstRank, Dfa.NONE, true, false);
        spread.enterAll();
        return spread.threads();
    }

    /** After one more octet. */
    Threads after(Nfa nfa, int octet) {
        Spread spread = new Spread(nfa, firstRank, best, false, false);
        for (int state = alive.nextSetBit(0); state >= 0; state = alive.nextSetBit(state + 1)) {
            if (nfa.state(state) instanceof State.Read(BitSet set, int next) && set.get(octet)) {
                spread.to(next);
            }
        }
        spread.enterAll();
        return spread.threads();
    }

    /** The lowest rank that matches if the line ends here. */
    int bestAtEnd(Nfa nfa, boolean emptyLine) {
        Spread spread = new Spread(nfa, firstRank, best, emptyLine, true);
        for (int state = alive.nextSetBit(0); state >= 0; state = alive.nextSetBit(state + 1)) {
            if (nfa.state(state) instanceof State.At(boolean lineStart, int next) && !lineStart) {
                spread.to(next);
            }
        }
        return spread.threads().best();
    }

    /** No further octet can change {@link #best}. */
    boolean decided() {
        return alive.isEmpty();
    }

    /** Follows the states that read nothing. */
    private static final class Spread {
        private final Nfa nfa;
        private final int firstRank;
        private final boolean atStart;
        private final boolean atEnd;
        private final BitSet reached = new BitSet();
        private final BitSet pending = new BitSet();
        private int best;

        Spread(Nfa nfa, int firstRank, int best, boolean atStart, boolean atEnd) {
            this.nfa = nfa;
            this.firstRank = firstRank;
            this.best = best;
            this.atStart = atStart;
            this.atEnd = atEnd;
        }

        /** A match may begin anywhere. */
        void enterAll() {
            for (int rank = firstRank; rank < nfa.expressions(); rank++) {
                to(nfa.entry(rank));
            }
        }

        void to(int state) {
            visit(state);
            for (int next = pending.nextSetBit(0); next >= 0; next = pending.nextSetBit(0)) {
                pending.clear(next);
                switch (nfa.state(next)) {
                    case State.Split split -> {
                        visit(split.one());
                        visit(split.other());
                    }
                    case State.At at -> {
                        if (at.lineStart() ? atStart : atEnd) {
                            visit(at.next());
                        }
                    }
                    case State.Match match -> best = best == Dfa.NONE ? match.rank() : Math.min(best, match.rank());
                    case State.Read _ -> {}
                }
            }
        }

        private void visit(int state) {
            if (!reached.get(state)) {
                reached.set(state);
                pending.set(state);
            }
        }

        Threads threads() {
            BitSet alive = new BitSet();
            int end = best == Dfa.NONE ? nfa.size() : nfa.first(best);
            for (int state = reached.nextSetBit(0); state >= 0 && state < end; state = reached.nextSetBit(state + 1)) {
                boolean waits = nfa.state(state) instanceof State.Read
                        || (nfa.state(state) instanceof State.At at && !at.lineStart());
                alive.set(state, waits);
            }
            return new Threads(alive, firstRank, best);
        }
    }
}
