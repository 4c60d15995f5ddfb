package io.fairlead.http;

import io.fairlead.http.EreNode.Anchor;
import io.fairlead.http.EreNode.Choice;
import io.fairlead.http.EreNode.Group;
import io.fairlead.http.EreNode.Octets;
import io.fairlead.http.EreNode.Repeat;
import io.fairlead.http.EreNode.Sequence;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Parses POSIX extended regular expressions (IEEE 1003.1, Base Definitions §9.4) over octets, as regcomp(3) reads
 * them in the C locale. What POSIX leaves undefined is refused, so that nobody's {@code \d} or {@code *?} silently
 * means something else.
 */
final class Ere {
    /** The largest count of an interval (POSIX RE_DUP_MAX). */
    static final int MAX_COUNT = 255;

    /** Parentheses in parentheses. */
    static final int MAX_DEPTH = 50;

    private static final String REPETITIONS = "*+?{";

    private final PatternText text;
    private final boolean ignoreCase;
    private int depth;

    private Ere(String pattern, boolean ignoreCase) {
        this.text = new PatternText(pattern);
        this.ignoreCase = ignoreCase;
    }

    /**
     * @throws IllegalArgumentException with the reason and the column if the expression is not valid
     */
    static EreNode parse(String pattern, boolean ignoreCase) {
        return new Ere(pattern, ignoreCase).choice();
    }

    private EreNode choice() {
        List<EreNode> branches = new ArrayList<>();
        do {
            branches.add(sequence());
        } while (text.take("|"));
        return branches.size() == 1 ? branches.getFirst() : new Choice(branches);
    }

    private EreNode sequence() {
        List<EreNode> parts = new ArrayList<>();
        String enders = depth > 0 ? "|)" : "|"; // an unmatched ')' is an ordinary character
        while (!text.atEnd() && !text.sees(enders)) {
            parts.add(repeated());
        }
        if (parts.isEmpty()) {
            throw text.error("empty expression or alternative");
        }
        return parts.size() == 1 ? parts.getFirst() : new Sequence(parts);
    }

    private EreNode repeated() {
        if (text.sees(REPETITIONS)) {
            throw text.error("nothing to repeat");
        }
        EreNode atom = atom();
        if (!text.sees(REPETITIONS)) {
            return atom;
        }
        if (atom instanceof Anchor) {
            throw text.error("an anchor cannot be repeated");
        }
        EreNode repeat = switch (text.next()) {
            case '*' -> new Repeat(atom, 0, EreNode.UNBOUNDED);
            case '+' -> new Repeat(atom, 1, EreNode.UNBOUNDED);
            case '?' -> new Repeat(atom, 0, 1);
            default -> interval(atom);
        };
        if (text.sees(REPETITIONS)) {
            throw text.error("a repetition cannot be repeated");
        }
        return repeat;
    }

    private EreNode interval(EreNode body) {
        int min = count();
        int max = min;
        if (text.take(",")) {
            max = text.sees("}") ? EreNode.UNBOUNDED : count();
        }
        if (!text.take("}")) {
            throw text.error("'}' expected");
        }
        if (max != EreNode.UNBOUNDED && max < min) {
            throw text.error("interval out of order");
        }
        return new Repeat(body, min, max);
    }

    private int count() {
        if (!text.sees("0123456789")) {
            throw text.error("number expected");
        }
        int count = 0;
        while (text.sees("0123456789")) {
            count = 10 * count + text.next() - '0';
            if (count > MAX_COUNT) {
                throw text.error("more than " + MAX_COUNT + " repetitions");
            }
        }
        return count;
    }

    private EreNode atom() {
        char c = text.next();
        return switch (c) {
            case '^' -> new Anchor(true);
            case '$' -> new Anchor(false);
            case '.' -> new Octets(everyOctet());
            case '[' -> new Octets(EreBracket.parse(text, ignoreCase));
            case '(' -> group();
            case '\\' -> literal(escaped());
            default -> literal(c);
        };
    }

    private EreNode group() {
        if (++depth > MAX_DEPTH) {
            throw text.error("parentheses nested too deeply");
        }
        EreNode node = choice();
        if (!text.take(")")) {
            throw text.error("')' expected");
        }
        depth--;
        return new Group(node);
    }

    private char escaped() {
        if (text.atEnd()) {
            throw text.error("nothing after the backslash");
        }
        char c = text.next();
        if (c < 0x80 && Character.isLetterOrDigit(c)) {
            throw text.error("POSIX does not know \\" + c);
        }
        return c;
    }

    private EreNode literal(char c) {
        BitSet set = new BitSet();
        set.set(c);
        if (ignoreCase) {
            EreBracket.addOtherCase(set);
        }
        return new Octets(set);
    }

    private static BitSet everyOctet() {
        BitSet set = new BitSet();
        set.set(0, 256);
        return set;
    }
}
