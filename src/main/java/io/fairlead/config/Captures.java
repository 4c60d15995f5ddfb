package io.fairlead.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy copies from heads into its log.
 *
 * @param cookie {@code capture cookie}, or null
 * @param request {@code capture request header}
 * @param response {@code capture response header}
 */
public record Captures(@Nullable Capture cookie, List<Capture> request, List<Capture> response) {

    /** Nothing is captured. */
    public static final Captures NONE = new Captures(null, List.of(), List.of());

    /**
     * One of them.
     *
     * @param name a header's name; of a cookie, what its text ({@code NAME=VALUE}) begins with
     * @param lengthBytes the most that is kept
     */
    public record Capture(String name, int lengthBytes) {}
}
