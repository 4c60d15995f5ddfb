package io.fairlead.session;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Composes the bytes of a message; payload is random, so that any byte lost or doubled shows. */
final class Message {
    static final String HEAD = "HTTP/1.1 200 OK\r\n\r\n";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Random random;

    Message(long seed) {
        random = new Random(seed);
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    Message head() {
        return text(HEAD);
    }

    Message text(String text) {
        bytes.writeBytes(ascii(text));
        return this;
    }

    Message payload(int count) {
        byte[] payload = new byte[count];
        random.nextBytes(payload);
        bytes.writeBytes(payload);
        return this;
    }

    Message chunk(int count) {
        return text(Integer.toHexString(count) + "\r\n").payload(count).text("\r\n");
    }

    Message lastChunk() {
        return text("0\r\n\r\n");
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}
