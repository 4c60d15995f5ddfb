package io.fairlead.http;

/**
 * Carries out what rules decide about the lines of a head, and judges the outcome as strictly as if it had been
 * received. Lines are numbered: 0 is the start line, 1 the first header.
 */
final class HeadRewrite {
    private final HeadEditor editor = new HeadEditor();
    private final HeadParser parser = new HeadParser();
    private final Outline outline = new Outline();
    private final Framing framing = new Framing();
    private boolean begun;
    private int closingLines; // those that came and that no rule touched

    /** Begins with no edits. */
    void reset() {
        begun = false;
    }

    /** The head cannot be passed on. */
    static void refuse(Head head, Problem why, int at) {
        head.problem = why;
        head.problemAt = at;
    }

    void delete(Head head, int line) {
        if (line == 0) {
            refuse(head, Problem.START_LINE_REMOVED, head.start);
        } else {
            edit(head, line).drop(line - 1);
        }
    }

    /** Replaces a line; nothing in its place deletes it. */
    void replace(Head head, int line, byte[] text) {
        if (text.length == 0) {
            delete(head, line);
        } else if (line == 0) {
            edit(head, line).replaceStartLine(text);
        } else {
            edit(head, line).replaceLine(line - 1, text);
        }
    }

    void add(Head head, byte[] line) {
        editor(head).add(line);
    }

    /** A line as it was received, its line end not counted. */
    static byte[] line(Head head, int line) {
        int from = line == 0 ? head.start : head.lineStart(line - 1);
        int to = line == 0 ? head.startLineEnd : head.lineEnd(line - 1);
        byte[] octets = new byte[to - from];
        head.bytes.get(from, octets);
        return octets;
    }

    private HeadEditor edit(Head head, int line) {
        HeadEditor begunEditor = editor(head);
        if (line > 0 && framing.closes(head, line - 1)) {
            closingLines--;
        }
        return begunEditor;
    }

    private HeadEditor editor(Head head) {
        if (!begun) {
            editor.begin(head);
            closingLines = framing.closingLines(head);
            begun = true;
        }
        return editor;
    }

    /**
     * Composes the head and parses it anew, where there was any edit.
     *
     * @param lowest first offset that may be written to
     * @return whether the head may be passed on; else {@link Head#problem()} says why not
     */
    boolean finish(Head head, int lowest) {
        if (begun && head.problem == Problem.NONE) {
            outline.take(head);
            compose(head, lowest);
        }
        return head.problem == Problem.NONE;
    }

    private void compose(Head head, int lowest) {
        int end = head.end;
        boolean closedBefore = head.closedByRule;
        int start = editor.composeBefore(lowest);
        if (start < 0) {
            refuse(head, Problem.TOO_LARGE, end);
            return;
        }
        parser.reset();
        HeadParser.Result result = head.request
                ? parser.request(head.bytes, start, end, head)
                : parser.response(head.bytes, start, end, head, head.method);
        boolean whole = result == HeadParser.Result.COMPLETE && head.start == start && head.end == end;
        head.start = start;
        if (!whole) {
            boolean invalid = result == HeadParser.Result.INVALID;
            refuse(head, invalid ? parser.problem() : Problem.HEAD_CUT, invalid ? parser.problemAt() : start);
            return;
        }
        int closing = framing.closingLines(head);
        head.closedByRule = closing > closingLines || closedBefore && closing > 0;
        refuse(head, outline.compare(head), start);
    }
}
