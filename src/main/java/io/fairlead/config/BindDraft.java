package io.fairlead.config;

import io.fairlead.config.Endpoints.Listener;
import io.fairlead.config.FrontendConfig.Bind;
import io.fairlead.config.ProxyConfig.Origin;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A {@code bind} line while it is read. */
final class BindDraft {
    final List<Listener> listeners;

    /** The word they stand in, and where. */
    final Word addresses;

    final Origin origin;

    @Nullable
    Family family;

    boolean transparent;
    final AccessDraft access = new AccessDraft();

    /** Whose connections an IPv6 address takes. */
    enum Family {
        V6ONLY,
        V4V6
    }

    BindDraft(List<Listener> listeners, Word addresses, Origin origin) {
        this.listeners = listeners;
        this.addresses = addresses;
        this.origin = origin;
    }

    long ports() {
        return listeners.stream().mapToLong(Listener::ports).sum();
    }

    Stream<Endpoint> endpoints() {
        return listeners.stream().flatMap(Listener::all);
    }

    Stream<Bind> build() {
        Access files = access.build();
        boolean onlyIpv6 = family == Family.V6ONLY;
        return endpoints().map(endpoint -> new Bind(endpoint, onlyIpv6, transparent, files));
    }
}
