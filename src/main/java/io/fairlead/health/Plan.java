package io.fairlead.health;

import io.fairlead.balance.Backend;
import io.fairlead.config.BackendConfig;
import io.fairlead.config.ServerCheck;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the checks of a backend have in common.
 *
 * @param check what is asked, or null: a connection is enough
 * @param connectTimeoutMs {@code timeout connect}; 0: none
 * @param answerTimeoutMs {@code timeout check}: the time to answer once connected; 0: the interval bounds the whole
 */
record Plan(@Nullable ServerCheck check, long connectTimeoutMs, long answerTimeoutMs) {

    static Plan of(Backend backend) {
        BackendConfig config = Objects.requireNonNull(backend.proxy().backend());
        return new Plan(config.check(), config.connectTimeoutMs(), config.checkTimeoutMs());
    }

    /** How to talk to one server. */
    @Nullable
    Talk talk() {
        return switch (check) {
            case null -> null;
            case ServerCheck.Http http -> new HttpTalk(http);
            case ServerCheck.SslHello _ -> new SslTalk();
            case ServerCheck.Smtp smtp -> new SmtpTalk(smtp);
        };
    }

    /** The most that is said at once. */
    int longestBytes() {
        return check instanceof ServerCheck.Http http ? new HttpTalk(http).requestBytes() : 0;
    }

    /** How long connecting may take. */
    long connectMs(long intervalMs) {
        return answerTimeoutMs > 0 && connectTimeoutMs > 0 ? Math.min(intervalMs, connectTimeoutMs) : intervalMs;
    }
}
