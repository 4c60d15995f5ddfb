package io.fairlead.cli;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The words of a command line, taken one by one. */
final class Words {
    private final Iterator<String> words;

    Words(List<String> words) {
        this.words = words.iterator();
    }

    boolean more() {
        return words.hasNext();
    }

    String next() {
        return words.next();
    }

    /** The word that a flag takes as its argument. */
    String argumentOf(Flag flag) throws UsageException {
        if (!words.hasNext()) {
            throw new UsageException("'" + flag.word() + "' needs an argument: " + flag.argument());
        }
        return words.next();
    }

    /** An argument that is a number from 1. */
    int numberOf(Flag flag) throws UsageException {
        return positive(flag, argumentOf(flag));
    }

    /** All words that are left, as process numbers. */
    List<Integer> pidsOf(Flag flag) throws UsageException {
        List<Integer> pids = new ArrayList<>();
        while (words.hasNext()) {
            pids.add(positive(flag, words.next()));
        }
        return pids;
    }

    private static int positive(Flag flag, String word) throws UsageException {
        try {
            int number = Integer.parseInt(word);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw new UsageException("'" + flag.word() + "' takes numbers from 1, not '" + word + "'");
    }
}
