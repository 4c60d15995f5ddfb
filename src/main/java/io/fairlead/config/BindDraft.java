package io.fairlead.config;

import io.fairlead.config.Endpoints.Listener;
import io.fairlead.config.FrontendConfig.Bind;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A {@code bind} line while it is read. */
final class BindDraft {
    final List<Listener> listeners;

    @Nullable
    Family family;

    boolean transparent;
    final AccessDraft access = new AccessDraft();

    /** Whose connections an IPv6 address takes. */
    enum Family {
        V6ONLY,
        V4V6
    }

    BindDraft(List<Listener> listeners) {
        this.listeners = listeners;
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
