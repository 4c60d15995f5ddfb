package io.fairlead.http;

/** What rules decide about a message. */
public enum Verdict {
    /** It goes on, with the head as it is now. */
    ACCEPT,
    /** It must not go on: 403 for a request, 502 for a response. */
    DENY,
    /** The request must not go on, and its client waits for the 500 that it gets. */
    TARPIT,
    /** The rules made something of the head that is no valid message: 400 for a request, 502 for a response. */
    INVALID
}
