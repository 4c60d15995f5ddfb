package io.fairlead.library;

/**
 * How two spliced connections ended.
 *
 * @param bytesUp that left for the server
 * @param bytesDown that left for the client
 */
public record Transferred(long bytesUp, long bytesDown, Ending ending) {
    /** What ended them. */
    public enum Ending {
        /** Both sides had finished, and each other's end was passed on. */
        FINISHED,
        /** The client broke its connection; the server's was reset. */
        RESET_BY_CLIENT,
        /** The server broke its connection; the client's was reset, unless the server had finished before. */
        RESET_BY_SERVER,
        /** No byte moved for as long as {@link Settings#idle} says; both were reset. */
        IDLE,
        /** {@link TcpSplicing#close}; both were reset. */
        CLOSED
    }
}
