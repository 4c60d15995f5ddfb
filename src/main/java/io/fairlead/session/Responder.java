package io.fairlead.session;

import io.fairlead.http.Head;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

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
     * Begins to answer a request; false where it is not for this responder.
     *
     * @param request not read any more once this returns
     * @param frontend the name of the frontend that the request came through
     * @param reader is told the answer soon, on whatever thread: writing it may take long, and traffic must not wait
     */
    boolean answer(Head request, String frontend, Consumer<Answer> reader);
}
