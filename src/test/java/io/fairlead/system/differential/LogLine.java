package io.fairlead.system.differential;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * HAProxy's log lines by field, without what cannot or need not be the same:
 *
 * <ul>
 *   <li>times are told as there or not (-1);
 *   <li>bytes of HTTP are told as some or none: HAProxy counts those of its inner form of a message;
 *   <li>of the loads only those of the backend and the server are told: other exchanges go on in the process, and
 *       HAProxy counts a client's connection where 1.3.5 has let it go; HAProxy's count of retries did not exist;
 *   <li>of a long request line only the beginning is told: a line of the log has 1,024 bytes, of which what comes
 *       before it takes more or less;
 *   <li>a request that was not understood is an empty one, as in 1.3.5, not {@code <BADREQ>}, and HAProxy does not
 *       count the bytes of the answer to it.
 * </ul>
 */
final class LogLine {
    private static final Pattern FORM = Pattern.compile("<(?<priority>\\d+)>.{15} \\w+\\[\\d+]: "
            + "(?<client>[\\w.:]+):\\d+ \\[[^]]*] (?<frontend>\\S+) (?<backend>[^/]+)/(?<server>\\S+) "
            + "(?<times>[-+\\d/]+) (?:(?<status>-?\\d+) )?(?<bytes>\\+?\\d+) "
            + "(?:(?<cookies>\\S+ \\S+) (?=\\S{4} ))?(?<flags>\\S{2,4}) \\d+/\\d+/(?<load>\\d+/\\d+)(?:/\\+?\\d+)? (?<queues>\\d+/\\d+)"
            + "(?<captures>(?: \\{[^}]*})*)(?<request> .*)?\\n?");

    private LogLine() {}

    static Map<String, String> fields(String line) {
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher matcher = FORM.matcher(line);
        if (!matcher.matches()) {
            fields.put("form", line);
            return fields;
        }
        for (String name : matcher.namedGroups().keySet()) {
            String value = matcher.group(name);
            fields.put(name, value == null ? "" : value.strip());
        }
        fields.computeIfPresent("times", (_, times) -> times.replaceAll("(?<![-\\d])\\d+", "n"));
        fields.computeIfPresent(
                "request", (_, request) -> request.length() > 100 ? request.substring(0, 100) : request);
        fields.computeIfPresent("request", (_, request) -> request.equals("\"<BADREQ>\"") ? "\"\"" : request);
        if ("\"\"".equals(fields.get("request"))) {
            fields.remove("bytes");
        } else if (matcher.group("status") != null) {
            fields.computeIfPresent("bytes", (_, bytes) -> bytes.replaceAll("[1-9]\\d*", "n"));
        }
        return fields;
    }
}
