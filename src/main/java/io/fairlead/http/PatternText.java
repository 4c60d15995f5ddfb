package io.fairlead.http;

/** A cursor over the octets of a pattern, each shown as the char of the same number. */
final class PatternText {
    private final String octets;
    private int at;

    PatternText(String pattern) {
        octets = pattern;
    }

    boolean atEnd() {
        return at == octets.length();
    }

    /** Whether one of these chars is next. */
    boolean sees(String anyOf) {
        return !atEnd() && anyOf.indexOf(octets.charAt(at)) >= 0;
    }

    boolean startsWith(String prefix) {
        return octets.startsWith(prefix, at);
    }

    char next() {
        return octets.charAt(at++);
    }

    /** Moves past the prefix if it is next. */
    boolean take(String prefix) {
        boolean found = startsWith(prefix);
        at += found ? prefix.length() : 0;
        return found;
    }

    /** The text up to the delimiter, which is moved past. */
    String takeUntil(String delimiter) {
        int end = octets.indexOf(delimiter, at);
        if (end < 0) {
            throw error("'" + delimiter + "' expected");
        }
        String text = octets.substring(at, end);
        at = end + delimiter.length();
        return text;
    }

    /** Why the pattern is refused, at the char that would be next; columns count from 1. */
    IllegalArgumentException error(String reason) {
        return new IllegalArgumentException(reason + " at column " + (at + 1));
    }
}
