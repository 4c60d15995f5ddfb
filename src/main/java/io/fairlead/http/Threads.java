package io.fairlead.http;

import io.fairlead.http.Nfa.State;
import java.util.Arrays;
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

    /** What every octet adds, for a match may begin anywhere: reached without reading, not at the line's start. */
    record Entry(BitSet reached, int best) {
        static Entry of(Nfa nfa, int firstRank) {
            Spread spread = new Spread(nfa, firstRank, Dfa.NONE, false, false);
            spread.enterAll();
            return new Entry(spread.reached, spread.best);
        }
    }

    /** After one more octet. */
    Threads after(Nfa nfa, Entry again, int octet) {
        Spread spread = new Spread(nfa, firstRank, best, false, false);
        spread.add(again);
        for (int state = alive.nextSetBit(0); state >= 0; state = alive.nextSetBit(state + 1)) {
            if (nfa.state(state) instanceof State.Read(BitSet set, int next) && set.get(octet)) {
                spread.to(next);
            }
        }
        return spread.threads();
    }

    /** The lowest rank that matches if the line ends here. */
    int bestAtEnd(Nfa nfa, boolean emptyLine) {
        Spread spread = new Spread(nfa, firstRank, best, emptyLine, true);
        BitSet atEnd = (BitSet) nfa.ends().clone();
        atEnd.and(alive);
        for (int state = atEnd.nextSetBit(0); state >= 0; state = atEnd.nextSetBit(state + 1)) {
            if (nfa.state(state) instanceof State.At at) {
                spread.to(at.next());
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
        private static final int FIRST_CAPACITY = 64;

        private final Nfa nfa;
        private final int firstRank;
        private final boolean atStart;
        private final boolean atEnd;
        private final BitSet reached = new BitSet();
        private int[] pending = new int[FIRST_CAPACITY]; // a stack
        private int pendingCount;
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

        void add(Entry entry) {
            reached.or(entry.reached());
            best(entry.best());
        }

        private void best(int rank) {
            if (rank != Dfa.NONE) {
                best = best == Dfa.NONE ? rank : Math.min(best, rank);
            }
        }

        void to(int state) {
            visit(state);
            while (pendingCount > 0) {
                switch (nfa.state(pending[--pendingCount])) {
                    case State.Split split -> {
                        visit(split.one());
                        visit(split.other());
                    }
                    case State.At at -> {
                        if (at.lineStart() ? atStart : atEnd) {
                            visit(at.next());
                        }
                    }
                    case State.Match match -> best(match.rank());
                    case State.Read _ -> {}
                }
            }
        }

        private void visit(int state) {
            if (!reached.get(state)) {
                reached.set(state);
                if (pendingCount == pending.length) {
                    pending = Arrays.copyOf(pending, 2 * pendingCount);
                }
                pending[pendingCount++] = state;
            }
        }

        Threads threads() {
            BitSet alive = best == Dfa.NONE ? (BitSet) reached.clone() : reached.get(0, nfa.first(best));
            alive.and(nfa.waiting());
            return new Threads(alive, firstRank, best);
        }
    }
}
