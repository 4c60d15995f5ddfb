package io.fairlead.health;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What is said to a server that has accepted the connection of a check, and what its answers mean. One per server. */
interface Talk {
    /**
     * A new connection.
     *
     * @param wallTimeMs time of day
     * @return what to say first, or null: the server speaks first
     */
    @Nullable
    ByteBuffer begin(long wallTimeMs);

    /** Judges what the server has said so far; null: there is more to come, or to say. */
    @Nullable
    Verdict hear(ByteBuffer bytes, int from, int to);

    /** What to say to what was heard last, or null: nothing yet. */
    default @Nullable ByteBuffer reply() {
        return null;
    }

    /** The server ended its stream before there was a verdict. */
    Verdict ended();

    /** The server took too long. */
    Verdict late();
}
