package io.fairlead.admin;

import io.fairlead.admin.Column.Group;
import io.fairlead.admin.Column.Unit;
import io.fairlead.admin.Row.Role;
import io.fairlead.config.ProxyConfig.Mode;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** One proxy as a section with a table: its frontend, its servers, its backend. */
final class ProxyTable {
    private static final String NO = "\u2013";

    private static final Set<Column> GROUP_STARTS = groupStarts();

    private final Html html;
    private final Snapshot.Proxy proxy;

    private ProxyTable(Html html, Snapshot.Proxy proxy) {
        this.html = html;
        this.proxy = proxy;
    }

    static void put(Html html, Snapshot.Proxy proxy) {
        new ProxyTable(html, proxy).put();
    }

    private void put() {
        html.markup("<section class=\"proxy\">\n<h2>").text(proxy.name()).markup(" ");
        html.element("span", "badge", proxy.mode() == Mode.HTTP ? "HTTP" : "TCP")
                .markup("</h2>\n");
        html.markup("<div class=\"scroll\"><table>\n");
        putWidths();
        putHeadings();
        html.markup("<tbody>\n");
        proxy.rows().forEach(this::putRow);
        html.markup("</tbody>\n</table></div>\n</section>\n");
    }

    /** The same widths in every table, so that the columns of all proxies stand in line. */
    private void putWidths() {
        html.markup("<colgroup><col class=\"name\"><col class=\"state\">");
        for (Column column : Column.values()) {
            html.markup("<col class=\"").markup(lower(column.unit())).markup("\">");
        }
        html.markup("</colgroup>\n");
    }

    private void putHeadings() {
        html.markup(
                "<thead>\n<tr><th rowspan=\"2\" scope=\"col\">Name</th><th rowspan=\"2\" scope=\"col\">Status</th>");
        for (Group group : Group.values()) {
            long span = List.of(Column.values()).stream()
                    .filter(column -> column.group() == group)
                    .count();
            html.markup("<th class=\"first\" scope=\"colgroup\" colspan=\"" + span + "\">");
            html.text(group.label()).markup("</th>");
        }
        html.markup("</tr>\n<tr>");
        for (Column column : Column.values()) {
            html.markup("<th scope=\"col\" class=\"").markup(first(column)).markup("\" title=\"");
            html.text(column.sentence()).markup("\">").text(column.label()).markup("</th>");
        }
        html.markup("</tr>\n</thead>\n");
    }

    /** The class that draws a line in front of a group. */
    private static String first(Column column) {
        return GROUP_STARTS.contains(column) ? "first" : "";
    }

    private static Set<Column> groupStarts() {
        Map<Group, Column> first = new EnumMap<>(Group.class);
        for (Column column : Column.values()) {
            first.putIfAbsent(column.group(), column);
        }
        return Set.copyOf(first.values());
    }

    private void putRow(Row row) {
        html.markup("<tr class=\"").markup(lower(row.role())).markup("\"><th scope=\"row\">");
        html.text(row.name()).markup("</th><td class=\"status\">");
        html.element("span", "pill " + lower(row.status().state()), row.status().text())
                .markup("</td>");
        for (Column column : Column.values()) {
            Long figure = row.figures().get(column);
            if (figure == null) {
                html.markup("<td class=\"none ").markup(first(column)).markup("\"></td>");
            } else {
                putFigure(column, row.role(), figure);
            }
        }
        html.markup("</tr>\n");
    }

    private void putFigure(Column column, Role role, long figure) {
        String kind = figure == 0 ? "zero " : lower(column.unit()) + " ";
        html.markup("<td class=\"").markup(kind).markup(first(column)).markup("\" data-label=\"");
        html.text(column.group().label() + " " + column.label().toLowerCase(Locale.ROOT));
        html.markup("\" title=\"")
                .text(column.sentence() + ": " + Units.exact(figure))
                .markup("\">");
        html.text(told(column.unit(), role, figure)).markup("</td>");
    }

    private static String told(Unit unit, Role role, long figure) {
        return switch (unit) {
            case COUNT, TOTAL, TROUBLE -> Units.count(figure);
            case BYTES -> Units.bytes(figure);
            case LIMIT -> figure == 0 ? NO : Units.count(figure);
            case MEMBER -> role != Role.SERVER ? Units.count(figure) : figure == 0 ? NO : "Y";
        };
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
