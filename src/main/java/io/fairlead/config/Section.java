package io.fairlead.config;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The sections of a configuration file; each begins with a line whose first word is its name. */
enum Section {
    GLOBAL("", true, "settings of the whole process; may appear several times, the sections add up"),
    DEFAULTS(
            "[<label>]",
            true,
            "what the proxies after it start with; each such section forgets the one before; the label is free text"),
    LISTEN("<name> [<address>:<port>[-<port>][,...]]", true, "a frontend and a backend in one"),
    FRONTEND("<name> [<address>:<port>[-<port>][,...]]", true, "where clients connect, and which backend serves them"),
    BACKEND("<name>", true, "a group of servers"),
    RULESET("<name>", false, "a set of header rules");

    // where keywords may stand, by the side of a proxy they are about
    static final Set<Section> PROXIES = set(DEFAULTS, LISTEN, FRONTEND, BACKEND);
    static final Set<Section> PROXIES_AND_RULESETS = set(DEFAULTS, LISTEN, FRONTEND, BACKEND, RULESET);
    static final Set<Section> FRONTENDS = set(DEFAULTS, LISTEN, FRONTEND);
    static final Set<Section> BACKENDS = set(DEFAULTS, LISTEN, BACKEND);
    static final Set<Section> OWN_FRONTENDS = set(LISTEN, FRONTEND);
    static final Set<Section> OWN_BACKENDS = set(LISTEN, BACKEND);
    static final Set<Section> OWN_RULES = set(LISTEN, FRONTEND, BACKEND, RULESET);

    private final String arguments;
    private final boolean built;
    private final String doc;

    Section(String arguments, boolean built, String doc) {
        this.arguments = arguments;
        this.built = built;
        this.doc = doc;
    }

    private static Set<Section> set(Section first, Section... others) {
        return Collections.unmodifiableSet(EnumSet.of(first, others));
    }

    static @Nullable Section named(String word) {
        for (Section section : values()) {
            if (section.keyword().equals(word)) {
                return section;
            }
        }
        return null;
    }

    static List<String> keywords() {
        return Arrays.stream(values()).map(Section::keyword).toList();
    }

    String keyword() {
        return name().toLowerCase(Locale.ROOT);
    }

    String notation() {
        return arguments.isEmpty() ? keyword() : keyword() + " " + arguments;
    }

    boolean built() {
        return built;
    }

    String doc() {
        return doc;
    }

    /** Has the frontend capability. */
    boolean listens() {
        return this == LISTEN || this == FRONTEND;
    }

    /** Has the backend capability. */
    boolean serves() {
        return this == LISTEN || this == BACKEND;
    }
}
