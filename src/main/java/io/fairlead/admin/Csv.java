package io.fairlead.admin;

/** Rows as HAProxy 2.6 writes them in CSV: {@code show stat} and {@code ;csv}. */
final class Csv {
    /** After HAProxy's standard columns, where its modules' begin. */
    private static final String END = "-,\n";

    private Csv() {}

    /** The line with the columns' names. */
    static String header() {
        StringBuilder line = new StringBuilder("# ");
        for (Column column : Column.values()) {
            line.append(column.key()).append(',');
        }
        return line.append(END).toString();
    }

    static String line(Row row) {
        StringBuilder line = new StringBuilder(400);
        for (Column column : Column.values()) {
            putQuoted(line, row.text(column));
            line.append(',');
        }
        return line.append(END).toString();
    }

    /** As RFC 4180 quotes, where it must. */
    private static void putQuoted(StringBuilder line, String text) {
        boolean plain = text.indexOf(',') < 0 && text.indexOf('"') < 0 && text.indexOf('\n') < 0;
        if (plain) {
            line.append(text);
        } else {
            line.append('"').append(text.replace("\"", "\"\"")).append('"');
        }
    }
}
