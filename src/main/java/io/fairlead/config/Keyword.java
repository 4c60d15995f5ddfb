package io.fairlead.config;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A row of the keyword table, made by {@link Row}. The parser, the messages and the manual are made of nothing else.
 *
 * @param <D> the draft it fills
 * @param <T> what its arguments say
 * @param name one to three words
 * @param aliases other names that mean the same
 * @param sections where it may stand; where {@code defaults} is among them, proxies inherit it
 * @param absent what holds without it, as the manual writes it; may be empty
 * @param doc one line
 * @param instead its counterpart on the other side of a proxy; empty where there is none
 * @param effective false: it is accepted with a warning that it changes nothing
 * @param httpOnly without meaning in TCP mode
 * @param setter puts the arguments into a draft
 * @param reset what {@code no <name>} does to a draft, or null where that form does not exist
 */
record Keyword<D, T>(
        String name,
        List<String> aliases,
        Syntax<T> syntax,
        Set<Section> sections,
        String absent,
        String doc,
        String instead,
        boolean effective,
        Repeat repeat,
        boolean httpOnly,
        Setter<D, T> setter,
        @Nullable Consumer<D> reset) {

    /** What a second line with the same keyword in the same section means. */
    enum Repeat {
        ADDS,
        LAST_WINS,
        FIRST_WINS
    }

    /** Puts a value into a draft. */
    interface Setter<D, T> {
        void set(D draft, T value);
    }

    boolean inherited() {
        return sections.contains(Section.DEFAULTS);
    }

    String notation() {
        return syntax.notation().isEmpty() ? name : name + " " + syntax.notation();
    }

    /** Reads the arguments; what comes back puts them into a draft, any number of times. */
    Consumer<D> read(Words words) throws Refusal {
        T value = syntax.reader().read(words);
        return draft -> setter.set(draft, value);
    }
}
