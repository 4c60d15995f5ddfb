package io.fairlead.http;

import com.google.re2j.Matcher;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a line that matched is replaced by: text with {@code \0} to {@code \9}, which stand for what the pattern and its
 * groups matched, and {@code \xHH}, an octet. A backslash before anything else stands for the character behind it.
 *
 * @param warning about a backslash that does nothing, or null
 */
record Replacement(List<Part> parts, @Nullable String warning) {
    /** What a line can grow to. */
    static final int MAX_BYTES = 16_384;

    /** Text, or what a group matched. */
    sealed interface Part {
        /** Octets as they are, each shown as the char of the same number. */
        record Text(String octets) implements Part {}

        /** What the group matched: nothing where it took no part, or does not exist. */
        record Group(int number) implements Part {}
    }

    /**
     * @throws IllegalArgumentException with the reason and the column if the text is not well formed
     */
    static Replacement parse(String replacement) {
        PatternText text = new PatternText(replacement);
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        String warning = null;
        while (!text.atEnd()) {
            if (!text.take("\\")) {
                literal.append(text.next());
            } else if (text.sees("0123456789")) {
                flush(literal, parts);
                parts.add(new Part.Group(text.next() - '0'));
            } else if (text.take("x")) {
                literal.append((char) (16 * hexDigit(text) + hexDigit(text)));
            } else {
                char c = escaped(text);
                literal.append(c);
                if (c != '\\' && warning == null) {
                    warning = "deprecated use of a backslash before '" + c + "'";
                }
            }
        }
        flush(literal, parts);
        return new Replacement(List.copyOf(parts), warning);
    }

    /** The greatest number of a group, or 0. */
    int lastGroup() {
        return parts.stream()
                .mapToInt(part -> part instanceof Part.Group(int number) ? number : 0)
                .max()
                .orElse(0);
    }

    private static char escaped(PatternText text) {
        if (text.atEnd()) {
            throw text.error("nothing after the backslash");
        }
        return text.next();
    }

    private static int hexDigit(PatternText text) {
        if (!text.sees("0123456789abcdefABCDEF")) {
            throw text.error("two hexadecimal digits expected");
        }
        return Ascii.hexValue((byte) text.next());
    }

    private static void flush(StringBuilder literal, List<Part> parts) {
        if (!literal.isEmpty()) {
            parts.add(new Part.Text(literal.toString()));
            literal.setLength(0);
        }
    }

    /** The text for a line in which the matcher has found its pattern, or null if that is too long. */
    @Nullable
    String expand(String line, Matcher match) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Part.Text(String octets) -> text.append(octets);
                case Part.Group(int number) -> {
                    if (number <= match.groupCount() && match.start(number) >= 0) {
                        text.append(line, match.start(number), match.end(number));
                    }
                }
            }
            if (text.length() > MAX_BYTES) {
                return null;
            }
        }
        return text.toString();
    }
}
