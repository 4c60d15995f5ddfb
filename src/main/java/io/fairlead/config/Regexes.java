package io.fairlead.config;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a regular expression can be used. RE2/J limits neither nesting nor the product of nested repetitions,
 * so both are limited here before it sees the expression.
 */
final class Regexes {
    static final int MAX_CHARS = 4_096;
    static final int MAX_DEPTH = 100;
    /** Characters after every {@code {n}} is written out. */
    static final int MAX_EXPANDED_CHARS = 2_000;

    private Regexes() {}

    /** Why the expression cannot be used, or null where it can. */
    static @Nullable String complaint(String regex, boolean ignoreCase) {
        if (regex.length() > MAX_CHARS) {
            return "longer than " + MAX_CHARS + " characters";
        }
        String tooLarge = new Expansion(regex).complaint();
        return tooLarge != null ? tooLarge : syntaxComplaint(regex, ignoreCase);
    }

    private static @Nullable String syntaxComplaint(String regex, boolean ignoreCase) {
        try {
            Pattern.compile(regex, Pattern.LONGEST_MATCH | (ignoreCase ? Pattern.CASE_INSENSITIVE : 0));
            return null;
        } catch (PatternSyntaxException e) {
            String culprit = e.getPattern();
            boolean whole = culprit.isEmpty() || culprit.endsWith(regex);
            return whole ? e.getDescription() : e.getDescription() + " " + Word.quote(culprit);
        }
    }

    /** Bounds from above what an expression grows to when its repetitions are written out. */
    private static final class Expansion {
        private final String regex;
        private final Deque<Long> outer = new ArrayDeque<>();
        private long size;
        private long lastAtom;
        private long largest;
        private int next;

        Expansion(String regex) {
            this.regex = regex;
        }

        @Nullable
        String complaint() {
            while (next < regex.length()) {
                String complaint = step(regex.charAt(next));
                if (complaint != null) {
                    return complaint;
                }
            }
            return largest > MAX_EXPANDED_CHARS ? "its repetitions multiply to too much" : null;
        }

        private @Nullable String step(char c) {
            if (regex.startsWith("\\Q", next)) {
                return "'\\Q' is not supported";
            }
            if (c == ')' && outer.isEmpty()) {
                return "missing opening (";
            }
            switch (c) {
                case '(' -> open();
                case ')' -> close();
                case '[' -> atom(classEnd());
                case '{' -> repeat();
                case '\\' -> atom(next + 2);
                default -> atom(next + 1);
            }
            return outer.size() > MAX_DEPTH ? "more than " + MAX_DEPTH + " nested groups" : null;
        }

        private void open() {
            outer.push(size);
            size = 0;
            next++;
        }

        private void close() {
            lastAtom = size + 1;
            size = lastAtom + outer.pop();
            next++;
        }

        private void atom(int end) {
            lastAtom = 1;
            grow(1);
            next = end;
        }

        private void repeat() {
            int end = regex.indexOf('}', next);
            int times = end < 0 ? 1 : largestNumber(regex.substring(next + 1, end));
            grow(lastAtom * (times - 1));
            lastAtom *= times;
            next = end < 0 ? next + 1 : end + 1;
        }

        /** Never lets a number grow so far that the next product could overflow. */
        private void grow(long by) {
            size = Math.min(size + by, Integer.MAX_VALUE);
            lastAtom = Math.min(lastAtom, Integer.MAX_VALUE);
            largest = Math.max(largest, size);
        }

        private static int largestNumber(String bounds) {
            int largest = 1;
            for (String bound : bounds.split(",", 3)) {
                boolean number =
                        !bound.isEmpty() && bound.length() <= 4 && bound.chars().allMatch(c -> c >= '0' && c <= '9');
                largest = number ? Math.max(largest, Integer.parseInt(bound)) : largest;
            }
            return largest;
        }

        private int classEnd() {
            int i = next + 1;
            i += regex.startsWith("^", i) ? 1 : 0;
            i += regex.startsWith("]", i) ? 1 : 0;
            while (i < regex.length() && regex.charAt(i) != ']') {
                int named = regex.startsWith("[:", i) ? regex.indexOf(":]", i + 2) : -1;
                i = named >= 0 ? named + 2 : i + (regex.charAt(i) == '\\' ? 2 : 1);
            }
            return i + 1;
        }
    }
}
