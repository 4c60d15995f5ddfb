package io.fairlead.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.balance.Server;
import io.fairlead.config.BackendConfig.AppSession;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AppSessionsTest {
    private static final long TIMEOUT_MS = 1_000;

    private final List<Server> servers = servers();
    private final AppSessions sessions = new AppSessions(new AppSession("SID", 8, TIMEOUT_MS));

    private static List<Server> servers() {
        try (Workshop workshop = new Workshop("""
                listen site 127.0.0.1:1
                    balance roundrobin
                    server one 127.0.0.1:2
                    server two 127.0.0.1:3
                """)) {
            return workshop.backend("site").servers();
        }
    }

    private void learn(String name, Server server, long nowMs) {
        ByteBuffer bytes = ByteBuffer.wrap(("x" + name).getBytes(ISO_8859_1));
        sessions.learn(bytes, 1, bytes.capacity(), server, nowMs);
    }

    private @Nullable Server find(String name, long nowMs) {
        ByteBuffer bytes = ByteBuffer.wrap(name.getBytes(ISO_8859_1));
        return sessions.find(bytes, 0, bytes.capacity(), nowMs);
    }

    @Test
    void shouldFindTheServerThatBeganASession() {
        learn("a", servers.get(0), 0);
        learn("b", servers.get(1), 0);
        assertThat(find("a", 1)).isSameAs(servers.get(0));
        assertThat(find("b", 1)).isSameAs(servers.get(1));
        assertThat(find("ab", 1)).isNull();
    }

    @Test
    void shouldFollowASessionThatMoves() {
        learn("a", servers.get(0), 0);
        learn("a", servers.get(1), 1);
        assertThat(find("a", 2)).isSameAs(servers.get(1));
        assertThat(sessions.size()).isEqualTo(1);
    }

    @Test
    void shouldForgetWhatNobodyAsksForInTime() {
        learn("a", servers.get(0), 0);
        assertThat(find("a", TIMEOUT_MS)).isNull();
        assertThat(sessions.size()).isZero();
    }

    @Test
    void shouldKeepWhatIsAskedForAndForgetTheRest() {
        learn("used", servers.get(0), 0);
        learn("unused", servers.get(0), 0);
        for (long nowMs = 0; nowMs < 5 * TIMEOUT_MS; nowMs += TIMEOUT_MS / 2) {
            assertThat(find("used", nowMs)).isNotNull();
        }
        assertThat(sessions.size()).isEqualTo(1);
    }

    @Test
    void shouldNotGrowWithoutLimit() {
        for (int i = 0; i < 100_010; i++) {
            learn("s" + i, servers.get(0), 0);
        }
        assertThat(sessions.size()).isEqualTo(100_000);
        assertThat(find("s9", 0)).as("not seen for longest").isNull();
        assertThat(find("s10", 0)).isNotNull();
    }
}
