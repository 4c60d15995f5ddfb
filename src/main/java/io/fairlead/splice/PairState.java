package io.fairlead.splice;

/** Who carries between the connections of a pair: {@code enum pair_state}. */
enum PairState {
    /** Nobody's pair: packets pass. */
    UNUSED(0),

    /** Packets pass, and are followed. */
    WATCHED(1),

    /** The kernel carries what it can. */
    SPLICED(2),

    /** Both ends have finished, or one has reset: late packets are still translated. */
    CLOSED(3);

    private static final PairState[] ALL = values();

    private final int number;

    PairState(int number) {
        this.number = number;
    }

    static PairState of(int number) {
        return ALL[number];
    }

    int number() {
        return number;
    }
}
