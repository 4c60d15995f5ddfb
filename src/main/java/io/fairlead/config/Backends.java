package io.fairlead.config;

import io.fairlead.config.ProxyConfig.Mode;
import io.fairlead.config.ProxyConfig.Origin;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks that traffic sent to a backend can arrive there. */
final class Backends {
    private final List<Body<ProxyDraft>> bodies;
    private final Messages messages;

    Backends(List<Body<ProxyDraft>> bodies, Messages messages) {
        this.bodies = bodies;
        this.messages = messages;
    }

    void check(ProxyDraft proxy) {
        if (proxy.defaultBackend != null) {
            check(proxy, "default_backend", proxy.defaultBackend);
        }
        // in TCP mode the rules are ignored, which has its own warning
        for (SwitchDraft rule : proxy.mode == Mode.HTTP ? proxy.switchRules : List.<SwitchDraft>of()) {
            check(proxy, rule.ignoreCase() ? "reqisetbe" : "reqsetbe", rule.target());
        }
    }

    private void check(ProxyDraft from, String keyword, Target target) {
        String complaint = complaint(from, target.backend());
        if (complaint != null) {
            Origin origin = target.origin();
            String what = "'%s' of %s: backend '%s' %s, column %d";
            messages.alert(origin, what.formatted(keyword, from.title(), target.backend(), complaint, origin.column()));
        }
    }

    private @Nullable String complaint(ProxyDraft from, String name) {
        List<Body<ProxyDraft>> named =
                bodies.stream().filter(body -> body.draft.name.equals(name)).toList();
        Body<ProxyDraft> target = named.stream()
                .filter(body -> body.draft.section.serves())
                .findFirst()
                .orElse(null);
        if (from.section.listens() && from.name.equals(name) && (target == null || target.draft == from)) {
            return "is the proxy itself: loop detected";
        }
        if (target == null) {
            return named.isEmpty() ? "does not exist" + hint(name) : "is a frontend and has no backend capability";
        }
        return target.broken() ? null : mismatch(from, target.draft);
    }

    private static @Nullable String mismatch(ProxyDraft from, ProxyDraft target) {
        if (target.disabled) {
            return "is disabled (" + target.origin.file() + ":" + target.origin.line() + ")";
        }
        return target.mode == from.mode ? null : "has another mode (" + target.mode + ", not " + from.mode + ")";
    }

    private String hint(String name) {
        List<String> names = new ArrayList<>();
        for (Body<ProxyDraft> body : bodies) {
            if (body.draft.section.serves()) {
                names.add(body.draft.name);
            }
        }
        String nearest = Nearest.hint(name, names);
        return nearest.isEmpty() ? "" : " (" + nearest + ")";
    }
}
