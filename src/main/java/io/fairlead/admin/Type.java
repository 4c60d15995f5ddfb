package io.fairlead.admin;

import java.util.Locale;

/** The type of a figure, as HAProxy's typed and JSON forms name it. */
enum Type {
    STR,
    U32,
    S32,
    U64;

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
