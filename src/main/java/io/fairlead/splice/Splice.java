package io.fairlead.splice;

/**
 * Carries bytes one way between two connected sockets, up to a limit or until the source ends. One instance per
 * direction and transfer, used on the loop of both sockets.
 *
 * <p>The sockets' readiness lives in their channels, so there is one call for all occasions: whatever became ready,
 * {@link #carry} moves what can be moved.
 */
public interface Splice extends AutoCloseable {
    /** The most that one transfer carries before others get their turn. */
    long BYTES_PER_TURN = 1 << 20;

    /** Why a {@link #carry} stopped. */
    enum Step {
        /** The source has nothing now; all that it gave was delivered. */
        AWAIT_SOURCE,
        /** The target takes nothing now; bytes may be held. */
        AWAIT_TARGET,
        /** This turn's share is used up though more could move: call again soon. */
        YIELD,
        /** The limit is reached and everything delivered. */
        DONE,
        /** The source ended before the limit; everything it gave was delivered. */
        END,
        /** Receiving failed; everything received before was delivered. */
        SOURCE_FAILED,
        /** Sending failed; what was held is lost with the connection. */
        TARGET_FAILED,
        /** Nothing has passed either way for so long that the connections are given up. */
        EXPIRED
    }

    /** Moves what can be moved now. Not to be called again after an answer that ends the transfer. */
    Step carry();

    /** Bytes that have left for the target, not merely been taken from the source. */
    long carried();

    /** How long before the last {@link #carry} bytes moved: not 0 where they move without one. */
    default long quietMs() {
        return 0;
    }

    /** Whether the target has been told of the source's end already: its socket is not to say so again. */
    default boolean toldEnd() {
        return false;
    }

    /** Lets go of what is held; bytes still held are lost. The sockets stay open. */
    @Override
    void close();
}
