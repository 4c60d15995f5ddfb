package io.fairlead.session;

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
        ByteBuffer answer = switch (with) {
            case ErrorAnswer.Redirect redirect -> Replies.redirect(redirect.with(), redirect.url());
            case ErrorAnswer.File file -> Replies.content(file.content());
        };
        replaced.put(status, answer);
    }

    /** The whole answer, shared by all: never move its position. */
    ByteBuffer of(int status) {
        ByteBuffer answer = replaced.get(status);
        return answer != null ? answer : Replies.of(status);
    }
}
