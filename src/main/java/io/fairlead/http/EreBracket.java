package io.fairlead.http;

import java.util.BitSet;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Bracket expressions (IEEE 1003.1, Base Definitions §9.3.5) in the C locale: {@code [a-z]}, {@code [^[:digit:]]}. */
final class EreBracket {
    private static final Map<String, IntPredicate> CLASSES = Map.ofEntries(
            Map.entry("alpha", EreBracket::isAlpha),
            Map.entry("digit", EreBracket::isDigit),
            Map.entry("alnum", c -> isAlpha(c) || isDigit(c)),
            Map.entry("upper", c -> c >= 'A' && c <= 'Z'),
            Map.entry("lower", c -> c >= 'a' && c <= 'z'),
            Map.entry("xdigit", c -> c < 128 && Character.digit(c, 16) >= 0),
            Map.entry("space", c -> c == ' ' || (c >= '\t' && c <= '\r')),
            Map.entry("blank", c -> c == ' ' || c == '\t'),
            Map.entry("cntrl", c -> c < ' ' || c == Ascii.DEL),
            Map.entry("print", c -> c >= ' ' && c < Ascii.DEL),
            Map.entry("graph", c -> c > ' ' && c < Ascii.DEL),
            Map.entry("punct", c -> c > ' ' && c < Ascii.DEL && !isAlpha(c) && !isDigit(c)));

    private final PatternText text;
    private final BitSet set = new BitSet();

    private EreBracket(PatternText text) {
        this.text = text;
    }

    /** Parses from behind the opening bracket to behind the closing one. */
    static BitSet parse(PatternText text, boolean ignoreCase) {
        EreBracket bracket = new EreBracket(text);
        boolean negated = text.take("^");
        bracket.elements();
        if (ignoreCase) {
            addOtherCase(bracket.set);
        }
        if (negated) {
            bracket.set.flip(0, 256);
        }
        return bracket.set;
    }

    static void addOtherCase(BitSet set) {
        for (int upper = 'A'; upper <= 'Z'; upper++) {
            int lower = upper + 0x20;
            if (set.get(upper) || set.get(lower)) {
                set.set(upper);
                set.set(lower);
            }
        }
    }

    private void elements() {
        boolean first = true; // a ']' or '-' in front stands for itself
        do {
            if (text.atEnd()) {
                throw text.error("']' expected");
            }
            if (text.take("[:")) {
                characterClass();
            } else {
                range(first);
            }
            first = false;
        } while (!text.take("]"));
    }

    private void characterClass() {
        String name = text.takeUntil(":]");
        IntPredicate members = CLASSES.get(name);
        if (members == null) {
            throw text.error("unknown character class '" + name + "'");
        }
        IntStream.range(0, 256).filter(members).forEach(set::set);
    }

    /** A single character, or a range of two. */
    private void range(boolean first) {
        char from = character();
        if (from == '-' && !first && !text.sees("]")) {
            throw text.error("'-' must be first or last in brackets");
        }
        char to = from;
        if (text.startsWith("-") && !text.startsWith("-]")) {
            text.take("-");
            to = character();
        }
        if (to < from) {
            throw text.error("range out of order");
        }
        set.set(from, to + 1);
    }

    private char character() {
        if (text.atEnd()) {
            throw text.error("']' expected");
        }
        if (text.startsWith("[.") || text.startsWith("[=") || text.startsWith("[:")) {
            throw text.error("collating elements and classes cannot stand here");
        }
        return text.next();
    }

    private static boolean isAlpha(int c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
