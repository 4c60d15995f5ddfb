package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.system.Wire.End;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A {@code Connection: close} that a rule makes ends the connection of whoever is told of it, as in HAProxy 2.6. */
class CloseByRuleIT {
    private static final String OLD = "HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reqadd Connection:\\ close",
                "reqidel ^Connection:\n    reqadd Connection:\\ close",
                "reqirep ^Host:(.*) Host:\\1\\nConnection:\\ close"
            })
    void shouldTellTheServerAndKeepTheClient(String rule) throws Exception {
        try (Site site = new Site("", rule);
                Wire client = site.client()) {
            for (int request = 1; request <= 2; request++) {
                assertThat(client.get("/").response().headers("Connection")).isEmpty();
                assertThat(site.origin.last("/").headers("Connection")).containsExactly("close");
                assertThat(site.origin.connections()).isEqualTo(request);
            }
            client.get("/", "Connection: close").response();
            assertThat(site.origin.last("/").headers("Connection")).containsExactly("close");
            assertThat(client.end()).isEqualTo(End.FIN);
        }
    }

    @Test
    void shouldCloseAServersConnectionThatDoesNotCloseItself() throws Exception {
        try (Site site = new Site("reqadd Connection:\\ close", "");
                Wire client = site.client()) {
            site.origin.on("/stays", (_, wire) -> {
                wire.send(Origin.ok("1"));
                assertThat(wire.end()).isEqualTo(End.FIN);
                wire.close();
            });
            client.get("/stays").response();
            Serving.await("the server's connection is closed", () -> site.origin.open() == 0);
            client.get("/stays").response();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rspadd Connection:\\ close",
                "rspidel ^Connection:\n    rspadd Connection:\\ close",
                "rspirep ^(Content-Length:.*) \\1\\nConnection:\\ close"
            })
    void shouldTellTheClientAndKeepTheServer(String rule) throws IOException {
        try (Site site = new Site("", rule)) {
            for (int request = 1; request <= 2; request++) {
                try (Wire client = site.client()) {
                    assertThat(client.get("/").response().headers("Connection")).containsExactly("close");
                    assertThat(client.end()).isEqualTo(End.FIN);
                }
                assertThat(site.origin.last("/").headers("Connection")).isEmpty();
            }
            assertThat(site.origin.open()).isEqualTo(site.origin.connections());
        }
    }

    @Test
    void shouldCloseAnOldClientThatAsksToStay() throws IOException {
        try (Site site = new Site("rspadd Connection:\\ close", "");
                Wire client = site.client()) {
            client.send("GET / " + OLD);
            assertThat(client.response().headers("Connection")).containsExactly("close");
            assertThat(client.end()).isEqualTo(End.FIN);
        }
    }
}
