package io.fairlead.config;

import io.fairlead.config.ProxyConfig.Origin;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits one line into words. Blanks separate words, an unescaped {@code #} starts a comment. A backslash takes the
 * meaning from a blank, a quote, {@code #} or itself, and makes {@code \r \n \t \xHH}; before anything else it stays,
 * so that {@code \.} reaches the regular expression. Single quotes take all meaning away; double quotes leave it to
 * backslash and {@code $}, which inserts an environment variable.
 */
final class Lexer {
    private final String file;
    private final int line;
    private final String text;
    private final Environment environment;
    private final Messages messages;
    private final StringBuilder word = new StringBuilder();
    private int next;

    Lexer(String file, int line, String text, Environment environment, Messages messages) {
        this.file = file;
        this.line = line;
        this.text = text;
        this.environment = environment;
        this.messages = messages;
    }

    List<Word> words() throws Refusal {
        refuseNul();
        List<Word> words = new ArrayList<>();
        while (skipBlanks()) {
            int start = next;
            if (words.size() == Limits.MAX_WORDS_PER_LINE) {
                throw refuse(start, "more than " + Limits.MAX_WORDS_PER_LINE + " words on a line", "");
            }
            words.add(new Word(readWord(), column(start), column(next)));
        }
        return words;
    }

    /** Not even in comments: such a file is no text, or text in UTF-16. */
    private void refuseNul() throws Refusal {
        int index = text.indexOf('\0');
        if (index >= 0) {
            throw refuse(index, "a NUL byte", "expected text");
        }
    }

    private boolean skipBlanks() {
        while (next < text.length() && isBlank(text.charAt(next))) {
            next++;
        }
        return next < text.length() && text.charAt(next) != '#';
    }

    private String readWord() throws Refusal {
        word.setLength(0);
        while (next < text.length() && !isBlank(text.charAt(next)) && text.charAt(next) != '#') {
            switch (text.charAt(next)) {
                case '\\' -> readEscape(false);
                case '"' -> readWeakQuotes();
                case '\'' -> readStrongQuotes();
                default -> readPlain();
            }
        }
        return word.toString();
    }

    private void readWeakQuotes() throws Refusal {
        int start = next++;
        while (peek(start) != '"') {
            switch (text.charAt(next)) {
                case '\\' -> readEscape(true);
                case '$' -> readVariable();
                default -> readPlain();
            }
        }
        next++;
    }

    private void readStrongQuotes() throws Refusal {
        int start = next++;
        while (peek(start) != '\'') {
            readPlain();
        }
        next++;
    }

    private char peek(int openingQuote) throws Refusal {
        if (next == text.length()) {
            throw refuse(
                    openingQuote, "a quote is opened but not closed", "a backslash before it makes it a character");
        }
        return text.charAt(next);
    }

    private void readPlain() throws Refusal {
        char c = text.charAt(next);
        if (Octets.isControl(c) && c != '\t') {
            throw refuse(next, "control character \\x%02x".formatted((int) c), "write it as an escape");
        }
        word.append(c);
        next++;
    }

    private void readEscape(boolean inQuotes) throws Refusal {
        int start = next++;
        if (next == text.length()) {
            throw refuse(start, "a backslash ends the line", "lines cannot be continued");
        }
        char c = text.charAt(next);
        switch (c) {
            case ' ', '\\', '#', '"', '\'' -> append(c);
            case 'r' -> append('\r');
            case 'n' -> append('\n');
            case 't' -> append('\t');
            case 'x' -> readHex(start);
            case '$' -> append(inQuotes ? "$" : "\\$");
            default -> word.append('\\');
        }
    }

    private void readHex(int start) throws Refusal {
        int high = digit(next + 1);
        int low = digit(next + 2);
        if (high < 0 || low < 0) {
            throw refuse(start, "invalid or incomplete '\\x' sequence", "expected two hexadecimal digits");
        }
        int value = high << 4 | low;
        if (value == 0) {
            throw refuse(start, "'\\x%02x' is out of range".formatted(value), "expected \\x01 to \\xff");
        }
        next += 2;
        append((char) value);
    }

    private int digit(int index) {
        return index < text.length() ? Character.digit(text.charAt(index), 16) : -1;
    }

    private void readVariable() throws Refusal {
        int start = next++;
        boolean braces = next < text.length() && text.charAt(next) == '{';
        if (braces) {
            next++;
        }
        int first = next;
        while (next < text.length() && isNamePart(text.charAt(next), next > first)) {
            next++;
        }
        String name = text.substring(first, next);
        if (name.isEmpty()) {
            throw refuse(start, "'$' without the name of an environment variable", "'\\$' is the character itself");
        }
        if (braces && (next == text.length() || text.charAt(next++) != '}')) {
            throw refuse(start, "no '}' after the name of an environment variable", "");
        }
        appendVariable(name, start);
    }

    private void appendVariable(String name, int start) {
        String value = environment.variable(name);
        if (value == null) {
            String what = "environment variable " + Word.quote(name) + " is not set and taken as empty";
            messages.warning(origin(start), what);
        } else {
            word.append(Octets.of(value));
        }
    }

    private void append(char c) {
        word.append(c);
        next++;
    }

    private void append(String escaped) {
        word.append(escaped);
        next++;
    }

    private Refusal refuse(int index, String what, String hint) {
        return Refusal.at(origin(index), what, hint);
    }

    private Origin origin(int index) {
        return new Origin(file, line, column(index));
    }

    /** Editors count characters, not octets. */
    private int column(int index) {
        return 1 + Octets.text(text.substring(0, index)).length();
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static boolean isNamePart(char c, boolean digitsToo) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (digitsToo && c >= '0' && c <= '9');
    }
}
