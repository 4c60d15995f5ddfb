package io.fairlead.config;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** The options at the end of a {@code server}, {@code bind} or {@code stats socket} line, rows of a table of its own. */
final class LineOptions {
    private LineOptions() {}

    /** Reads to the end of the line; what comes back does what the options say to a draft. */
    static <D> Consumer<D> read(Words words, KeywordTable<D> table) throws Refusal {
        String line = words.keyword();
        Consumer<D> effect = _ -> {};
        Set<Keyword<D, ?>> seen = new HashSet<>();
        while (words.hasNext()) {
            Keyword<D, ?> option = table.take(words);
            if (option == null) {
                throw unknown(words, line, table);
            }
            if (!seen.add(option)) {
                throw words.refuse(words.last(), "'" + option.name() + "' stands twice", "");
            }
            effect = effect.andThen(option.read(words));
        }
        return effect;
    }

    private static Refusal unknown(Words words, String line, KeywordTable<?> table) throws Refusal {
        Word word = words.next("");
        String names = String.join(", ", table.names());
        String nearest = Nearest.hint(word.text(), table.names());
        String hint = "expected " + names + (nearest.isEmpty() ? "" : "; " + nearest);
        return words.refuse(word, "unknown option " + word.quoted() + " of '" + line + "'", hint);
    }
}
