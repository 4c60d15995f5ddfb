package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the statistics page says, read as an operator's script would read it. */
final class Figures {
    private final String page;

    private Figures(String page) {
        this.page = page;
    }

    /** A proxy that shows the page at {@code /}, to be appended to a configuration. */
    static String proxy(int port) {
        return """

            listen figures 127.0.0.1:%d
                mode http
                balance roundrobin
                clitimeout 20s
                stats uri /
            """.formatted(port);
    }

    /** Asks the proxy of {@link #proxy}. */
    static Figures at(int port) throws IOException {
        return at(port, "/");
    }

    /** Asks another proxy, whose page is elsewhere. */
    static Figures at(int port, String path) throws IOException {
        try (Wire client = Wire.to(port)) {
            return read(client, path);
        }
    }

    /** Asks over a connection that is there already. */
    static Figures over(Wire client) throws IOException {
        return read(client, "/");
    }

    private static Figures read(Wire client, String path) throws IOException {
        Message response = client.get(path).response();
        assertThat(response.status()).isEqualTo(200);
        return new Figures(response.body());
    }

    /** Client connections open now, the one that asks included. */
    long connections() {
        return find("<dt>Connections</dt><dd>([\\d,]+)<");
    }

    long bytesSpliced() {
        return find("bytes that stayed in the kernel: ([\\d,]+)\"");
    }

    long bytesCopied() {
        return find("bytes that went through the process: ([\\d,]+)\"");
    }

    long pipesInUse() {
        return find("<dt>Pipes in use</dt><dd>([\\d,]+)<");
    }

    long pipesFree() {
        return find("<dt>Pipes free</dt><dd>([\\d,]+)<");
    }

    /** Transfers that were copied instead, for a reason that begins with these words. */
    long fallbacks(String reason) {
        return find(">([\\d,]+)[^<]* copied instead: " + Pattern.quote(reason));
    }

    /** A figure of a row of a proxy's table, such as the {@code Queue cur} of the {@code Backend}. */
    long of(String proxy, String row, String label) {
        return find(row(proxy, row) + "(?:(?!<tr).)*data-label=\"" + label + "\" data-value=\"(\\d+)\"");
    }

    String status(String proxy, String row) {
        Matcher found = match(row(proxy, row) + "<td class=\"status\"[^>]*><span class=\"[^\"]*\">([^<]*)<");
        return found.group(1);
    }

    private static String row(String proxy, String row) {
        return "<h2>" + proxy + " <(?:(?!</section>).)*<th scope=\"row\">" + row + "</th>";
    }

    private long find(String pattern) {
        return Long.parseLong(match(pattern).group(1).replace(",", ""));
    }

    private Matcher match(String pattern) {
        Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(page);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher;
    }
}
