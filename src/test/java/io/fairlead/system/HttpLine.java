package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** HAProxy's HTTP log line as a syslog datagram, taken apart. */
final class HttpLine {
    private static final Pattern FORM = Pattern.compile(
            "<(?<priority>\\d+)>(?<date>\\w{3} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d) "
                    + "fairlead\\[(?<pid>\\d+)]: "
                    + "(?<ip>[\\d.]+):(?<port>\\d+) "
                    + "\\[(?<accepted>\\d\\d/\\w{3}/\\d{4}:\\d\\d:\\d\\d:\\d\\d\\.\\d{3})] "
                    + "(?<frontend>\\S+) (?<backend>\\S+)/(?<server>\\S+) "
                    + "(?<tq>-?\\d+)/(?<tw>-?\\d+)/(?<tc>-?\\d+)/(?<tr>-?\\d+)/(?<tt>\\+?\\d+) "
                    + "(?<status>-?\\d+) (?<bytes>\\+?\\d+) (?<requestCookie>\\S+) (?<responseCookie>\\S+) "
                    + "(?<flags>....) "
                    + "(?<load>\\d+/\\d+/\\d+/\\d+) (?<queues>\\d+/\\d+)(?<headers>( \\{[^}]*})*) \"(?<request>.*)\"\n");

    private final Matcher fields;

    private HttpLine(String line) {
        fields = FORM.matcher(line);
        assertThat(fields.matches()).as(line).isTrue();
    }

    /** The first line with this text in it, waited for. */
    static HttpLine of(LogServer log, String text) throws Exception {
        return new HttpLine(log.line(text));
    }

    /** The first line about a client that connected from this port of 127.0.0.1. */
    static HttpLine from(LogServer log, int clientPort) throws Exception {
        return of(log, "127.0.0.1:" + clientPort + " [");
    }

    /** A field by its name in {@link #FORM}. */
    String field(String name) {
        return fields.group(name);
    }

    /** A field that is a number: a timer in ms, the status, bytes. */
    int number(String name) {
        return Integer.parseInt(fields.group(name));
    }
}
