package io.fairlead.config;

import org.jspecify.annotations.Nullable;

/** What may stand in the replacement of {@code reqrep} and its like. */
final class ReplacementText {
    static final String EXPECTED = "expected \\0 to \\9 for groups, \\xHH for a character, \\\\ for a backslash";

    private ReplacementText() {}

    /** Why a text cannot be a replacement, or null where it can. */
    static @Nullable String complaint(String text) {
        int next = 0;
        while (next < text.length()) {
            if (text.charAt(next) != '\\') {
                next++;
            } else if (next + 1 == text.length()) {
                return "it ends with a backslash";
            } else if (text.charAt(next + 1) == 'x' && !isHex(text, next + 2)) {
                return "invalid or incomplete '\\x' sequence";
            } else {
                next += 2;
            }
        }
        return null;
    }

    /** True where a backslash stands before a character that means itself anyway. */
    static boolean isDeprecated(String text) {
        for (int next = 0; next < text.length(); next++) {
            if (text.charAt(next) == '\\') {
                next++;
                if ("0123456789x\\".indexOf(text.charAt(next)) < 0) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isHex(String text, int from) {
        return from + 2 <= text.length()
                && Character.digit(text.charAt(from), 16) >= 0
                && Character.digit(text.charAt(from + 1), 16) >= 0;
    }
}
