package io.fairlead.session;

import io.fairlead.http.Head;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Answers requests in the place of a server: the statistics page is one. Called on a loop's thread. */
public interface Responder {
    /**
     * An answer.
     *
     * @param status what the log says of it
     * @param whole head and body in a direct buffer; the session adds what must be said of the connection
     */
    record Answer(int status, ByteBuffer whole) {}

    /**
     * The answer to a request; null where the request is not for this responder.
     *
     * @param frontend the name of the frontend that the request came through
     */
    @Nullable
    Answer answer(Head request, String frontend);
}
