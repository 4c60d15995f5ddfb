package io.fairlead.health;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.fairlead.balance.Backend;
import io.fairlead.config.BackendConfig;
import io.fairlead.config.ServerCheck;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the checks of a backend have in common.
 *
 * @param request the HTTP request to send, or null: a connection is enough
 * @param connectTimeoutMs {@code timeout connect}; 0: none
 * @param answerTimeoutMs {@code timeout check}: the time to answer once connected; 0: the interval bounds the whole
 */
record Plan(@Nullable ByteBuffer request, long connectTimeoutMs, long answerTimeoutMs) {

    static Plan of(Backend backend) {
        BackendConfig config = Objects.requireNonNull(backend.proxy().backend());
        ByteBuffer request = !(config.check() instanceof ServerCheck.Http http)
                ? null
                : ISO_8859_1.encode(http.method() + " " + http.uri() + " " + http.version() + "\r\n\r\n");
        return new Plan(request, config.connectTimeoutMs(), config.checkTimeoutMs());
    }

    int requestBytes() {
        return request == null ? 0 : request.remaining();
    }

    /** How long connecting may take. */
    long connectMs(long intervalMs) {
        return answerTimeoutMs > 0 && connectTimeoutMs > 0 ? Math.min(intervalMs, connectTimeoutMs) : intervalMs;
    }
}
