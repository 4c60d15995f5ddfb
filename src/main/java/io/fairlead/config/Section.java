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
    GLOBAL("", "settings of the whole process; may appear several times, the sections add up"),
    DEFAULTS(
            "[<label>]",
            "what the proxies after it start with; each such section forgets the one before; the label is free text"),
    LISTEN("<name> [<address>:<port>[-<port>][,...]]", "a frontend and a backend in one"),
    FRONTEND("<name> [<address>:<port>[-<port>][,...]]", "where clients connect, and which backend serves them"),
    BACKEND("<name>", "a group of servers"),
    RULESET("<name>", "a set of header rules; it is read, with a warning: nothing can refer to it");

    // where keywords may stand, by the side of a proxy they are about
    static final Set<Section> PROXIES = set(DEFAULTS, LISTEN, FRONTEND, BACKEND);
    static final Set<Section> FRONTENDS = set(DEFAULTS, LISTEN, FRONTEND);
    static final Set<Section> BACKENDS = set(DEFAULTS, LISTEN, BACKEND);
    static final Set<Section> OWN_FRONTENDS = set(LISTEN, FRONTEND);
    static final Set<Section> OWN_BACKENDS = set(LISTEN, BACKEND);
    static final Set<Section> SWITCHING_RULES = set(LISTEN, FRONTEND, RULESET);
    static final Set<Section> OWN_RULES = set(LISTEN, FRONTEND, BACKEND, RULESET);

    private final String arguments;
    private final String doc;

    Section(String arguments, String doc) {
        this.arguments = arguments;
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

    /** What a line misses that may not stand here. */
    String lacks() {
        if (this == RULESET) {
            return "neither frontend nor backend";
        }
        return listens() ? "no backend" : "no frontend";
    }
}
