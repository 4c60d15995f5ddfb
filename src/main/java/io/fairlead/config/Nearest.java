package io.fairlead.config;

import java.util.Collection;

/** Finds what a mistyped word was meant to be. */
final class Nearest {
    private Nearest() {}

    /** {@code did you mean 'x'?} for the nearest candidate, or an empty text where none is near. */
    static String hint(String word, Collection<String> candidates) {
        String best = "";
        int bestDistance = Integer.MAX_VALUE;
        for (String candidate : candidates) {
            int allowed = Math.min(allowed(candidate), bestDistance - 1);
            boolean hopeless = Math.abs(candidate.length() - word.length()) > allowed;
            int distance = hopeless ? Integer.MAX_VALUE : distance(word, candidate);
            if (distance <= allowed) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return best.isEmpty() ? "" : "did you mean '" + best + "'?";
    }

    /** One slip in four letters of the last word; the first words of a family are seldom wrong. */
    private static int allowed(String candidate) {
        int lastWord = candidate.length() - candidate.lastIndexOf(' ') - 1;
        return Math.max(1, lastWord / 4);
    }

    /** Insertions, deletions, replacements and swaps of neighbours that turn one word into the other. */
    static int distance(String from, String to) {
        int[][] steps = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                steps[i][j] = i == 0 || j == 0 ? i + j : cheapest(steps, from, i, to, j);
            }
        }
        return steps[from.length()][to.length()];
    }

    private static int cheapest(int[][] steps, String from, int i, String to, int j) {
        boolean same = from.charAt(i - 1) == to.charAt(j - 1);
        int cheapest = Math.min(steps[i - 1][j], steps[i][j - 1]) + 1;
        cheapest = Math.min(cheapest, steps[i - 1][j - 1] + (same ? 0 : 1));
        boolean swapped =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(cheapest, steps[i - 2][j - 2] + 1) : cheapest;
    }
}
