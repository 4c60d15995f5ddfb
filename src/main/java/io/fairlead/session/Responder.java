package io.fairlead.session;

import io.fairlead.http.Head;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Answers requests in the place of a server: the statistics page is one. Called on a loop's thread. */
public interface Responder {
    /** A whole response, head and body, in a direct buffer; null where the request is not for it. */
    @Nullable
    ByteBuffer answer(Head request);
}
