package io.fairlead.session;

import io.fairlead.config.ForwardFor;
import io.fairlead.config.Network;
import io.fairlead.http.Head;
import io.fairlead.http.HeaderName;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code option forwardfor} of a frontend and of a backend, as they act together: the backend's header name counts,
 * clients that either of them excepts are not named, and a header that is there already is respected only where each
 * of them says {@code if-none}.
 *
 * @param header the name of the header
 * @param name the same, to be found in requests
 * @param except clients that are not named
 * @param ifNone only where the request has no such header
 */
record Forwarding(String header, HeaderName name, List<Network> except, boolean ifNone) {
    /** HAProxy's name, which a backend's {@code header} overrides only by another. */
    private static final String USUAL_HEADER = "X-Forwarded-For";

    /** What both together ask for; null: nothing. */
    static @Nullable Forwarding of(@Nullable ForwardFor frontend, @Nullable ForwardFor backend) {
        if (frontend == null && backend == null) {
            return null;
        }
        boolean named = backend != null && !backend.header().equals(USUAL_HEADER);
        String header =
                named || frontend == null ? Objects.requireNonNull(backend).header() : frontend.header();
        List<Network> except = Stream.of(frontend, backend)
                .filter(Objects::nonNull)
                .map(ForwardFor::except)
                .filter(Objects::nonNull)
                .toList();
        boolean ifNone = (frontend == null || frontend.ifNone()) && (backend == null || backend.ifNone());
        return new Forwarding(header, new HeaderName(header), except, ifNone);
    }

    /** Whether a request has such a header already. */
    boolean isIn(Head request) {
        return name.last(request) >= 0;
    }

    /** Whether servers are told of this client. */
    boolean names(InetAddress client) {
        return except.stream().noneMatch(network -> network.contains(client));
    }
}
