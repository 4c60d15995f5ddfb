package io.fairlead.system;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request or response as it came over a wire.
 *
 * @param head start line and header lines, each ended by a line feed
 * @param body the payload, every byte a character, chunks decoded
 * @param trailers lines behind the last chunk, each ended by a line feed
 */
record Message(String head, String body, String trailers) {
    String startLine() {
        return head.substring(0, Math.max(head.indexOf('\n'), 0));
    }

    int status() {
        return Integer.parseInt(startLine().split(" ", 3)[1]);
    }

    String method() {
        return startLine().split(" ", 3)[0];
    }

    /** The request's target without its query. */
    String path() {
        return startLine().split(" ", 3)[1].split("\\?", 2)[0];
    }

    /** The value of the first header line of that name, or null. */
    @Nullable
    String header(String name) {
        List<String> values = headers(name);
        return values.isEmpty() ? null : values.getFirst();
    }

    List<String> headers(String name) {
        String prefix = name + ":";
        return head.lines()
                .skip(1)
                .filter(line -> line.regionMatches(true, 0, prefix, 0, prefix.length()))
                .map(line -> line.substring(prefix.length()).strip())
                .toList();
    }
}
