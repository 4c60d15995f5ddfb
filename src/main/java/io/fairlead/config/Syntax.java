package io.fairlead.config;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What may follow a keyword, and how to read it.
 *
 * @param notation as the manual writes it; empty where nothing follows
 * @param planned the words among it that are refused as not supported yet
 */
record Syntax<T>(String notation, List<String> planned, Reader<T> reader) {

    /** Takes its words, or refuses the line. */
    interface Reader<T> {
        T read(Words words) throws Refusal;
    }

    static <T> Syntax<T> of(String notation, Reader<T> reader) {
        return new Syntax<>(notation, List.of(), reader);
    }

    /** For a keyword that says all by standing there. */
    static Syntax<Boolean> none() {
        return of("", _ -> true);
    }

    /** Any one word but the empty one; {@code extra} checks are up to the caller. */
    static Syntax<String> text(String name) {
        String notation = "<" + name + ">";
        return of(notation, words -> nonEmpty(words, notation).text());
    }

    /** A word that is visible on its own in a request, a log line or a cookie: no blanks, no control characters. */
    static Syntax<String> plain(String name) {
        String notation = "<" + name + ">";
        return of(notation, words -> readPlain(words, notation));
    }

    /** The name of a proxy or server. */
    static String readName(Words words, String notation) throws Refusal {
        Word word = nonEmpty(words, notation);
        boolean valid = word.text().chars().allMatch(c -> isLetterOrDigit(c) || "-_.:".indexOf(c) >= 0);
        if (!valid || word.text().length() > Limits.MAX_NAME_CHARS) {
            String rule = "letters, digits and '-_.:', at most " + Limits.MAX_NAME_CHARS;
            throw words.refuse(word, word.quoted() + " cannot be a name", "expected " + rule);
        }
        return word.text();
    }

    /** A decimal number, every digit of it checked. */
    static Syntax<Integer> number(String name, int min, int max) {
        return of("<" + name + ">", words -> (int) readNumber(words, min, max));
    }

    /** Milliseconds, or a number with one of the units us, ms, s, m, h, d; a fraction of a millisecond rounds up. */
    static Syntax<Long> time(int minMs) {
        return of("<time>", words -> Durations.read(words, minMs));
    }

    static <E extends Enum<E>> Syntax<E> oneOf(Class<E> type, String... planned) {
        Function<E, String> word = e -> e.name().toLowerCase(Locale.ROOT);
        List<E> values = List.of(type.getEnumConstants());
        List<String> built = values.stream().map(word).toList();
        return oneOf(built, planned).map(text -> values.get(built.indexOf(text)));
    }

    static Syntax<String> oneOf(List<String> built, String... planned) {
        List<String> all = Stream.concat(built.stream(), Stream.of(planned)).toList();
        return new Syntax<>(String.join("|", all), List.of(planned), words -> readChoice(words, built, all));
    }

    <U> Syntax<U> map(Function<T, U> mapping) {
        return new Syntax<>(notation, planned, words -> mapping.apply(reader.read(words)));
    }

    /** The same, and {@code missing} where the line ends. */
    Syntax<T> orElse(T missing) {
        return new Syntax<>("[" + notation + "]", planned, words -> words.hasNext() ? reader.read(words) : missing);
    }

    static Refusal unsupported(Words words, Word word, String what) {
        return words.refuse(word, what + " is not supported yet", "");
    }

    private static Word nonEmpty(Words words, String notation) throws Refusal {
        Word word = words.next(notation);
        if (word.text().isEmpty()) {
            throw words.refuse(word, "an empty word", "expected " + notation);
        }
        return word;
    }

    private static String readPlain(Words words, String notation) throws Refusal {
        Word word = nonEmpty(words, notation);
        if (!word.text().chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            String hint = "expected visible ASCII characters without blanks";
            throw words.refuse(word, word.quoted() + " cannot be used as " + notation, hint);
        }
        return word.text();
    }

    private static long readNumber(Words words, int min, int max) throws Refusal {
        String range = "a number from " + min + " to " + max;
        Word word = words.next(range);
        String text = word.text();
        boolean digits = !text.isEmpty() && text.length() <= 10 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        long number = digits ? Long.parseLong(text) : Long.MIN_VALUE;
        if (number < min || number > max) {
            throw words.refuse(word, word.quoted() + " does not fit '" + words.keyword() + "'", "expected " + range);
        }
        return number;
    }

    private static String readChoice(Words words, List<String> built, List<String> all) throws Refusal {
        Word word = words.next(String.join(", ", all));
        if (built.contains(word.text())) {
            return word.text();
        }
        if (all.contains(word.text())) {
            throw unsupported(words, word, "'" + words.keyword() + " " + word.text() + "'");
        }
        String nearest = Nearest.hint(word.text(), built);
        String hint = "expected " + String.join(", ", all) + (nearest.isEmpty() ? "" : "; " + nearest);
        throw words.refuse(word, word.quoted() + " does not fit '" + words.keyword() + "'", hint);
    }

    static boolean isLetterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
