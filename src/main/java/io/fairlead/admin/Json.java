package io.fairlead.admin;

import io.fairlead.splice.SplicedPair;
import java.util.StringJoiner;

/** The same figures as JSON, in the shape of HAProxy's {@code show stat json} and {@code show info json}. */
final class Json {
    private Json() {}

    /** All that a row has, as an array of objects. */
    static String row(Row row) {
        StringJoiner fields = new StringJoiner(",", "[", "]");
        for (Column column : Column.values()) {
            if (row.has(column)) {
                fields.add("{\"objType\":" + string(objectType(row.role()))
                        + ",\"proxyId\":" + row.text(Column.IID)
                        + ",\"id\":" + row.text(Column.SID) + ","
                        + field(
                                column.position(),
                                column.key(),
                                row.text(Column.PID),
                                column.tags(),
                                column.type(),
                                row.text(column))
                        + "}");
            }
        }
        return fields.toString();
    }

    /**
     * Two connections that the kernel joins, in the same shape.
     *
     * @param id which of them, from 1
     */
    static String pair(SplicedPair pair, int id, int processNumber) {
        StringJoiner fields = new StringJoiner(",", "[", "]");
        int position = 0;
        for (PairColumn column : PairColumn.values()) {
            fields.add("{\"objType\":\"Splice\",\"proxyId\":0,\"id\":" + id + ","
                    + field(
                            position++,
                            column.key(),
                            Integer.toString(processNumber),
                            column.tags(),
                            column.type(),
                            column.text(pair))
                    + "}");
        }
        return fields.toString();
    }

    static String info(Info info, String processNumber, String value) {
        return "{" + field(info.position(), info.key(), processNumber, info.tags(), info.type(), value) + "}";
    }

    private static String objectType(Row.Role role) {
        return switch (role) {
            case FRONTEND -> "Frontend";
            case BACKEND -> "Backend";
            case SERVER -> "Server";
        };
    }

    private static String field(int position, String name, String processNumber, String tags, Type type, String value) {
        return "\"field\":{\"pos\":" + position + ",\"name\":" + string(name) + "},\"processNum\":" + processNumber
                + ",\"tags\":{"
                + "\"origin\":" + string(origin(tags.charAt(0)))
                + ",\"nature\":" + string(nature(tags.charAt(1)))
                + ",\"scope\":" + string(scope(tags.charAt(2)))
                + "},\"value\":{\"type\":" + string(type.key())
                + ",\"value\":" + (type == Type.STR ? string(value) : value) + "}";
    }

    private static String origin(char tag) {
        return switch (tag) {
            case 'M' -> "Metric";
            case 'S' -> "Status";
            case 'K' -> "Key";
            case 'C' -> "Config";
            case 'P' -> "Product";
            default -> throw new IllegalArgumentException("origin " + tag);
        };
    }

    private static String nature(char tag) {
        return switch (tag) {
            case 'A' -> "Age";
            case 'a' -> "Avg";
            case 'C' -> "Counter";
            case 'D' -> "Duration";
            case 'G' -> "Gauge";
            case 'L' -> "Limit";
            case 'M' -> "Max";
            case 'N' -> "Name";
            case 'O' -> "Output";
            case 'R' -> "Rate";
            default -> throw new IllegalArgumentException("nature " + tag);
        };
    }

    private static String scope(char tag) {
        return switch (tag) {
            case 'S' -> "Service";
            case 'P' -> "Process";
            default -> throw new IllegalArgumentException("scope " + tag);
        };
    }

    /** RFC 8259 section 7. */
    static String string(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append("\\u%04x".formatted((int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
