package io.fairlead.admin;

import io.fairlead.admin.Row.Role;
import io.fairlead.admin.Snapshot.Splicing;
import io.fairlead.splice.SpliceCounters.Fallback;
import java.util.List;

/** The whole page as one document: what the process is, what splicing does, then a table for each proxy. */
final class Page {
    private final Html html = new Html();
    private final Snapshot snapshot;

    private Page(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** @param style the style sheet's text */
    static String render(Snapshot snapshot, String style) {
        return new Page(snapshot).document(style);
    }

    private String document(String style) {
        html.markup("""
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>""");
        html.text("Fairlead statistics, pid " + snapshot.facts().pid()).markup("</title>\n<style>\n");
        html.markup(style).markup("</style>\n</head>\n<body>\n");
        putHeader();
        html.markup("<main>\n<div class=\"panels\">\n");
        putProcess();
        putSplicing(snapshot.splicing());
        html.markup("</div>\n");
        snapshot.proxies().forEach(proxy -> ProxyTable.put(html, proxy));
        html.markup("</main>\n</body>\n</html>\n");
        return html.toString();
    }

    private void putHeader() {
        Facts facts = snapshot.facts();
        html.markup("<header>\n<h1>Fairlead <small>").text(facts.version()).markup("</small></h1>\n<p>");
        html.text("pid " + facts.pid() + " \u00b7 up " + Units.duration(snapshot.uptimeSeconds()))
                .markup("</p>\n");
        putHealth();
        html.markup("</header>\n");
    }

    /** The one thing to see first: are the servers there? */
    private void putHealth() {
        List<Status> servers = snapshot.proxies().stream()
                .flatMap(proxy -> proxy.rows().stream())
                .filter(row -> row.role() == Role.SERVER)
                .map(Row::status)
                .toList();
        long down = servers.stream().filter(status -> !status.isUp()).count();
        if (servers.isEmpty()) {
            html.element("p", "verdict unknown", "no servers");
        } else if (down == 0) {
            html.element("p", "verdict good", "all " + servers.size() + " servers up");
        } else {
            html.element("p", "verdict bad", down + " of " + servers.size() + " servers down");
        }
        html.markup("\n");
    }

    private void putProcess() {
        Facts facts = snapshot.facts();
        html.markup("<section class=\"panel\">\n<h2>Process</h2>\n");
        putBar("connections in use", snapshot.connections(), snapshot.maxConnections());
        html.markup("<dl>\n");
        putFigure("Connections", Units.exact(snapshot.connections()), "client connections open now");
        putFigure("Limit", Units.exact(snapshot.maxConnections()), "maxconn of the process");
        putFigure("Threads", Units.exact(facts.threads()), "event loops (nbthread)");
        putFigure("Descriptors", Units.exact(facts.descriptorLimit()), "limit on open files (ulimit-n)");
        html.markup("</dl>\n</section>\n");
    }

    private void putSplicing(Splicing splicing) {
        long carried = splicing.bytesSpliced() + splicing.bytesCopied();
        html.markup("<section class=\"panel\">\n<h2>Splicing</h2>\n");
        putBar("spliced, of all bytes carried", splicing.bytesSpliced(), carried);
        html.markup("<dl>\n");
        putBytes("Spliced", splicing.bytesSpliced(), "bytes that stayed in the kernel: ");
        putBytes("Copied", splicing.bytesCopied(), "bytes that went through the process: ");
        putFigure("Pipes in use", Units.exact(splicing.pipesInUse()), "pipes that transfers hold now");
        putFigure("Pipes free", Units.exact(splicing.pipesFree()), "empty pipes kept for the next transfer");
        html.markup("</dl>\n");
        putFallbacks(splicing);
        html.markup("</section>\n");
    }

    /** Why transfers that were to be spliced were not. */
    private void putFallbacks(Splicing splicing) {
        html.markup("<ul>\n");
        for (Fallback why : Fallback.values()) {
            long times = splicing.fallbacks().getOrDefault(why, 0L);
            html.markup(times == 0 ? "<li>" : "<li class=\"trouble\">");
            html.text(Units.exact(times) + " \u00d7 copied instead: " + why.reason())
                    .markup("</li>\n");
        }
        html.markup("</ul>\n");
    }

    private void putBytes(String label, long bytes, String sentence) {
        putFigure(label, Units.bytes(bytes), sentence + Units.exact(bytes));
    }

    private void putFigure(String label, String figure, String sentence) {
        html.markup("<div title=\"")
                .text(sentence)
                .markup("\"><dt>")
                .text(label)
                .markup("</dt><dd>");
        html.text(figure).markup("</dd></div>\n");
    }

    /** A part of a whole as a bar with the percentage beside it. */
    private void putBar(String label, long part, long whole) {
        double percent = whole == 0 ? 0 : 100.0 * part / whole;
        String rounded = Units.percent(percent);
        html.markup("<p class=\"share\"><span class=\"bar\"><span style=\"width:")
                .markup(rounded);
        html.markup("\"></span></span><span>")
                .markup(rounded)
                .markup(" <small>")
                .text(label);
        html.markup("</small></span></p>\n");
    }
}
