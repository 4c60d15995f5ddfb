package io.fairlead.config;

import io.fairlead.config.Keyword.Repeat;
import io.fairlead.config.Keyword.Setter;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes down a {@link Keyword}. Where nothing else is said, the last of several lines wins. */
final class Row<D, T> {
    private final String name;
    private final Syntax<T> syntax;
    private final Set<Section> sections;
    private List<String> aliases = List.of();
    private String absent = "";
    private String doc = "";
    private String instead = "";
    private Repeat repeat = Repeat.LAST_WINS;
    private boolean httpOnly;

    private @Nullable Consumer<D> reset;

    Row(String name, Syntax<T> syntax, Set<Section> sections) {
        this.name = name;
        this.syntax = syntax;
        this.sections = sections;
    }

    Row<D, T> alias(String... others) {
        aliases = List.of(others);
        return this;
    }

    /** What holds where no line says anything. */
    Row<D, T> absent(String text) {
        absent = text;
        return this;
    }

    Row<D, T> absent(int number) {
        return absent(Integer.toString(number));
    }

    Row<D, T> doc(String line) {
        doc = line;
        return this;
    }

    /** What to use where the proxy lacks the side this keyword is about. */
    Row<D, T> instead(String counterpart) {
        instead = counterpart;
        return this;
    }

    /** Every line adds to the ones before. */
    Row<D, T> repeatable() {
        repeat = Repeat.ADDS;
        return this;
    }

    /** A second line is ignored with a warning. */
    Row<D, T> once() {
        repeat = Repeat.FIRST_WINS;
        return this;
    }

    /** Without meaning in TCP mode. */
    Row<D, T> http() {
        httpOnly = true;
        return this;
    }

    /** Can be taken back with {@code no <name>}. */
    Row<D, T> unset(Consumer<D> resetter) {
        reset = resetter;
        return this;
    }

    /** Ends the row: what its line does. */
    Keyword<D, T> sets(Setter<D, T> setter) {
        return build(true, setter);
    }

    /** Ends the row of a keyword that asks for what is so anyway, or for what never was. */
    Keyword<D, T> hasNoEffect() {
        reset = _ -> {};
        return repeatable().build(false, (_, _) -> {});
    }

    private Keyword<D, T> build(boolean effective, Setter<D, T> setter) {
        return new Keyword<>(
                name, aliases, syntax, sections, absent, doc, instead, effective, repeat, httpOnly, setter, reset);
    }
}
