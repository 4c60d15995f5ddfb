package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Who may see the statistics, asked by curl as operators ask. */
@TestInstance(Lifecycle.PER_CLASS)
class StatsAuthIT {
    private static final String CONFIGURATION = """
        global
            maxconn 200
        defaults
            mode http
            timeout client 20s
            timeout server 20s
            timeout connect 5s
        listen secret
            bind 127.0.0.1:%d
            balance roundrobin
            stats uri /stats
            stats realm The\\ bridge
            stats auth ann:secret
            stats auth bob:other:word
            stats scope .
        listen public
            bind 127.0.0.1:%d
            balance roundrobin
            stats uri /stats
            stats hide-version
        """;

    private final int secretPort = Launcher.freePort();
    private final int publicPort = Launcher.freePort();
    private final Launcher fairlead = Serving.at(secretPort, CONFIGURATION.formatted(secretPort, publicPort));

    StatsAuthIT() throws IOException {}

    @AfterAll
    void close() throws IOException {
        fairlead.close();
    }

    private static String curl(int port, String path, String... words) throws Exception {
        String[] command = new String[words.length + 4];
        command[0] = "curl";
        command[1] = "-s";
        command[2] = "-i";
        System.arraycopy(words, 0, command, 3, words.length);
        command[words.length + 3] = "http://127.0.0.1:" + port + path;
        return Tool.run(command);
    }

    @Test
    void shouldAskWhoIsThere() throws Exception {
        assertThat(curl(secretPort, "/stats"))
                .startsWith("HTTP/1.1 401 ")
                .contains("WWW-Authenticate: Basic realm=\"The bridge\"")
                .doesNotContain("<html");
        assertThat(curl(secretPort, "/stats;csv", "-u", "ann:wrong")).startsWith("HTTP/1.1 401 ");
        assertThat(curl(secretPort, "/stats;csv", "-u", "bob:other")).startsWith("HTTP/1.1 401 ");
    }

    @Test
    void shouldAdmitEveryAccount() throws Exception {
        assertThat(curl(secretPort, "/stats", "-u", "ann:secret"))
                .startsWith("HTTP/1.1 200 ")
                .contains("<html");
        assertThat(curl(secretPort, "/stats", "-u", "bob:other:word")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void shouldShowNoMoreThanTheScope() throws Exception {
        assertThat(curl(secretPort, "/stats;csv", "-u", "ann:secret"))
                .contains("\nsecret,")
                .doesNotContain("\npublic,");
        assertThat(curl(publicPort, "/stats;csv")).contains("\nsecret,", "\npublic,");
    }

    @Test
    void shouldBeReadAndNothingElse() throws Exception {
        assertThat(curl(publicPort, "/stats", "-I")).startsWith("HTTP/1.1 200 ").contains("Content-Length: ");
        assertThat(curl(publicPort, "/stats", "-X", "DELETE"))
                .startsWith("HTTP/1.1 405 ")
                .contains("Allow: GET, HEAD");
        assertThat(curl(publicPort, "/stats", "-d", "action=disable"))
                .startsWith("HTTP/1.1 303 ")
                .contains("Location: /stats\r\n");
    }
}
