package io.fairlead.http;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Finds the lowest rank among the expressions of an {@link Nfa}, from a first one on, that match anywhere in a line: one
 * table look-up per octet, whatever the expressions. States are built when first reached and kept within the bounds of
 * a {@link DfaCache}, which no line and no expression can overflow. Not thread-safe.
 */
final class Dfa {
    /** Nothing matches. */
    static final int NONE = -1;

    private static final int UNKNOWN = 0;
    private static final int YES = 1;
    private static final int NO = 2;
    private static final int[] FORGOTTEN = {};

    /** Of a state's objects: its set of threads, its entry in the map, its place in the list. */
    private static final int STATE_OVERHEAD_BYTES = 256;

    private final Nfa nfa;
    private final byte[] classes; // of each octet
    private final int firstRank;
    private final DfaCache cache;
    private final Threads start;
    private final Threads.Entry again;
    private final int bestInEmptyLine;
    private final int endColumn; // holds the best rank if the line ends here; the classes' columns come before
    private final int skipColumn; // holds whether tokens may be skipped
    private final int width; // cells in a row

    /**
     * A row for each state. A cell holds the first cell of the row that follows, or {@link #UNKNOWN}, or, where the
     * rest of the line cannot change the answer, the answer as {@code -2 - rank}. The states' numbers begin with 1,
     * so that no row begins at 0.
     */
    private int[] table = FORGOTTEN;

    private final List<Threads> states = new ArrayList<>(); // by their number less one
    private final Map<Threads, Integer> rows = new HashMap<>();

    Dfa(Nfa nfa, OctetClasses classes, int firstRank, DfaCache cache) {
        this.nfa = nfa;
        this.classes = classes.table();
        this.firstRank = firstRank;
        this.cache = cache;
        start = Threads.atStart(nfa, firstRank);
        again = Threads.Entry.of(nfa, firstRank);
        bestInEmptyLine = start.bestAtEnd(nfa, true);
        endColumn = classes.count();
        skipColumn = endColumn + 1;
        width = endColumn + 2;
        forget();
    }

    int firstRule() {
        return firstRank;
    }

    /** What one state takes, about. */
    private int stateBytes() {
        return 2 * width * Integer.BYTES + nfa.size() / Byte.SIZE + STATE_OVERHEAD_BYTES; // the table may double
    }

    /** What it takes with nothing but its first state. */
    int ownBytes() {
        return 2 * stateBytes();
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
        return cell != UNKNOWN ? cell : build(row, octet);
    }

    /** Whether every token octet leads from this row back to it. */
    private boolean skipsTokens(int row) {
        int cell = table[row + skipColumn];
        if (cell == UNKNOWN) {
            Threads state = state(row);
            cell = IntStream.range(0, 256)
                            .filter(octet -> Ascii.isToken((byte) octet))
                            .allMatch(octet -> state.after(nfa, again, octet).equals(state))
                    ? YES
                    : NO;
            table[row + skipColumn] = cell;
        }
        return cell == YES;
    }

    private Threads state(int row) {
        return states.get(row / width - 1);
    }

    private int build(int fromRow, byte octet) {
        Threads from = state(fromRow);
        int row = fromRow;
        Threads next = from.after(nfa, again, octet & 0xff);
        if (!next.decided() && !rows.containsKey(next) && !cache.take(this, stateBytes())) {
            forget();
            row = row(from);
        }
        int cell = next.decided() ? -2 - next.best() : row(next);
        table[row + (classes[octet & 0xff] & 0xff)] = cell;
        return cell;
    }

    /** The row of a state, made if it is new. */
    private int row(Threads state) {
        Integer known = rows.get(state);
        if (known != null) {
            return known;
        }
        states.add(state);
        int row = states.size() * width;
        if (table.length < row + width) {
            table = Arrays.copyOf(table, 2 * row + width);
        }
        table[row + endColumn] = state.bestAtEnd(nfa, false);
        rows.put(state, row);
        return row;
    }

    private void forget() {
        rows.clear();
        states.clear();
        table = FORGOTTEN;
        row(start);
    }
}
