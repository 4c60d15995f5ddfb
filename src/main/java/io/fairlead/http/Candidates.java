package io.fairlead.http;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * For each line of a head the first rule, of those not tried yet, that matches it: rules that match nothing cost
 * nothing. Lines are numbered: 0 is the start line, 1 the first header.
 */
final class Candidates {
    static final int NONE = Expressions.NONE;

    private static final int FIRST_CAPACITY = 32;
    private static final byte[] DELETED = {};

    private final Expressions expressions;
    private int[] rules = new int[FIRST_CAPACITY];
    private byte[][] texts = new byte[FIRST_CAPACITY][]; // what a line has become, or null
    private int lines;
    private boolean edited; // some text is not null

    Candidates(List<HeadRule> rules) {
        expressions = new Expressions(rules);
    }

    /** Matches every line of a head; returns the first rule that matches any, or NONE. */
    int begin(Head head) {
        lines = 1 + head.count();
        if (rules.length < lines) {
            rules = new int[2 * lines];
            texts = new byte[2 * lines][];
        } else if (edited) {
            Arrays.fill(texts, null);
        }
        edited = false;
        return matchAll(head, expressions.from(0));
    }

    private int matchAll(Head head, Dfa dfa) {
        ByteBuffer bytes = head.bytes;
        int[] found = rules;
        int first = dfa.match(bytes, head.start, head.targetStart - 1, head.startLineEnd);
        found[0] = first;
        for (int header = 0; header < head.count(); header++) {
            int rule = dfa.match(bytes, head.nameStart(header), head.nameEnd(header), head.lineEnd(header));
            found[1 + header] = rule;
            first = earlier(first, rule);
        }
        return first;
    }

    /** This rule was tried: returns the first rule behind it that matches any line as it is now, or NONE. */
    int next(Head head, int rule) {
        int first = NONE;
        for (int line = 0; line < lines; line++) {
            if (rules[line] == rule) {
                rules[line] = match(head, line, rule + 1);
            }
            first = earlier(first, rules[line]);
        }
        return first;
    }

    /** NONE is later than every rule. */
    private static int earlier(int rule, int other) {
        return Integer.compareUnsigned(rule, other) < 0 ? rule : other;
    }

    private int match(Head head, int line, int firstRule) {
        ByteBuffer bytes = head.bytes;
        if (edited && texts[line] != null) {
            return expressions.first(firstRule, texts[line]);
        } else if (line == 0) {
            return expressions.first(firstRule, bytes, head.start, head.targetStart - 1, head.startLineEnd);
        }
        int header = line - 1;
        int from = head.nameStart(header);
        return expressions.first(firstRule, bytes, from, head.nameEnd(header), head.lineEnd(header));
    }

    int lines() {
        return lines;
    }

    boolean matches(int line, int rule) {
        return rules[line] == rule;
    }

    /** No further rule is tried on the line. */
    void settle(int line) {
        rules[line] = NONE;
    }

    /** The line as it is now. */
    byte[] text(Head head, int line) {
        return edited && texts[line] != null ? texts[line] : HeadRewrite.line(head, line);
    }

    void replace(int line, byte[] text) {
        edited = true;
        texts[line] = text;
        if (text.length == 0) {
            settle(line);
        }
    }

    void delete(int line) {
        replace(line, DELETED);
    }

    /** Hands over the lines that have changed. */
    void changes(Head head, HeadRewrite rewrite) {
        for (int line = 0; edited && line < lines; line++) {
            if (texts[line] != null) {
                rewrite.replace(head, line, texts[line]);
            }
        }
    }
}
