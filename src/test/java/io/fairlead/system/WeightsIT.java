package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The order in which {@code balance roundrobin} walks servers of different weights, as HAProxy's manual gives it. */
class WeightsIT {
    private static final String CONFIGURATION = """
            global
                nbthread 2
            listen site 127.0.0.1:%d
                mode http
                balance roundrobin
                timeout client 20s
                timeout server 20s
                timeout connect 5s
            """;

    @ParameterizedTest
    @CsvSource({
        "'weight 1, weight 2, weight 1', abbcabbc",
        "'weight 8, weight 20, weight 24', abcbcbcacbcbcabcbcbcacbcbc",
        "'weight 256, weight 256, weight 128', ababcababc",
        "'weight 2, weight 9 disabled, weight 1', aacaac",
        "'weight 1, weight 3 backup, weight 1', acacac"
    })
    @DisplayName("4.1 weights and map: exact in every cycle, smooth within, the first declared first")
    void shouldWalkTheServersInHaproxysOrder(String lines, String order) throws IOException {
        String[] options = lines.split(", ", -1);
        List<Origin> origins = new ArrayList<>();
        int port = Launcher.freePort();
        int otherPort = Launcher.freePort();
        StringBuilder configuration = new StringBuilder(CONFIGURATION.formatted(port));
        for (int i = 0; i < options.length; i++) {
            String name = String.valueOf((char) ('a' + i));
            origins.add(new Origin(name));
            configuration.append("    server %s 127.0.0.1:%d %s\n"
                    .formatted(name, origins.getLast().port(), options[i]));
        }
        // waits for another port: a look at the site's own may take a turn of its servers
        configuration.append(Figures.proxy(otherPort));
        try (Launcher _ = Serving.at(otherPort, configuration.toString());
                Wire client = Wire.to(port)) {
            StringBuilder walked = new StringBuilder();
            while (walked.length() < order.length()) {
                walked.append(client.get("/").response().body());
            }
            assertThat(walked).hasToString(order);
        } finally {
            for (Origin origin : origins) {
                origin.close();
            }
        }
    }
}
