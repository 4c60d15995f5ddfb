package io.fairlead.admin;

import io.fairlead.admin.Column.Unit;
import io.fairlead.admin.Status.State;
import io.fairlead.splice.SplicedPair;
import io.fairlead.splice.SplicedPair.Phase;
import java.util.List;
import java.util.Locale;

/** The connections that the kernel joins, as a section of the page with a table. */
final class SpliceTable {
    /** More than anybody reads; the runtime socket tells all. */
    private static final int MOST_ROWS = 100;

    private final Html html;
    private final List<SplicedPair> pairs;

    private SpliceTable(Html html, List<SplicedPair> pairs) {
        this.html = html;
        this.pairs = pairs;
    }

    static void put(Html html, List<SplicedPair> pairs) {
        new SpliceTable(html, pairs).put();
    }

    private void put() {
        html.markup("<section class=\"proxy\" id=\"splices\">\n<h2>Spliced connections ")
                .markup("<span class=\"badge\" data-live=\"splice-count\">" + Units.exact(pairs.size()))
                .markup("</span></h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\"")
                .attribute("aria-label", "Spliced connections")
                .markup("><table>\n");
        putHeadings();
        html.markup("<tbody data-live=\"splices\">\n");
        pairs.stream().limit(MOST_ROWS).forEach(this::putRow);
        html.markup("</tbody>\n</table></div>\n<p class=\"rest\" data-live=\"splice-rest\">");
        html.text(rest()).markup("</p>\n</section>\n");
    }

    private String rest() {
        if (pairs.isEmpty()) {
            return "None now.";
        }
        int more = pairs.size() - MOST_ROWS;
        return more <= 0 ? "" : "And " + Units.exact(more) + " more.";
    }

    private void putHeadings() {
        html.markup("<thead>\n<tr>");
        for (PairColumn column : PairColumn.values()) {
            html.markup("<th scope=\"col\"").attribute("class", lower(column.unit()));
            html.attribute("title", column.sentence()).markup(">");
            html.text(column.label()).markup("</th>");
        }
        html.markup("</tr>\n</thead>\n");
    }

    private void putRow(SplicedPair pair) {
        html.markup("<tr><th scope=\"row\">").text(PairColumn.CLIENT.text(pair)).markup("</th>");
        html.markup("<td class=\"status\">")
                .element(
                        "span",
                        "pill " + lower(state(pair.phase())),
                        pair.phase().name());
        html.markup("</td>");
        for (PairColumn column : PairColumn.values()) {
            if (column != PairColumn.CLIENT && column != PairColumn.STATE) {
                putCell(column, column.text(pair));
            }
        }
        html.markup("</tr>\n");
    }

    private static State state(Phase phase) {
        return switch (phase) {
            case ESTABLISHED -> State.GOOD;
            case CLOSE, TIME_WAIT -> State.ASIDE;
            default -> State.SINKING;
        };
    }

    private void putCell(PairColumn column, String value) {
        html.markup("<td").attribute("class", lower(column.unit())).attribute("data-label", column.label());
        if (column.unit() != Unit.TEXT) {
            html.attribute("title", column.sentence() + ": " + Units.exact(Long.parseLong(value)));
        }
        html.markup(">").text(told(column.unit(), value)).markup("</td>");
    }

    private static String told(Unit unit, String value) {
        return switch (unit) {
            case SECONDS -> Units.duration(Long.parseLong(value));
            case BYTES -> Units.bytes(Long.parseLong(value));
            default -> value;
        };
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
