package io.fairlead.admin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.http.Head;
import io.fairlead.http.Method;
import io.fairlead.session.Responder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The statistics page ({@code stats uri}): answers GET and HEAD of every target that begins with the prefix. One page
 * serves all loops. The style sheet is read at construction, so that a later chroot takes nothing away.
 */
public final class StatsPage implements Responder {
    private static final String STYLE = "stats.css";

    private final byte[] uriPrefix;
    private final Statistics statistics;
    private final String style = readStyle();

    public StatsPage(String uriPrefix, Statistics statistics) {
        this.uriPrefix = uriPrefix.getBytes(ISO_8859_1);
        this.statistics = statistics;
    }

    private static String readStyle() {
        try (InputStream sheet = StatsPage.class.getResourceAsStream(STYLE)) {
            return new String(Objects.requireNonNull(sheet, STYLE).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public @Nullable Answer answer(Head request, String frontend) {
        boolean whole = request.method() == Method.GET;
        if (!(whole || request.method() == Method.HEAD) || !isBelowPrefix(request)) {
            return null;
        }
        byte[] body = Page.render(statistics.read(), style).getBytes(UTF_8);
        byte[] head = head(body.length);
        ByteBuffer answer = ByteBuffer.allocateDirect(head.length + (whole ? body.length : 0));
        answer.put(head);
        return new Answer(200, (whole ? answer.put(body) : answer).flip());
    }

    /** The page needs nothing from anywhere, so nothing may be loaded or run. */
    private static byte[] head(int bodyBytes) {
        return ("HTTP/1.1 200 OK\r\n"
                        + "Content-Length: " + bodyBytes + "\r\n"
                        + "Content-Type: text/html; charset=utf-8\r\n"
                        + "Cache-Control: no-cache\r\n"
                        + "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'\r\n"
                        + "X-Content-Type-Options: nosniff\r\n"
                        + "\r\n")
                .getBytes(ISO_8859_1);
    }

    private boolean isBelowPrefix(Head request) {
        int start = request.targetStart();
        if (request.targetEnd() - start < uriPrefix.length) {
            return false;
        }
        for (int i = 0; i < uriPrefix.length; i++) {
            if (request.bytes().get(start + i) != uriPrefix[i]) {
                return false;
            }
        }
        return true;
    }
}
