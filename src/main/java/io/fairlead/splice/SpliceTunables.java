package io.fairlead.splice;

import io.fairlead.splice.SplicedPair.Phase;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What may be tuned of packet splicing while it runs: the files of L7SW's /proc/sys/net/tcp_splice, with their names and
 * defaults. Times are in seconds. Any thread may read and change them.
 */
public final class SpliceTunables {
    /** What is told of pairs. */
    public static final String DEBUG_LEVEL = "debug_level";

    /** 0: nothing; 1: beginnings, ends, and why others are left to pipes; 2: what the kernel carried, too. */
    public static final int MAX_DEBUG_LEVEL = 2;

    /** 24 days. */
    private static final int MAX_SECONDS = Integer.MAX_VALUE / 1000;

    private final AtomicInteger debugLevel = new AtomicInteger();
    private final Map<Phase, AtomicInteger> seconds = new EnumMap<>(Phase.class);
    private final Map<String, AtomicInteger> byName = new LinkedHashMap<>();

    public SpliceTunables() {
        for (Phase phase : Phase.values()) {
            AtomicInteger value = new AtomicInteger(phase.seconds());
            seconds.put(phase, value);
            if (phase != Phase.NONE) { // no pair is ever in it
                byName.put("timeout_" + phase.name().toLowerCase(Locale.ROOT).replace("_", ""), value);
            }
        }
        byName.put(DEBUG_LEVEL, debugLevel);
    }

    /** In the order of the phases, the level behind them. */
    public Set<String> names() {
        return Collections.unmodifiableSet(byName.keySet());
    }

    /** @throws NullPointerException where there is nothing of that name */
    public int get(String name) {
        return named(name).get();
    }

    /**
     * Holds from now on, for pairs that are joined already, too.
     *
     * @throws IllegalArgumentException if the value is out of range: 0 to 2 for the level, 1 second to 24 days
     * @throws NullPointerException where there is nothing of that name
     */
    public void set(String name, int value) {
        boolean level = name.equals(DEBUG_LEVEL);
        if (value < (level ? 0 : 1) || value > (level ? MAX_DEBUG_LEVEL : MAX_SECONDS)) {
            throw new IllegalArgumentException(name + " " + value);
        }
        named(name).set(value);
    }

    private AtomicInteger named(String name) {
        return Objects.requireNonNull(byName.get(name), name);
    }

    int debugLevel() {
        return debugLevel.get();
    }

    /** How long a pair stays in a phase while no packet passes. */
    long ms(Phase phase) {
        return 1000L * Objects.requireNonNull(seconds.get(phase)).get();
    }
}
