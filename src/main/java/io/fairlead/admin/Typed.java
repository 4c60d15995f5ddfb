package io.fairlead.admin;

/** Figures one a line with their type ({@code show stat typed}, {@code show info typed}; HAProxy's guide, 9.2). */
final class Typed {
    private Typed() {}

    static String line(Row row, Column column) {
        return "%c.%s.%s.%d.%s.%s:%s:%s:%s\n"
                .formatted(
                        row.role().letter(),
                        row.text(Column.IID),
                        row.text(Column.SID),
                        column.position(),
                        column.key(),
                        row.text(Column.PID),
                        column.tags(),
                        column.type().key(),
                        row.text(column));
    }

    static String line(Info info, String processNumber, String value) {
        return "%d.%s.%s:%s:%s:%s\n"
                .formatted(
                        info.position(),
                        info.key(),
                        processNumber,
                        info.tags(),
                        info.type().key(),
                        value);
    }

    static String lines(Row row) {
        StringBuilder lines = new StringBuilder();
        for (Column column : Column.values()) {
            if (row.has(column)) {
                lines.append(line(row, column));
            }
        }
        return lines.toString();
    }
}
