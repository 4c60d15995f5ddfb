package io.fairlead.splice;

import org.jspecify.annotations.Nullable;

/**
 * The packet engine as the configuration and the machine have it.
 *
 * @param splicer null where there is none
 * @param state in words, for operators: why there is none
 */
public record PacketEngine(@Nullable PacketSplicer splicer, String state) {
    public static final PacketEngine NOT_ASKED_FOR = new PacketEngine(null, "not asked for");

    /** It was asked for, and cannot be had. */
    public boolean isMissing() {
        return splicer == null && !equals(NOT_ASKED_FOR);
    }

    /**
     * The engine, or none where the machine has none.
     *
     * @param maxPairs how many pairs there may be at once
     */
    public static PacketEngine open(int maxPairs) {
        try {
            return demand(maxPairs);
        } catch (PacketSpliceException e) {
            return new PacketEngine(null, "not available: " + e.getMessage());
        }
    }

    /**
     * The engine.
     *
     * @param maxPairs how many pairs there may be at once
     * @throws PacketSpliceException where the machine has none, with what the kernel refused
     */
    public static PacketEngine demand(int maxPairs) throws PacketSpliceException {
        return new PacketEngine(new PacketSplicer(maxPairs), "running");
    }
}
