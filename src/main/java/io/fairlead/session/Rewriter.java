package io.fairlead.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.fairlead.balance.Server;
import io.fairlead.http.Head;
import io.fairlead.http.HeadEditor;
import io.fairlead.http.Header;
import io.fairlead.log.Entry;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What changes in heads on their way, besides rules: persistence of either connection (RFC 9112, 9.3), cookies that name
 * servers, {@code option forwardfor}. Heads
 * that need no change pass untouched. One per loop: nothing of a head outlives the call.
 */
final class Rewriter {
    private static final byte[] CLOSE = "Connection: close".getBytes(ISO_8859_1);
    private static final byte[] KEEP_ALIVE = "Connection: keep-alive".getBytes(ISO_8859_1);

    private final HeadEditor editor = new HeadEditor();
    private final Persistence persistence = new Persistence();

    /**
     * Prepares a request for a backend's server. Returns the server it asks for, where that can be used.
     *
     * @param client who sent it; null where no server is to be told
     */
    @Nullable
    Server request(Head head, Lane lane, Entry entry, @Nullable ClientLine client, long nowMs) {
        Route to = lane.route();
        editor.begin(head);
        Server named = persistence.request(head, lane, entry, editor, nowMs);
        Forwarding forwarding = to.forwarding();
        byte[] line = forwarding == null || client == null ? null : client.of(forwarding, head);
        if (line != null) {
            editor.add(line);
        }
        requestConnection(head, to.closes() || head.closedByRule());
        return named;
    }

    /**
     * The client's wish to close is not the server's business: its connection serves others. A rule's wish is.
     */
    private void requestConnection(Head head, boolean closes) {
        if (head.upgrade()) {
            return;
        }
        if (closes || !head.keepAlive()) {
            dropConnection(head);
        }
        if (closes) {
            editor.add(CLOSE);
        } else if (head.minorVersion() == 0) {
            if (head.keepAlive()) {
                dropConnection(head);
            }
            editor.add(KEEP_ALIVE);
        }
    }

    /** Prepares a 1xx for the client, which only straightens its line ends. */
    void interim(Head head) {
        editor.begin(head);
    }

    /** Prepares a response for the client. */
    void response(Head head, Lane lane, Entry entry, Exchange exchange, @Nullable Server from, long nowMs) {
        editor.begin(head);
        if (from != null) {
            boolean direct = from == exchange.wanted();
            persistence.response(head, lane, entry, editor, from, direct, nowMs);
        }
        if (!head.upgrade()) {
            responseConnection(head, exchange.clientStays(), exchange.oldClient());
        }
    }

    /** HTTP/1.0 must be told that a connection goes on, HTTP/1.1 that it ends. */
    private void responseConnection(Head head, boolean clientStays, boolean oldClient) {
        boolean says = head.keepAlive();
        if (clientStays == says && !(clientStays && oldClient)) {
            return;
        }
        dropConnection(head);
        if (!clientStays) {
            editor.add(CLOSE);
        } else if (oldClient) {
            editor.add(KEEP_ALIVE);
        }
    }

    private void dropConnection(Head head) {
        for (int i = 0; i < head.count(); i++) {
            Header header = head.header(i);
            if (header == Header.CONNECTION || header == Header.KEEP_ALIVE || header == Header.PROXY_CONNECTION) {
                editor.drop(i);
            }
        }
    }

    /** Writes the edited head in front of its body; the new start, or -1 where there is not enough room. */
    int compose() {
        return editor.composeBefore(0);
    }

    /** A whole response of our own, with the header line that ends the connection where it ends. */
    static ByteBuffer withConnection(ByteBuffer whole, boolean stays) {
        if (stays) {
            return whole;
        }
        int firstLine = indexAfterLine(whole, 0);
        byte[] line = new byte[CLOSE.length + 2];
        System.arraycopy(CLOSE, 0, line, 0, CLOSE.length);
        line[CLOSE.length] = '\r';
        line[CLOSE.length + 1] = '\n';
        return ByteBuffer.allocate(whole.limit() + line.length)
                .put(whole.slice(0, firstLine))
                .put(line)
                .put(whole.slice(firstLine, whole.limit() - firstLine))
                .flip();
    }

    /** A response of our own without its body, as HEAD wants it (RFC 9110, 9.3.2). */
    static ByteBuffer headOnly(ByteBuffer whole) {
        int line = 0;
        while (line < whole.limit()) {
            int next = indexAfterLine(whole, line);
            if (next - line <= 2) {
                return whole.slice(0, next);
            }
            line = next;
        }
        return whole.duplicate();
    }

    private static int indexAfterLine(ByteBuffer bytes, int from) {
        int index = from;
        while (index < bytes.limit() && bytes.get(index) != '\n') {
            index++;
        }
        return Math.min(index + 1, bytes.limit());
    }
}
