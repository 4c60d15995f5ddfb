package io.fairlead.config;

import org.jspecify.annotations.Nullable;

/** The judgement of whoever will match rules: only what it can use may pass as a regular expression. */
public interface RegexCheck {

    /** Why the expression cannot be used, on one line, or null where it can. */
    @Nullable
    String complaint(String regex, boolean ignoreCase);
}
