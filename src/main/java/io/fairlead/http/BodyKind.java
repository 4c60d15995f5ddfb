package io.fairlead.http;

/** How a message's body is delimited (RFC 9112 §6.3). */
public enum BodyKind {
    /** No body follows the head. */
    NONE,
    /** As many bytes as Content-Length says. */
    LENGTH,
    /** Chunked transfer coding, trailers included. */
    CHUNKED,
    /** A response that ends where its connection ends. */
    UNTIL_CLOSE,
    /** No longer HTTP: after 101, or after 2xx to CONNECT, bytes pass both ways. */
    TUNNEL
}
