package io.fairlead.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * The pattern of a rule that replaces, once more, for an engine that tells what the groups matched: RE2/J, leftmost and
 * longest, in linear time. It is asked only about lines that {@link Expressions} knows to match.
 */
final class Substitution {
    private final Pattern pattern;
    private final Replacement replacement;

    /**
     * @throws IllegalArgumentException with the reason if the pattern or the replacement cannot be used
     */
    Substitution(String pattern, boolean ignoreCase, String replacement) {
        try {
            this.pattern = Pattern.compile(Re2Syntax.of(Ere.parse(pattern, ignoreCase)), Pattern.LONGEST_MATCH);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("a replacement cannot have this pattern: " + e.getDescription(), e);
        }
        this.replacement = Replacement.parse(replacement);
    }

    /** For a rule of {@link HeadRule.Kind#REPLACE}; null for all others. */
    static @Nullable Substitution of(HeadRule rule) {
        String replacement = rule.replacement();
        if (rule.kind() != HeadRule.Kind.REPLACE) {
            return null;
        }
        if (replacement == null) {
            throw new IllegalArgumentException("no replacement");
        }
        return new Substitution(rule.pattern(), rule.ignoreCase(), replacement);
    }

    /** What in the replacement does nothing, or null. */
    @Nullable
    String warning() {
        int last = replacement.lastGroup();
        if (last > pattern.groupCount()) {
            return "the pattern has no group \\" + last + ", which is always empty,";
        }
        return replacement.warning();
    }

    /** What becomes of a line that matches, or null if it becomes too long. */
    byte @Nullable [] apply(byte[] line) {
        String text = new String(line, ISO_8859_1);
        Matcher match = pattern.matcher(text);
        if (!match.find()) {
            throw new IllegalStateException("two readings of one pattern");
        }
        String expanded = replacement.expand(text, match);
        return expanded == null ? null : expanded.getBytes(ISO_8859_1);
    }
}
