package io.fairlead.loop;

/** Where time comes from; tests bring their own. */
public interface Clock {
    /** Monotonic time in nanoseconds from an arbitrary origin. */
    long nanoTime();

    /** Time of day in milliseconds since 1970-01-01 UTC. */
    long wallTimeMs();

    /** The machine's clocks. */
    Clock SYSTEM = new Clock() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public long wallTimeMs() {
            return System.currentTimeMillis();
        }
    };
}
