package io.fairlead.system.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Messages as text, without what two proxies may say in their own way:
 *
 * <ul>
 *   <li>names of headers are in lower case, and blanks around values are gone: HAProxy writes all names so;
 *   <li>chunks are put together, and their extensions dropped: each hop has its own (RFC 9112 7.1);
 *   <li>the Connection header stands last: it belongs to the hop;
 *   <li>of the proxy's own pages only status, reason and title are told: version, length and sentence differ.
 * </ul>
 */
final class Description {
    private static final Pattern PAGE = Pattern.compile("<html><body><h1>(.*)</h1>\\n[^<]*\\n</body></html>\\n");

    private Description() {}

    /** What a client got in answer to what it sent. */
    static String ofResponses(String received, String sent) {
        List<String> methods = methods(sent);
        StringBuilder out = new StringBuilder();
        int begin = 0;
        while (begin < received.length()) {
            HttpText response = HttpText.response(received, begin, methods.isEmpty() ? "" : methods.getFirst());
            out.append(of(response)).append('\n');
            if (response.status() >= 200 && methods.size() > 1) {
                methods.removeFirst();
            }
            if (response.end <= begin) {
                return out.append("rest: ")
                        .append(Escapes.encode(received.substring(begin)))
                        .append('\n')
                        .toString();
            }
            begin = response.end;
        }
        return out.toString();
    }

    /** Complete responses, interim ones not counted. */
    static int completeResponses(String received, String sent) {
        List<String> methods = methods(sent);
        int count = 0;
        int begin = 0;
        while (begin < received.length()) {
            String method = methods.isEmpty() ? "" : methods.get(Math.min(count, methods.size() - 1));
            HttpText response = HttpText.response(received, begin, method);
            if (!response.complete) {
                return count;
            }
            count += response.status() >= 200 ? 1 : 0;
            begin = response.end;
        }
        return count;
    }

    private static List<String> methods(String sent) {
        List<String> methods = new ArrayList<>();
        for (int end = sent.indexOf(" HTTP/"); end >= 0; end = sent.indexOf(" HTTP/", end + 1)) {
            int target = sent.lastIndexOf(' ', end - 1);
            int begin = target;
            while (begin > 0 && sent.charAt(begin - 1) > ' ') {
                begin--;
            }
            methods.add(sent.substring(Math.max(begin, 0), Math.max(target, 0)));
        }
        return methods;
    }

    static String of(HttpText message) {
        Matcher page = PAGE.matcher(message.body);
        if (page.matches() && message.status() >= 200) {
            return "page " + message.startLine.replaceFirst("HTTP/1\\.. ", "") + ": " + page.group(1);
        }
        StringBuilder out = new StringBuilder(Escapes.encode(message.startLine));
        if (!message.headComplete) {
            return out.append("... (head incomplete)").toString();
        }
        message.headers.stream()
                .filter(header -> !isConnection(header))
                .forEach(header -> out.append("\n    ").append(header(header)));
        message.headers.stream()
                .filter(Description::isConnection)
                .forEach(header -> out.append("\n    ").append(header(header)));
        if (message.framing != HttpText.Framing.NONE) {
            out.append("\n    (")
                    .append(message.framing)
                    .append(message.complete ? "" : " incomplete")
                    .append(") ");
            out.append(Escapes.encode(message.body.toString()));
        }
        message.trailers.forEach(trailer -> out.append("\n    trailer ").append(header(trailer)));
        return out.toString();
    }

    private static boolean isConnection(String header) {
        return header.toLowerCase(Locale.ROOT).startsWith("connection:");
    }

    private static String header(String line) {
        int colon = line.indexOf(':');
        String text = colon < 0
                ? line
                : line.substring(0, colon).toLowerCase(Locale.ROOT) + ": "
                        + line.substring(colon + 1).strip();
        return Escapes.encode(text);
    }
}
