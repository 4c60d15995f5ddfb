package io.fairlead.splice;

/** Why packets cannot be spliced here: what the kernel refused, and how. */
public final class PacketSpliceException extends Exception {
    private static final long serialVersionUID = 1L;

    PacketSpliceException(String message) {
        super(message);
    }
}
