package io.fairlead.config;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * What may follow a keyword, and how to read it.
 *
 * @param notation as the manual writes it; empty where nothing follows
 */
record Syntax<T>(String notation, Reader<T> reader) {

    /** Takes its words, or refuses the line. */
    interface Reader<T> {
        T read(Words words) throws Refusal;
    }

    static <T> Syntax<T> of(String notation, Reader<T> reader) {
        return new Syntax<>(notation, reader);
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

    /** The name of a file. */
    static Syntax<String> path(String name) {
        String notation = "<" + name + ">";
        return of(notation, words -> {
            Word word = nonEmpty(words, notation);
            return Octets.fileName(words, word, word.text());
        });
    }

    /** A word that is visible on its own in a request, a log line or a cookie: no blanks, no control characters. */
    static Syntax<String> plain(String name) {
        String notation = "<" + name + ">";
        return of(notation, words -> readPlain(words, notation));
    }

    /** The name of a header or cookie (RFC 9110, section 5.6.2). */
    static String readToken(Words words, String notation) throws Refusal {
        Word word = words.next(notation);
        if (word.text().isEmpty() || !word.text().chars().allMatch(Syntax::isTokenChar)) {
            throw words.refuse(word, word.quoted() + " cannot be used as " + notation, "expected letters and digits");
        }
        return word.text();
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

    /** Seconds, or a number with a unit. */
    static Syntax<Integer> seconds() {
        return of("<time>", Durations::readSeconds);
    }

    /** The same without fractions of a second. */
    static Syntax<Integer> wholeSeconds() {
        return of("<seconds>", Durations::readWholeSeconds);
    }

    /** Milliseconds, or a number with one of the units us, ms, s, m, h, d; a fraction of a millisecond rounds up. */
    static Syntax<Long> time(int minMs) {
        return of("<time>", words -> Durations.read(words, minMs));
    }

    /** One of the constants, in lower case. */
    static <E extends Enum<E>> Syntax<E> oneOf(Class<E> type) {
        List<E> values = List.of(type.getEnumConstants());
        List<String> names = values.stream()
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
        return oneOf(names).map(text -> values.get(names.indexOf(text)));
    }

    static Syntax<String> oneOf(List<String> choices) {
        return new Syntax<>(String.join("|", choices), words -> readChoice(words, choices));
    }

    <U> Syntax<U> map(Function<T, U> mapping) {
        return new Syntax<>(notation, words -> mapping.apply(reader.read(words)));
    }

    /** The same, and {@code missing} where the line ends. */
    Syntax<T> orElse(T missing) {
        return new Syntax<>("[" + notation + "]", words -> words.hasNext() ? reader.read(words) : missing);
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
        if (!word.text().chars().allMatch(c -> c > ' ' && c != 0x7f)) {
            String hint = "expected visible characters without blanks";
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

    private static String readChoice(Words words, List<String> choices) throws Refusal {
        Word word = words.next(String.join(", ", choices));
        if (choices.contains(word.text())) {
            return word.text();
        }
        String nearest = Nearest.hint(word.text(), choices);
        String hint = "expected " + String.join(", ", choices) + (nearest.isEmpty() ? "" : "; " + nearest);
        throw words.refuse(word, word.quoted() + " does not fit '" + words.keyword() + "'", hint);
    }

    static boolean isTokenChar(int c) {
        return isLetterOrDigit(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    static boolean isLetterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
