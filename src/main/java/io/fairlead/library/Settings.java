package io.fairlead.library;

import java.time.Duration;

/**
 * What a {@link TcpSplicing} may use.
 *
 * @param packets whether it splices by packets
 * @param maxPairs pairs that may be spliced by packets at once; further ones go through pipes
 * @param maxPipes pipes that may exist at once, each with two descriptors; what finds none free is copied
 * @param idle how long a pair may stay without a byte moving before it is reset; zero: for ever
 */
public record Settings(Packets packets, int maxPairs, int maxPipes, Duration idle) {
    /** The words of {@code option tcpsplice}. */
    public enum Packets {
        /** Pipes only: {@code pipe}. */
        NEVER,
        /** Where the kernel and the privileges of the process allow it: {@code auto}. */
        WHERE_POSSIBLE,
        /** {@link TcpSplicing#start} fails where it is not possible: {@code packet}. */
        DEMANDED
    }

    private static final Settings DEFAULTS = new Settings(Packets.WHERE_POSSIBLE, 4096, 1024, Duration.ofMinutes(15));

    /** @throws IllegalArgumentException where a number is none to work with */
    public Settings {
        if (maxPairs < 1 || maxPipes < 0 || idle.isNegative()) {
            throw new IllegalArgumentException("at least one pair, and no fewer pipes or less time than none");
        }
    }

    /** Packets where possible, of 4,096 pairs; 1,024 pipes; L7SW's 900 seconds. */
    public static Settings defaults() {
        return DEFAULTS;
    }

    public Settings withPackets(Packets choice) {
        return new Settings(choice, maxPairs, maxPipes, idle);
    }

    public Settings withMaxPairs(int number) {
        return new Settings(packets, number, maxPipes, idle);
    }

    public Settings withMaxPipes(int number) {
        return new Settings(packets, maxPairs, number, idle);
    }

    public Settings withIdle(Duration limit) {
        return new Settings(packets, maxPairs, maxPipes, limit);
    }
}
