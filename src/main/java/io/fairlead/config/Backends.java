package io.fairlead.config;

import io.fairlead.config.ProxyConfig.Mode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks that traffic sent to a backend can arrive there. */
final class Backends {
    private final Map<String, Body<ProxyDraft>> serving = new HashMap<>();
    private final Set<String> listening = new HashSet<>();
    private final Messages messages;

    Backends(List<Body<ProxyDraft>> bodies, Messages messages) {
        this.messages = messages;
        for (Body<ProxyDraft> body : bodies) {
            if (body.draft.section.serves()) {
                serving.putIfAbsent(body.draft.name, body);
            }
            if (body.draft.section.listens()) {
                listening.add(body.draft.name);
            }
        }
    }

    void check(ProxyDraft proxy) {
        if (proxy.front.defaultBackend != null) {
            check(proxy, "default_backend", proxy.front.defaultBackend);
        }
        // in other modes the rules are ignored, which has its own warning
        if (proxy.mode == Mode.HTTP) {
            proxy.rules.switching().forEach(rule -> check(proxy, rule));
        }
    }

    private void check(ProxyDraft from, RuleDraft rule) {
        if (rule.target() != null) {
            check(from, rule.ignoreCase() ? "reqisetbe" : "reqsetbe", rule.target());
        }
    }

    private void check(ProxyDraft from, String keyword, Target target) {
        String complaint = complaint(from, target.proxy());
        if (complaint != null) {
            String what = "'" + keyword + "' of " + from.title() + ": backend '" + target.proxy() + "' " + complaint;
            messages.alert(target.origin(), what);
        }
    }

    private @Nullable String complaint(ProxyDraft from, String name) {
        Body<ProxyDraft> target = serving.get(name);
        boolean itself = target == null ? from.name.equals(name) : target.draft == from;
        if (itself) {
            return "is the proxy itself: loop detected";
        }
        if (target != null) {
            return target.broken() ? null : mismatch(from, target.draft);
        }
        return listening.contains(name) ? "is a frontend and has no backend capability" : missing(name);
    }

    private static @Nullable String mismatch(ProxyDraft from, ProxyDraft target) {
        if (target.disabled) {
            return "is disabled (" + target.origin.file() + ":" + target.origin.line() + ")";
        }
        return target.mode == from.mode ? null : "has another mode (" + target.mode + ", not " + from.mode + ")";
    }

    private String missing(String name) {
        String nearest = Nearest.hint(name, serving.keySet());
        return "does not exist" + (nearest.isEmpty() ? "" : " (" + nearest + ")");
    }
}
