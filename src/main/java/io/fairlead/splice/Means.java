package io.fairlead.splice;

/** What a configuration asks a direction to be carried by. Whatever cannot be had is made up for by what comes before. */
public enum Means {
    /** Through a buffer of the process. */
    COPY,
    /** splice(2): through a pipe of the kernel. */
    PIPE,
    /** Packet by packet in the kernel, where both directions are the peers' own until they end; else as {@link #PIPE}. */
    PACKETS
}
