package io.fairlead.http;

import io.fairlead.http.Nfa.State;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Finds the lowest rank among the expressions of an {@link Nfa}, from a first one on, that match anywhere in a line: one table look-up per
 * octet, whatever the expressions. States are built when first reached and kept in a table of bounded size, which no
 * line and no expression can overflow. Not thread-safe.
 */
final class Dfa {
    /** Nothing matches. */
    static final int NONE = -1;

    /** States kept; when there are more, all are forgotten. */
    static final int MAX_STATES = 1000;

    private static final int UNKNOWN = 0;
    private static final int YES = 1;
    private static final int NO = 2;
    private static final int[] FORGOTTEN = {};

    private final Nfa nfa;
    private final Threads start;
    private final int bestInEmptyLine;
    private final byte[] classes = new byte[256]; // octets no expression tells apart share a class
    private final int endColumn; // holds the best rank if the line ends here; the classes' columns come before
    private final int skipColumn; // holds whether tokens may be skipped
    private final int width; // cells in a row

    /**
     * A row for each state. A cell holds the first cell of the row that follows, or {@link #UNKNOWN}, or, where the
     * rest of the line cannot change the answer, the answer as {@code -2 - rank}. The states' numbers begin with 1,
     * so that no row begins at 0.
     */
    private int[] table = FORGOTTEN;

    private final Threads[] states = new Threads[MAX_STATES + 1];
    private final Map<Threads, Integer> rows = new HashMap<>();

    Dfa(Nfa nfa, int firstRank) {
        this.nfa = nfa;
        start = Threads.atStart(nfa, firstRank);
        bestInEmptyLine = start.bestAtEnd(nfa, true);
        endColumn = classify();
        skipColumn = endColumn + 1;
        width = endColumn + 2;
        forget();
    }

    /**
     * The lowest rank that matches in the line {@code [from, to)}, or {@link #NONE}.
     *
     * @param tokenEnd how far the line is known to be a token (RFC 9110 §5.6.2): expressions that go through one
     *     without looking, like {@code ^[^ ]*}, are not made to
     */
    int match(ByteBuffer bytes, int from, int tokenEnd, int to) {
        if (from == to) {
            return bestInEmptyLine;
        }
        int at = from;
        int row = next(width, bytes.get(at++));
        if (at < tokenEnd && row > 0 && skipsTokens(row)) {
            at = tokenEnd;
        }
        while (row > 0 && at < to) {
            row = next(row, bytes.get(at++));
        }
        return row > 0 ? table[row + endColumn] : -2 - row;
    }

    private int next(int row, byte octet) {
        int cell = table[row + (classes[octet & 0xff] & 0xff)];
        return cell != UNKNOWN ? cell : build(row, octet & 0xff);
    }

    /** Whether every token octet leads from this row back to it. */
    private boolean skipsTokens(int row) {
        int cell = table[row + skipColumn];
        if (cell == UNKNOWN) {
            Threads state = states[row / width];
            cell = IntStream.range(0, 256)
                            .filter(octet -> Ascii.isToken((byte) octet))
                            .allMatch(octet -> state.after(nfa, octet).equals(state))
                    ? YES
                    : NO;
            table[row + skipColumn] = cell;
        }
        return cell == YES;
    }

    private int build(int fromRow, int octet) {
        Threads from = states[fromRow / width];
        int row = fromRow;
        if (rows.size() == MAX_STATES) {
            forget();
            row = row(from);
        }
        Threads next = from.after(nfa, octet);
        int cell = next.decided() ? -2 - next.best() : row(next);
        table[row + (classes[octet] & 0xff)] = cell;
        return cell;
    }

    /** The row of a state, made if it is new. */
    private int row(Threads state) {
        Integer known = rows.get(state);
        if (known != null) {
            return known;
        }
        int number = rows.size() + 1;
        int row = number * width;
        if (table.length < row + width) {
            table = Arrays.copyOf(table, Math.min(2 * row, MAX_STATES * width) + width);
        }
        table[row + endColumn] = state.bestAtEnd(nfa, false);
        states[number] = state;
        rows.put(state, row);
        return row;
    }

    private void forget() {
        rows.clear();
        table = FORGOTTEN;
        row(start);
    }

    /** Splits the octets into classes by every set the expressions read; returns the number of classes. */
    private int classify() {
        int count = 1;
        for (int state = 0; state < nfa.size(); state++) {
            if (nfa.state(state) instanceof State.Read(BitSet set, int _)) {
                count = split(set, count);
            }
        }
        return count;
    }

    private int split(BitSet set, int classCount) {
        int count = classCount;
        int[] insiders = new int[count]; // by class: the class of its members inside the set, 0 if not yet seen
        boolean[] hasOutsider = new boolean[classCount];
        for (int octet = 0; octet < 256; octet++) {
            hasOutsider[classes[octet] & 0xff] |= !set.get(octet);
        }
        for (int octet = 0; octet < 256; octet++) {
            int old = classes[octet] & 0xff;
            if (set.get(octet) && hasOutsider[old]) {
                if (insiders[old] == 0) {
                    insiders[old] = count++;
                }
                classes[octet] = (byte) insiders[old];
            }
        }
        return count;
    }
}
