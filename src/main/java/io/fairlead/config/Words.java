package io.fairlead.config;

import io.fairlead.config.ProxyConfig.Origin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The words of a line, read from left to right. */
final class Words {
    private final String file;
    private final int line;
    private final List<Word> words;
    private final Environment environment;
    private final Messages messages;
    private int next;
    private String keyword = "";

    Words(String file, int line, List<Word> words, Environment environment, Messages messages) {
        this.file = file;
        this.line = line;
        this.words = words;
        this.environment = environment;
        this.messages = messages;
    }

    Environment environment() {
        return environment;
    }

    boolean hasNext() {
        return next < words.size();
    }

    /** Takes the next word, or refuses the line: {@code expected} says what should have stood there. */
    Word next(String expected) throws Refusal {
        if (!hasNext()) {
            throw refuseMissing(expected);
        }
        return words.get(next++);
    }

    /** The text of the next word, or null where the line ends. */
    @Nullable
    String peek() {
        return hasNext() ? words.get(next).text() : null;
    }

    /** The texts of the next words, fewer than {@code count} where the line ends before. */
    List<String> peek(int count) {
        int end = Math.min(words.size(), next + count);
        return words.subList(next, end).stream().map(Word::text).toList();
    }

    /** Takes the {@code count} words of a keyword; messages about its arguments name it. */
    void takeKeyword(String name, int count) {
        keyword = name;
        next += count;
    }

    String keyword() {
        return keyword;
    }

    /** The word taken last. */
    Word last() {
        return words.get(next - 1);
    }

    Origin origin(Word word) {
        return new Origin(file, line, word.column());
    }

    Origin lineOrigin() {
        return origin(words.getFirst());
    }

    /** Refuses the line because of a word; {@code hint} may be empty. */
    Refusal refuse(Word word, String what, String hint) {
        return Refusal.at(origin(word), what, hint);
    }

    /** Takes a word that has to be there as it is. */
    void expect(String text) throws Refusal {
        Word word = next("'" + text + "'");
        if (!word.text().equals(text)) {
            throw refuse(word, word.quoted() + " does not fit '" + keyword + "'", "expected '" + text + "'");
        }
    }

    /** Says something about a word of a line that is accepted. */
    void warn(Word word, String what) {
        messages.warning(origin(word), what);
    }

    /** Refuses the line because of its keyword. */
    Refusal refuseLine(String what, String hint) {
        return Refusal.at(lineOrigin(), what, hint);
    }

    /** Refuses the line because it ends here; {@code expected} says what should follow. */
    Refusal refuseMissing(String expected) {
        Word last = words.getLast();
        Origin end = new Origin(file, line, last.endColumn());
        return Refusal.at(end, "'" + keyword + "' is incomplete", "expected " + expected);
    }

    /** Refuses words that nothing has taken. */
    void expectEnd(String notation) throws Refusal {
        if (hasNext()) {
            Word extra = words.get(next);
            throw refuse(extra, extra.quoted() + " is one word too many", "the syntax is '" + notation + "'");
        }
    }
}
