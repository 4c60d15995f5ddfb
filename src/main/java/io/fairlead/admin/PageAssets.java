package io.fairlead.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;

/**
 * The page's style sheet and script, part of every document. Read at construction, so that a later chroot takes nothing
 * away.
 *
 * @param policy lets a browser run just these, and fetch the page again (Content-Security-Policy, by their hashes)
 */
record PageAssets(String style, String script, String policy) {

    static PageAssets read() {
        String style = text("stats.css");
        String script = text("stats.js");
        String policy = "default-src 'none'; style-src " + hash(style) + "; script-src " + hash(script)
                + "; connect-src 'self'; img-src data:";
        return new PageAssets(style, script, policy);
    }

    private static String text(String name) {
        try (InputStream file = PageAssets.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(file, name).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
