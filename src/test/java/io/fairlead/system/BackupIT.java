package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code backup} servers step in when the last active server goes, and out again when it comes back. */
class BackupIT {
    private static final String CONFIGURATION = """
        global
            nbthread 2
            log 127.0.0.1:%d local0
        listen site 127.0.0.1:%d
            mode http
            log global
            balance roundrobin
            timeout client 20s
            timeout server 20s
            timeout connect 5s
            option redispatch
            %s
            server active 127.0.0.1:%d check inter 200 rise 1 fall 1
            server first 127.0.0.1:%d backup
            server second 127.0.0.1:%d backup
        """;

    private final LogServer log = new LogServer();
    private Origin active = new Origin("active");
    private final Origin first = new Origin("first");
    private final Origin second = new Origin("second");
    private final int port = Launcher.freePort();

    BackupIT() throws IOException {}

    @AfterEach
    void end() throws IOException {
        active.close();
        first.close();
        second.close();
        log.close();
    }

    @ParameterizedTest
    @CsvSource({"'', first", "option allbackups, 'first,second'"})
    @DisplayName("4.1 candidate set: backups serve while no active server does")
    void shouldServeFromBackupsWhileNoActiveServerIsUp(String option, String backups) throws Exception {
        String configuration =
                CONFIGURATION.formatted(log.port(), port, option, active.port(), first.port(), second.port());
        try (Launcher _ = Serving.at(port, configuration)) {
            assertThat(servers()).containsExactly("active");
            int activePort = active.port();
            active.close();
            assertThat(log.line("Server site/active is DOWN"))
                    .contains("0 active and 2 backup servers left. Running on backup. ");
            assertThat(servers()).containsExactly(backups.split(","));
            active = new Origin("active", activePort);
            assertThat(log.line("Server site/active is UP")).contains("1 active and 2 backup servers online. ");
            assertThat(servers()).containsExactly("active");
        }
    }

    /** Who answers ten requests in a row. */
    private Set<String> servers() throws IOException {
        Set<String> servers = new TreeSet<>();
        try (Wire client = Wire.to(port)) {
            for (int i = 0; i < 10; i++) {
                servers.add(client.get("/").response().body());
            }
        }
        return servers;
    }
}
