package io.fairlead.config;

/** What is answered in place of one of the proxy's own error pages. */
public sealed interface ErrorAnswer {
    /** The status replaced: 200, 400, 403, 408, 500, 502, 503 or 504. */
    int status();

    /**
     * {@code errorloc}, {@code errorloc302}, {@code errorloc303}.
     *
     * @param with 302 or 303
     */
    record Redirect(int status, int with, String url) implements ErrorAnswer {}

    /**
     * {@code errorfile}: a whole response, head included.
     *
     * @param content its bytes as ISO 8859-1, read with the configuration so that a later chroot takes nothing away
     */
    record File(int status, String path, String content) implements ErrorAnswer {}
}
