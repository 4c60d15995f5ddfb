package io.fairlead.admin;

/**
 * The whole process in one line; bytes since the start, summed over the frontends.
 *
 * @param requests HTTP requests, and the sessions of proxies in TCP mode
 * @param sessions client connections open now
 * @param pipes pipes that exist, in use or free
 */
public record Totals(
        long requests, int sessions, long bytesIn, long bytesOut, long bytesCopied, long bytesSpliced, int pipes) {}
