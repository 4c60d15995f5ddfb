package io.fairlead.http;

import java.util.Arrays;

/**
 * Edits to a head, composed into the buffer it lies in without any garbage. Lines are sent with CRLF, whatever they
 * came with, and a Content-Length that was said several times is said once. Reusable; one per loop is enough.
 */
public final class HeadEditor {
    private static final byte[] NOTHING = {};
    private static final byte[] CRLF = {Ascii.CR, Ascii.LF};

    private Head head = new Head();

    // replacements of byte ranges, sorted by where they begin
    private int edits;
    private int[] editStarts = new int[16];
    private int[] editEnds = new int[16];
    private byte[][] replacements = new byte[16][];

    private int additions;
    private byte[][] addedLines = new byte[8][];

    private int roomNeeded; // an upper bound of the composed head's length
    private byte[] scratch = new byte[1024];
    private int composed;

    /** Begins with no edits but those that make the head unambiguous. */
    public void begin(Head head) {
        this.head = head;
        edits = 0;
        additions = 0;
        int lineEnds = head.bareLineFeed ? head.count() + 2 : 0;
        roomNeeded = head.end() - head.start() + lineEnds;
        if (head.repeatedLength) {
            sayLengthOnce();
        }
    }

    private void sayLengthOnce() {
        boolean said = false;
        for (int header = 0; header < head.count(); header++) {
            if (head.header(header) == Header.CONTENT_LENGTH) {
                int end = head.valueEnd(header);
                int first = Ascii.find(head.bytes, head.valueStart(header), end, ',');
                if (said) {
                    drop(header);
                } else if (first < end) {
                    cut(header, first, end);
                }
                said = true;
            }
        }
    }

    /** Removes a header line; stronger than any other edit of it. */
    public void drop(int header) {
        int next = header + 1 < head.count() ? head.lineStart(header + 1) : head.fieldsEnd;
        edit(head.lineStart(header), next, NOTHING);
    }

    /** Removes {@code [from, to)}, offsets like the head's, from the value of a header. */
    void cut(int header, int from, int to) {
        replace(header, from, to, NOTHING);
    }

    /** Puts something else in the place of {@code [from, to)}, which lies in the value of a header. Kept, not copied. */
    void replace(int header, int from, int to, byte[] replacement) {
        if (from < head.valueStart(header) || to > head.lineEnd(header) || from > to) {
            throw new IllegalArgumentException("not inside the header's value");
        }
        edit(from, to, replacement);
    }

    /** Replaces the whole start line. Kept, not copied. */
    void replaceStartLine(byte[] line) {
        edit(head.start(), head.startLineEnd(), line);
    }

    /** Replaces a whole header line; stronger than any edit inside it. Kept, not copied. */
    void replaceLine(int header, byte[] line) {
        edit(head.lineStart(header), head.lineEnd(header), line);
    }

    /** Appends a header line, given without line end. The line is kept, not copied, until the head is composed. */
    public void add(byte[] line) {
        if (additions == addedLines.length) {
            addedLines = Arrays.copyOf(addedLines, 2 * additions);
        }
        addedLines[additions++] = line;
        roomNeeded += line.length + CRLF.length;
    }

    private void edit(int from, int to, byte[] replacement) {
        if (edits == editStarts.length) {
            editStarts = Arrays.copyOf(editStarts, 2 * edits);
            editEnds = Arrays.copyOf(editEnds, 2 * edits);
            replacements = Arrays.copyOf(replacements, 2 * edits);
        }
        int at = edits++;
        for (; at > 0 && comesAfter(at - 1, from, to); at--) {
            editStarts[at] = editStarts[at - 1];
            editEnds[at] = editEnds[at - 1];
            replacements[at] = replacements[at - 1];
        }
        editStarts[at] = from;
        editEnds[at] = to;
        replacements[at] = replacement;
        roomNeeded += replacement.length;
    }

    /** Of two edits that begin in the same place the longer comes first, and thereby wins. */
    private boolean comesAfter(int edit, int from, int to) {
        return editStarts[edit] > from || (editStarts[edit] == from && editEnds[edit] < to);
    }

    /**
     * Writes the edited head into its own buffer so that it ends where it ended before: the body stays where it lies,
     * and the head begins earlier or later. The {@link Head}'s offsets are void afterwards, unless nothing was
     * edited: then nothing is written.
     *
     * @param lowest first offset that may be written to
     * @return where the head now begins, or -1, and nothing written, if it does not fit
     */
    public int composeBefore(int lowest) {
        if (edits == 0 && additions == 0 && !head.bareLineFeed) {
            return head.start();
        }
        compose();
        int start = head.end() - composed;
        if (start < lowest) {
            return -1;
        }
        head.bytes.put(start, scratch, 0, composed);
        return start;
    }

    private void compose() {
        if (scratch.length < roomNeeded) {
            scratch = new byte[Math.max(roomNeeded, 2 * scratch.length)];
        }
        composed = 0;
        int at = head.start();
        for (int i = 0; i < edits; i++) {
            if (editStarts[i] >= at) { // else inside something replaced already
                copy(at, editStarts[i]);
                append(replacements[i]);
            }
            at = Math.max(at, editEnds[i]);
        }
        copy(at, head.fieldsEnd);
        for (int i = 0; i < additions; i++) {
            append(addedLines[i]);
            append(CRLF);
        }
        append(CRLF);
    }

    private void copy(int from, int to) {
        if (head.bareLineFeed) {
            copyWithLineEnds(from, to);
        } else {
            head.bytes.get(from, scratch, composed, to - from);
            composed += to - from;
        }
    }

    private void copyWithLineEnds(int from, int to) {
        for (int at = from; at < to; at++) {
            byte octet = head.bytes.get(at);
            if (octet == Ascii.LF && scratch[composed - 1] != Ascii.CR) {
                scratch[composed++] = Ascii.CR;
            }
            scratch[composed++] = octet;
        }
    }

    private void append(byte[] source) {
        System.arraycopy(source, 0, scratch, composed, source.length);
        composed += source.length;
    }
}
