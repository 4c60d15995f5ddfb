package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code -d}: the traces on standard output. */
class DebugIT {
    private static final String CONFIGURATION = """
        global
            nbthread 1
        defaults
            mode http
            balance roundrobin
            timeout client 20s
            timeout server 20s
            timeout connect 5s
        listen site 127.0.0.1:@site
            server one 127.0.0.1:@origin
        """;

    @Test
    void shouldShowConnectionsAndHeads() throws Exception {
        try (Stage stage = new Stage("site", CONFIGURATION, "-d")) {
            stage.origin.answers("/shown", Origin.ok("", "X-Answer: a"));
            String client;
            try (Wire wire = stage.client("site")) {
                client = "127.0.0.1:" + wire.localPort();
                wire.get("/shown", "Connection: close").rest();
            }
            String id = idOf(stage, client);
            Serving.await("the end", () -> trace(stage, id).getLast().startsWith("closed"));
            String shown = String.join("\n", trace(stage, id)).replace(client, "CLIENT");
            assertThat(shown.replaceAll("\\b[0-9a-f]{4}\\b", "N")).isEqualTo("""
                            accept(N)=N from [CLIENT]
                            clireq[N:N]: GET /shown HTTP/1.1
                            clihdr[N:N]: Host: fairlead.test
                            clihdr[N:N]: Connection: close
                            srvhdr[N:N]: HTTP/1.1 200 OK
                            srvhdr[N:N]: Content-Length: 0
                            srvhdr[N:N]: X-Answer: a
                            clicls[N:N]
                            closed[N:N]""");
        }
    }

    private static String idOf(Stage stage, String client) throws Exception {
        Serving.await("the client", () -> stage.fairlead.stdout().contains("from [" + client + "]"));
        return stage.fairlead
                .stdout()
                .lines()
                .filter(line -> line.endsWith("from [" + client + "]"))
                .findFirst()
                .orElseThrow()
                .substring(0, 8);
    }

    /** The lines of one session, without its number and proxy. */
    private static List<String> trace(Stage stage, String id) throws IOException {
        String prefix = id + ":site.";
        return stage.fairlead
                .stdout()
                .lines()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()))
                .toList();
    }
}
