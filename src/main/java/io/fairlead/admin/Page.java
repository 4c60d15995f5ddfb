package io.fairlead.admin;

import io.fairlead.admin.Row.Role;
import io.fairlead.admin.Snapshot.Splicing;
import io.fairlead.config.BackendConfig.StatsConfig;
import io.fairlead.splice.PacketEngine;
import io.fairlead.splice.SpliceCounters.Fallback;
import io.fairlead.splice.SplicedPair;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The whole page as one document: what the process is, what splicing does, then a table for each proxy, and one for the
 * connections that the kernel joins. Complete without its script, which sorts, filters and refreshes.
 */
final class Page {
    private final Html html = new Html();
    private final Snapshot snapshot;
    private final @Nullable List<SplicedPair> pairs;
    private final PageAssets assets;
    private final StatsConfig config;
    private final int refreshSeconds;

    /**
     * @param pairs what the kernel joins packet by packet, or null where that is not shown
     * @param refreshSeconds how often it fetches itself again; 0: when asked
     */
    Page(
            Snapshot snapshot,
            @Nullable List<SplicedPair> pairs,
            PageAssets assets,
            StatsConfig config,
            int refreshSeconds) {
        this.snapshot = snapshot;
        this.pairs = pairs;
        this.assets = assets;
        this.config = config;
        this.refreshSeconds = refreshSeconds;
    }

    String document() {
        html.markup("""
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <link rel="icon" href="data:,">
                """);
        if (refreshSeconds > 0) {
            html.markup("<noscript><meta http-equiv=\"refresh\" content=\"" + refreshSeconds + "\"></noscript>\n");
        }
        html.markup("<title>Fairlead statistics, pid " + snapshot.facts().pid() + "</title>\n<style>");
        html.markup(assets.style()).markup("</style>\n</head>\n");
        html.markup("<body data-refresh=\"" + refreshSeconds + "\">\n");
        putHeader();
        html.markup("<main>\n<div class=\"panels\">\n");
        putProcess();
        putSplicing(snapshot.splicing());
        html.markup("</div>\n<div id=\"tools\" hidden></div>\n<div id=\"proxies\">\n");
        snapshot.proxies().forEach(proxy -> ProxyTable.put(html, proxy));
        html.markup("</div>\n");
        if (pairs != null) {
            SpliceTable.put(html, pairs);
        }
        html.markup("</main>\n<script>").markup(assets.script()).markup("</script>\n</body>\n</html>\n");
        return html.toString();
    }

    private void putHeader() {
        Facts facts = snapshot.facts();
        html.markup("<header>\n<h1>Fairlead");
        if (!config.hideVersion()) {
            html.markup(" <small>").text(facts.version()).markup("</small>");
        }
        html.markup("</h1>\n<p data-live=\"uptime\">");
        html.text("pid " + facts.pid() + " \u00b7 up " + Units.duration(snapshot.uptimeSeconds()))
                .markup("</p>\n<div data-live=\"verdict\">");
        putVerdict();
        html.markup("</div>\n</header>\n");
    }

    /** The one thing to see first: are the servers there? */
    private void putVerdict() {
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
    }

    private void putProcess() {
        Facts facts = snapshot.facts();
        html.markup("<section class=\"panel\" data-live=\"process\">\n<h2>Process</h2>\n");
        putBar("connections in use", snapshot.connections(), snapshot.maxConnections());
        html.markup("<dl>\n");
        putFigure("Connections", Units.exact(snapshot.connections()), "client connections open now");
        putFigure("Limit", Units.exact(snapshot.maxConnections()), "maxconn of the process");
        putFigure("Sessions/s", Units.exact(snapshot.sessions().perSecond()), "new sessions in the last second");
        putFigure("Most", Units.exact(snapshot.sessions().highest()), "most new sessions in one second");
        putFigure("Threads", Units.exact(facts.threads()), "event loops (nbthread)");
        putFigure("Descriptors", Units.exact(facts.descriptorLimit()), "limit on open files (ulimit-n)");
        html.markup("</dl>\n</section>\n");
    }

    private void putSplicing(Splicing splicing) {
        long carried = splicing.bytesSpliced() + splicing.bytesCopied();
        html.markup("<section class=\"panel\" data-live=\"splicing\">\n<h2>Splicing</h2>\n");
        putBar("spliced, of all bytes carried", splicing.bytesSpliced(), carried);
        html.markup("<dl>\n");
        putBytes("Spliced", splicing.bytesSpliced(), "bytes that stayed in the kernel: ");
        putBytes("Copied", splicing.bytesCopied(), "bytes that went through the process: ");
        putFigure("Pipes in use", Units.exact(splicing.pipesInUse()), "pipes that transfers hold now");
        putFigure("Pipes free", Units.exact(splicing.pipesFree()), "empty pipes kept for the next transfer");
        putFigure("Pipes limit", Units.exact(snapshot.facts().maxPipes()), "pipes there may be (maxpipes)");
        html.markup("</dl>\n");
        putFallbacks(splicing);
        html.markup("</section>\n");
    }

    /** Why transfers that were to be spliced were not, the engine that is missing first. */
    private void putFallbacks(Splicing splicing) {
        html.markup("<ul>\n");
        PacketEngine engine = splicing.packetEngine();
        html.markup(engine.isMissing() ? "<li class=\"trouble\">" : "<li>");
        html.text("packet engine: " + engine.state()).markup("</li>\n");
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
        html.markup("<div").attribute("title", sentence).markup("><dt>").text(label);
        html.markup("</dt><dd>").text(figure).markup("</dd></div>\n");
    }

    /** A part of a whole as a bar with the percentage beside it. */
    private void putBar(String label, long part, long whole) {
        double percent = whole == 0 ? 0 : 100.0 * part / whole;
        String rounded = Units.percent(percent);
        html.markup("<p class=\"share\"><progress max=\"100\"")
                .attribute("value", rounded.replace("%", ""))
                .attribute("aria-label", label)
                .markup("></progress><span>");
        html.text(rounded).markup(" <small>").text(label).markup("</small></span></p>\n");
    }
}
