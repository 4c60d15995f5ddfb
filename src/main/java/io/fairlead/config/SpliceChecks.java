package io.fairlead.config;

import io.fairlead.config.ProxyConfig.Mode;
import io.fairlead.config.ProxyConfig.Option;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * {@code option tcpsplice} acts between a frontend and a backend that both have it, so that some pairs of them can use it
 * without forcing others to: warns of lines that meet no such line on any other side.
 */
final class SpliceChecks {
    private static final String OPTION = "option tcpsplice";

    private final List<Body<ProxyDraft>> bodies;
    private final Messages messages;
    private final Map<String, Body<ProxyDraft>> serving = new HashMap<>();

    /** Those that have the option in vain, as far as is known, with the others that lack it. */
    private final Map<Body<ProxyDraft>, List<Body<ProxyDraft>>> alone = new LinkedHashMap<>();

    private final Set<Body<ProxyDraft>> met = new HashSet<>();

    SpliceChecks(List<Body<ProxyDraft>> bodies, Messages messages) {
        this.bodies = bodies.stream().filter(SpliceChecks::isSound).toList();
        this.messages = messages;
        this.bodies.stream()
                .filter(body -> body.draft.section.serves())
                .forEach(body -> serving.putIfAbsent(body.draft.name, body));
    }

    private static boolean isSound(Body<ProxyDraft> body) {
        return !body.draft.disabled && !body.broken() && body.draft.mode != Mode.HEALTH;
    }

    void run() {
        for (Body<ProxyDraft> body : bodies) {
            if (body.draft.section.listens()) {
                targets(body.draft).map(serving::get).filter(Objects::nonNull).forEach(target -> meet(body, target));
            }
        }
        alone.keySet().removeAll(met);
        alone.forEach(this::warn);
    }

    /** Where a frontend's sessions go; a {@code listen} serves itself, unless it names another. */
    private static Stream<String> targets(ProxyDraft from) {
        Stream.Builder<String> names = Stream.builder();
        if (from.front.defaultBackend != null) {
            names.add(from.front.defaultBackend.proxy());
        } else if (from.section.serves()) {
            names.add(from.name);
        }
        if (from.mode == Mode.HTTP) {
            from.rules
                    .switching()
                    .map(RuleDraft::target)
                    .filter(Objects::nonNull)
                    .map(Target::proxy)
                    .forEach(names);
        }
        return names.build();
    }

    private void meet(Body<ProxyDraft> front, Body<ProxyDraft> back) {
        boolean atFront = has(front);
        if (atFront && has(back)) {
            met.add(front);
            met.add(back);
        } else if (atFront || has(back)) {
            Body<ProxyDraft> one = atFront ? front : back;
            alone.computeIfAbsent(one, _ -> new ArrayList<>()).add(atFront ? back : front);
        }
    }

    private static boolean has(Body<ProxyDraft> body) {
        return body.draft.options.contains(Option.TCPSPLICE);
    }

    /** Who takes the option back knows what it does to the other side. */
    private void warn(Body<ProxyDraft> one, List<Body<ProxyDraft>> others) {
        if (others.stream().noneMatch(SpliceChecks::declines)) {
            ProxyDraft other = others.getFirst().draft;
            String what = "'" + OPTION + "' of " + one.draft.title() + " splices nothing: " + other.title()
                    + Checks.place(other.origin) + " has none";
            messages.warning(one.last(OPTION), what, "frontend and backend must both have it");
        }
    }

    private static boolean declines(Body<ProxyDraft> body) {
        return body.everything()
                .anyMatch(statement ->
                        statement.negated() && statement.keyword().name().equals(OPTION));
    }
}
