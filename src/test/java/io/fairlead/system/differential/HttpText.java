package io.fairlead.system.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A message of HTTP/1 found in a stream, read as a tolerant peer would. What does not look like one is not judged: the
 * stream's rest is then its start line.
 */
final class HttpText {
    /** What ends a body. */
    enum Framing {
        NONE,
        LENGTH,
        CHUNKED,
        CLOSE
    }

    private final String stream;
    final int begin;
    String startLine = "";
    final List<String> headers = new ArrayList<>();
    final StringBuilder body = new StringBuilder();
    final List<String> trailers = new ArrayList<>();
    Framing framing = Framing.NONE;
    boolean headComplete;
    boolean complete;
    int end;

    private HttpText(String stream, int begin) {
        this.stream = stream;
        this.begin = begin;
        this.end = stream.length();
    }

    static HttpText request(String stream, int begin) {
        HttpText message = new HttpText(stream, begin);
        message.readHead();
        if (message.headComplete) {
            message.readBody(false, message.startLine.startsWith("CONNECT "));
        }
        return message;
    }

    static HttpText response(String stream, int begin, String method) {
        HttpText message = new HttpText(stream, begin);
        message.readHead();
        if (message.headComplete) {
            int status = message.status();
            boolean bodiless = method.equals("HEAD") || status < 200 || status == 204 || status == 304;
            if (bodiless) {
                message.complete = true;
            } else {
                message.readBody(true, method.equals("CONNECT"));
            }
        }
        return message;
    }

    int status() {
        String[] words = startLine.split(" ", 3);
        return words.length > 1 && words[1].matches("\\d{3}") ? Integer.parseInt(words[1]) : 0;
    }

    private void readHead() {
        int limit = stream.indexOf("\r\n\r\n", begin);
        if (limit < 0) {
            startLine = stream.substring(begin);
            return;
        }
        String[] lines = stream.substring(begin, limit).split("\r\n", -1);
        startLine = lines[0];
        headers.addAll(List.of(lines).subList(1, lines.length));
        headComplete = true;
        end = limit + 4;
    }

    private void readBody(boolean response, boolean tunnel) {
        String length = value("content-length");
        if (tunnel) {
            readToTheEnd();
        } else if (value("transfer-encoding").endsWith("chunked")) {
            framing = Framing.CHUNKED;
            readChunks();
        } else if (length.matches("\\d{1,9}")) {
            framing = Framing.LENGTH;
            int wanted = Integer.parseInt(length);
            int there = Math.min(wanted, stream.length() - end);
            body.append(stream, end, end + there);
            end += there;
            complete = there == wanted;
        } else if (response) {
            readToTheEnd();
        } else {
            complete = true;
        }
    }

    private void readToTheEnd() {
        framing = Framing.CLOSE;
        body.append(stream, end, stream.length());
        end = stream.length();
    }

    private void readChunks() {
        while (true) {
            int line = stream.indexOf("\r\n", end);
            if (line < 0) {
                end = stream.length();
                return;
            }
            String size = stream.substring(end, line).split(";", 2)[0].strip();
            if (!size.matches("[0-9a-fA-F]{1,7}")) {
                return;
            }
            int wanted = Integer.parseInt(size, 16);
            end = line + 2;
            if (wanted == 0) {
                readTrailers();
                return;
            }
            int there = Math.min(wanted, stream.length() - end);
            body.append(stream, end, end + there);
            end = Math.min(end + there + 2, stream.length());
        }
    }

    private void readTrailers() {
        while (true) {
            int line = stream.indexOf("\r\n", end);
            if (line < 0) {
                end = stream.length();
                return;
            }
            String trailer = stream.substring(end, line);
            end = line + 2;
            if (trailer.isEmpty()) {
                complete = true;
                return;
            }
            trailers.add(trailer);
        }
    }

    /** The value of the last header line of that name in lower case, or nothing. */
    String value(String name) {
        String value = "";
        for (String header : headers) {
            if (header.toLowerCase(Locale.ROOT).startsWith(name + ":")) {
                value = header.substring(name.length() + 1).strip().toLowerCase(Locale.ROOT);
            }
        }
        return value;
    }
}
