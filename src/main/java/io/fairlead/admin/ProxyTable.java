package io.fairlead.admin;

import io.fairlead.admin.Column.Group;
import io.fairlead.admin.Column.Unit;
import io.fairlead.admin.Row.Role;
import java.util.EnumMap;
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
        html.markup("<section class=\"proxy\"")
                .attribute("data-proxy", proxy.name())
                .markup(">\n<h2>");
        html.text(proxy.name()).markup(" ");
        html.element("span", "badge", proxy.mode().name()).markup("</h2>\n");
        html.markup("<div class=\"scroll\" tabindex=\"0\" role=\"region\"")
                .attribute("aria-label", "Figures of " + proxy.name())
                .markup("><table>\n");
        putWidths();
        putHeadings();
        html.markup("<tbody>\n");
        proxy.rows().forEach(this::putRow);
        html.markup("</tbody>\n</table></div>\n</section>\n");
    }

    /** The same widths in every table, so that the columns of all proxies stand in line. */
    private void putWidths() {
        html.markup("<colgroup><col class=\"name\"><col class=\"state\">");
        for (Column column : Column.onPage()) {
            html.markup("<col class=\"").markup(lower(column.unit())).markup("\">");
        }
        html.markup("</colgroup>\n");
    }

    private void putHeadings() {
        html.markup("<thead>\n<tr><th rowspan=\"2\" scope=\"col\" data-sort=\"name\">Name</th>")
                .markup("<th rowspan=\"2\" scope=\"col\" data-sort=\"status\">Status</th>");
        for (Group group : Group.values()) {
            long span = Column.onPage().stream()
                    .filter(column -> column.group() == group)
                    .count();
            html.markup("<th class=\"first\" scope=\"colgroup\" colspan=\"" + span + "\">");
            html.text(group.label()).markup("</th>");
        }
        html.markup("</tr>\n<tr>");
        for (Column column : Column.onPage()) {
            html.markup("<th scope=\"col\"")
                    .attribute("class", lower(column.unit()) + first(column))
                    .attribute("data-sort", column.key())
                    .attribute("title", column.sentence())
                    .markup(">");
            html.text(column.label()).markup("</th>");
        }
        html.markup("</tr>\n</thead>\n");
    }

    /** The class that draws a line in front of a group. */
    private static String first(Column column) {
        return GROUP_STARTS.contains(column) ? " first" : "";
    }

    private static Set<Column> groupStarts() {
        Map<Group, Column> first = new EnumMap<>(Group.class);
        for (Column column : Column.onPage()) {
            first.putIfAbsent(column.group(), column);
        }
        return Set.copyOf(first.values());
    }

    private void putRow(Row row) {
        Status status = row.status();
        html.markup("<tr")
                .attribute("class", lower(row.role()))
                .attribute("data-key", row.name())
                .attribute("data-state", lower(status.state()))
                .markup("><th scope=\"row\">");
        html.text(row.label()).markup("</th>");
        putStatus(row, status);
        for (Column column : Column.onPage()) {
            putCell(row, column);
        }
        html.markup("</tr>\n");
    }

    private void putStatus(Row row, Status status) {
        html.markup("<td class=\"status\"").attribute("data-value", status.text());
        Long since = row.figure(Column.LASTCHG);
        if (since != null) {
            html.attribute("title", "since " + Units.duration(since));
        }
        html.markup(">").element("span", "pill " + lower(status.state()), status.text());
        html.markup("</td>");
    }

    private void putCell(Row row, Column column) {
        if (!row.has(column)) {
            html.markup("<td").attribute("class", "none" + first(column)).markup("></td>");
            return;
        }
        Long figure = row.figure(column);
        boolean zero = figure != null && figure == 0;
        html.markup("<td")
                .attribute("class", (zero ? "zero" : lower(column.unit())) + first(column))
                .attribute(
                        "data-label",
                        column.group().label() + " " + column.label().toLowerCase(Locale.ROOT))
                .attribute("data-value", row.text(column))
                .attribute("title", column.sentence() + ": " + exactly(row, column))
                .markup(">");
        html.text(figure == null ? lastCheck(row) : told(column.unit(), row.role(), figure))
                .markup("</td>");
    }

    private static String told(Unit unit, Role role, long figure) {
        return switch (unit) {
            case COUNT, TOTAL, TROUBLE, TEXT -> Units.count(figure);
            case BYTES -> Units.bytes(figure);
            case SECONDS -> Units.duration(figure);
            case LIMIT -> figure == 0 ? NO : Units.count(figure);
            case MEMBER -> role != Role.SERVER ? Units.count(figure) : figure == 0 ? NO : "Y";
        };
    }

    private static String exactly(Row row, Column column) {
        Long figure = row.figure(column);
        if (figure != null) {
            return column.unit() == Unit.SECONDS ? Units.exact(figure) + " s" : Units.exact(figure);
        }
        String info = row.text(Column.LAST_CHK);
        String durationMs = row.text(Column.CHECK_DURATION);
        return row.text(Column.CHECK_DESC)
                + (info.isEmpty() ? "" : ", " + info)
                + (durationMs.isEmpty() ? "" : ", in " + durationMs + " ms");
    }

    /** In HAProxy's short words, such as {@code L7OK/200}. */
    private static String lastCheck(Row row) {
        String code = row.text(Column.CHECK_CODE);
        return row.text(Column.CHECK_STATUS) + (code.isEmpty() ? "" : "/" + code);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
