package io.fairlead.splice;

import io.fairlead.loop.Channel;

/** What bytes travel in between two sockets: a buffer of the process, or a pipe of the kernel. */
interface Vessel {
    /**
     * Takes at most {@code limit} bytes from the source. Returns the count, 0 at the source's end, or a negated errno.
     * -EAGAIN means that the source is dry where {@link #heldBytes} is 0, else that it is dry or the vessel full.
     */
    int fill(Channel source, long limit);

    /** Gives held bytes to the target. Returns the count or a negated errno. */
    int drain(Channel target);

    /** Bytes taken and not yet given. */
    int heldBytes();

    /** Puts the vessel back for others, or destroys it where it still holds bytes. */
    void release();

    /** Whether bytes in it never enter the process. */
    boolean inKernel();
}
