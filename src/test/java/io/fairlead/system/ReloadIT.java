package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Reloads at full load drop nobody: wrk, and clients that compare every byte, meet no refusal, no reset and no answer
 * that is cut. {@code -Dfairlead.reloads=100} makes it the whole hundred.
 */
class ReloadIT {
    private static final int RELOADS = Integer.getInteger("fairlead.reloads", 5);

    private static Path files;
    private static Peer nginx;
    private static int origin;

    @BeforeAll
    static void serve(@TempDir Path directory) throws Exception {
        files = directory;
        Load.prepare(files);
        origin = Launcher.freePort();
        nginx = Peer.nginx(files, origin);
    }

    @AfterAll
    static void stop() {
        nginx.close();
    }

    private static String configuration(int port, int threads, String global, String mode) {
        return """
                global
                    maxconn 1000
                    nbthread %d
                    %s
                listen load
                    bind 127.0.0.1:%d
                    mode %s
                    option splice-auto
                    balance roundrobin
                    timeout client 30s
                    timeout server 30s
                    timeout connect 30s
                    server nginx 127.0.0.1:%d
                """.formatted(threads, global, port, mode, origin);
    }

    /** The threads differ from one generation to the next, and so does the number of sockets. */
    @ParameterizedTest
    @CsvSource({
        "http, ''",
        "http, noreuseport",
        "tcp,  ''",
        "tcp,  noreuseport",
        "http, nbproc 2",
    })
    void shouldDropNobody(String mode, String global) throws Exception {
        int port = Launcher.freePort();
        // a TCP session lasts as long as its client stays, and the old process as long as the session
        int patience = mode.equals("tcp") ? 20 : Integer.MAX_VALUE;
        try (Generations fairlead = new Generations()) {
            fairlead.next(configuration(port, 2, global, mode));
            try (Load staying = new Load(port, 4, patience);
                    Load coming = new Load(port, 4, 1);
                    Wrk wrk = new Wrk(port, 8, "/100", mode.equals("tcp") ? "Connection: close" : "X-Stay: yes");
                    Wrk hasty = new Wrk(port, 8, "/20000", "Connection: close")) {
                for (int i = 1; i <= RELOADS; i++) {
                    long before = staying.answers() + coming.answers();
                    fairlead.next(configuration(port, 1 + i % 3, global, mode));
                    Serving.await("answers", () -> staying.answers() + coming.answers() > before + 20);
                    assertThat(staying.failures()).as("reload " + i).isEmpty();
                    assertThat(coming.failures()).as("reload " + i).isEmpty();
                }
                String report = wrk.stop() + hasty.stop();
                staying.close();
                coming.close();
                System.out.printf(
                        "%d reloads, %s %s: %,d whole answers on %,d connections, none failed%n%s%n",
                        RELOADS,
                        mode,
                        global,
                        staying.answers() + coming.answers(),
                        staying.connections() + coming.connections(),
                        report);
                assertThat(report).contains("requests in").doesNotContain("Socket errors", "Non-2xx");
                assertThat(staying.failures()).isEmpty();
                assertThat(coming.failures()).isEmpty();
            }
            fairlead.awaitFormer();
        }
    }
}
