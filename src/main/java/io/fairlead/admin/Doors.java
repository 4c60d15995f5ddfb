package io.fairlead.admin;

import io.fairlead.session.Frontend;

/** What operators do to the listening sockets of a frontend. Any thread may call; it is done soon. */
public interface Doors {
    /** Refuses clients for a while; sessions go on. */
    void pause(Frontend frontend);

    /** Accepts again. */
    void resume(Frontend frontend);

    /** Closes them for good. */
    void shutDown(Frontend frontend);
}
