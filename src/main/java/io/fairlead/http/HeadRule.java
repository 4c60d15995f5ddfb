package io.fairlead.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of the {@code req*} and {@code rsp*} rules: what is done where a line of a head, its line end not counted, matches.
 *
 * <p>Every char of a text is the octet of the same number.
 *
 * @param pattern POSIX extended expression, searched for in the line
 * @param ignoreCase as the rules with an {@code i} in their names do
 * @param replacement of {@link Kind#REPLACE}; else null
 */
public record HeadRule(
        Kind kind,
        String pattern,
        boolean ignoreCase,
        @Nullable String replacement) {
    /** What a rule does. */
    public enum Kind {
        /** {@code reqrep}, {@code rsprep}: the whole line becomes the replacement; an empty one removes a header. */
        REPLACE,
        /** {@code reqdel}, {@code rspdel}: the line goes. */
        DELETE,
        /** {@code reqallow}: later rules of the kinds ALLOW, DENY, PASS and TARPIT do nothing. */
        ALLOW,
        /** {@code reqdeny}, {@code rspdeny}: the message is not passed on. */
        DENY,
        /** {@code reqpass}: later rules leave the line alone. */
        PASS,
        /** {@code reqtarpit}: as DENY, but the client waits for its answer. */
        TARPIT,
        /** {@code reqsetbe}: the request goes to another backend; the first such rule wins. */
        SET_BACKEND
    }

    /**
     * Why a pattern cannot be used, with the column, or null where it can.
     *
     * @param kind {@link Kind#REPLACE} asks for more than the others: what the groups matched
     */
    public static @Nullable String patternComplaint(Kind kind, String pattern, boolean ignoreCase) {
        try {
            new Expressions(List.of(new HeadRule(kind, pattern, ignoreCase, null)));
            if (kind == Kind.REPLACE) {
                new Substitution(pattern, ignoreCase, "");
            }
            return null;
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    /** What all patterns of a list of rules may come to together, counted by {@link #states}. */
    public static int mostStates() {
        return Nfa.MAX_STATES_IN_ALL;
    }

    /** How large a well-formed pattern is: the states of its automaton. */
    public static int states(String pattern, boolean ignoreCase) {
        return new Nfa(List.of(Ere.parse(pattern, ignoreCase))).size();
    }

    /** Why a replacement cannot be used, with the column, or null where it can. */
    public static @Nullable String replacementComplaint(String replacement) {
        try {
            Replacement.parse(replacement);
            return null;
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    /**
     * A warning about a well-formed replacement of a well-formed pattern, or null: a backslash that does nothing, or a
     * group that the pattern does not have.
     */
    public static @Nullable String replacementWarning(String pattern, String replacement) {
        return new Substitution(pattern, false, replacement).warning();
    }

    /**
     * Why text cannot be the argument of {@code reqadd} or {@code rspadd}, or null where it can: it must be a header
     * line, or several with line ends between them, that does not say where the body ends.
     */
    public static @Nullable String additionComplaint(String lines) {
        return Additions.complaint(lines);
    }

    static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
