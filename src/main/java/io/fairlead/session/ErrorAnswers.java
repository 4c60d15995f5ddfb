package io.fairlead.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.fairlead.config.ErrorAnswer;
import io.fairlead.config.ProxyConfig;
import io.fairlead.http.Replies;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is answered for each status that Fairlead itself gives: {@code errorloc}, {@code errorfile}, or its own page. */
final class ErrorAnswers {
    private final Map<Integer, ByteBuffer> replaced = new HashMap<>();

    /** @param backend whose answers come before the frontend's; null: none is chosen yet */
    ErrorAnswers(ProxyConfig frontend, @Nullable ProxyConfig backend) {
        frontend.errors().forEach(this::replace);
        if (backend != null) {
            backend.errors().forEach(this::replace);
        }
    }

    private void replace(int status, ErrorAnswer with) {
        String text =
                switch (with) {
                    case ErrorAnswer.Redirect redirect -> redirect(redirect);
                    case ErrorAnswer.File file -> file.content();
                };
        byte[] bytes = text.getBytes(ISO_8859_1);
        replaced.put(
                status,
                ByteBuffer.allocateDirect(bytes.length).put(0, bytes).asReadOnlyBuffer());
    }

    /** A redirect as HAProxy 1.3.5 writes it, without a body. */
    private static String redirect(ErrorAnswer.Redirect redirect) {
        return "HTTP/1.0 " + redirect.with() + (redirect.with() == 303 ? " See Other" : " Found") + "\r\n"
                + "Cache-Control: no-cache\r\n"
                + "Connection: close\r\n"
                + "Location: " + redirect.url() + "\r\n"
                + "\r\n";
    }

    /** The whole answer, shared by all: never move its position. */
    ByteBuffer of(int status) {
        ByteBuffer answer = replaced.get(status);
        return answer != null ? answer : Replies.of(status);
    }
}
