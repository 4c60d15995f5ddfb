package io.fairlead.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.fairlead.http.Head;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** The header line that tells servers of a client ({@code option forwardfor}), made once a connection. */
final class ClientLine {
    private final String ip;
    private @Nullable Forwarding made;
    private byte @Nullable [] line;

    /** @param client as the log names it: {@code ip:port}; any other has no address to tell of */
    ClientLine(String client) {
        int port = client.lastIndexOf(':');
        this.ip = client.startsWith("unix:") || port < 0 ? "" : client.substring(0, port);
    }

    /** The line to add to a request, or null: nothing is to be told. */
    byte @Nullable [] of(Forwarding forwarding, Head request) {
        if (!forwarding.equals(made)) {
            made = forwarding;
            boolean told = !ip.isEmpty() && forwarding.names(InetAddress.ofLiteral(ip));
            line = told ? (forwarding.header() + ": " + ip).getBytes(ISO_8859_1) : null;
        }
        return line != null && forwarding.ifNone() && forwarding.isIn(request) ? null : line;
    }
}
