package io.fairlead.admin;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One line of a proxy's table: what applies to it; the other columns stay blank. */
final class Row {
    /** What the line is about, with the number that HAProxy gives it. */
    enum Role {
        FRONTEND(0),
        BACKEND(1),
        SERVER(2);

        private final int number;

        Role(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }

        /** Begins a line of the typed form. */
        char letter() {
            return name().charAt(0);
        }
    }

    private final Role role;
    private final Map<Column, Long> figures = new EnumMap<>(Column.class);
    private final Map<Column, String> texts = new EnumMap<>(Column.class);

    /**
     * @param iid number of the proxy
     * @param sid number of the server; 0 for the proxy itself
     */
    Row(Role role, String proxy, int iid, String name, int sid) {
        this.role = role;
        put(Column.PXNAME, proxy);
        put(Column.SVNAME, name);
        put(Column.IID, iid);
        put(Column.SID, sid);
        put(Column.TYPE, role.number());
    }

    void put(Column column, long figure) {
        figures.put(column, figure);
    }

    void put(Column column, String text) {
        texts.put(column, text);
    }

    void hide(Column column) {
        figures.remove(column);
        texts.remove(column);
    }

    Role role() {
        return role;
    }

    String proxy() {
        return text(Column.PXNAME);
    }

    String name() {
        return text(Column.SVNAME);
    }

    Status status() {
        return Status.of(text(Column.STATUS));
    }

    @Nullable
    Long figure(Column column) {
        return figures.get(column);
    }

    /** A figure that is surely there. */
    long figureOf(Column column) {
        return Objects.requireNonNull(figures.get(column), column.key());
    }

    /** What stands there, figure or words; empty where nothing does. */
    String text(Column column) {
        Long figure = figures.get(column);
        return figure != null ? Long.toString(figure) : texts.getOrDefault(column, "");
    }

    boolean has(Column column) {
        return figures.containsKey(column) || texts.containsKey(column);
    }

    /** The name as the page says it. */
    String label() {
        return role == Role.SERVER
                ? name()
                : name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }
}
