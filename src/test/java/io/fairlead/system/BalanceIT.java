package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code balance roundrobin} with weights, and limits that move with the load. */
class BalanceIT {
    private static final String CONFIGURATION = """
            global
                nbthread 2
            defaults
                balance roundrobin
                timeout client 20s
                timeout server 20s
                timeout connect 5s
            listen site 127.0.0.1:%d
                mode %s
                %s
                server one 127.0.0.1:%d %s
                server two 127.0.0.1:%d %s
            """;

    private final Origin one = new Origin("one");
    private final Origin two = new Origin("two");
    private final int port = Launcher.freePort();
    private final int figuresPort = Launcher.freePort();
    private final List<AutoCloseable> started = new ArrayList<>();

    BalanceIT() throws IOException {}

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : started) {
            each.close();
        }
        one.close();
        two.close();
    }

    private void start(String mode, String line, String first, String second) throws IOException {
        String configuration = CONFIGURATION.formatted(port, mode, line, one.port(), first, two.port(), second);
        // waits for another port: a look at the site's own would take a turn of its servers
        started.add(Serving.at(figuresPort, configuration + Figures.proxy(figuresPort)));
    }

    private String get() throws IOException {
        try (Wire client = Wire.to(port)) {
            return client.get("/").response().body();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "tcp"})
    void shouldGiveEachServerItsWeightsShareOfEveryCycle(String mode) throws IOException {
        start(mode, "", "weight 1", "weight 3");
        for (int cycle = 0; cycle < 25; cycle++) {
            List<String> servers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                servers.add(get());
            }
            assertThat(servers).containsExactlyInAnyOrder("one", "two", "two", "two");
        }
    }

    @Test
    void shouldKeepTheSharesUnderACrowd() throws Exception {
        start("http", "", "weight 1", "weight 3");
        List<String> answers = Crowd.play(40, _ -> {
            StringBuilder names = new StringBuilder();
            try (Wire client = Wire.to(port)) {
                for (int i = 0; i < 20; i++) {
                    names.append(client.get("/").response().body()).append(' ');
                }
            }
            return names.toString();
        });
        String all = String.join("", answers);
        assertThat(all.split("one", -1)).hasSize(200 + 1);
        assertThat(all.split("two", -1)).hasSize(600 + 1);
    }

    /** A server's limit is maxconn times the load's share of fullconn, and minconn at least. */
    @Test
    void shouldRaiseTheLimitsWithTheLoad() throws Exception {
        start("http", "fullconn 80", "minconn 1 maxconn 20", "minconn 1 maxconn 20");
        CountDownLatch release = new CountDownLatch(1);
        for (Origin origin : List.of(one, two)) {
            origin.on("/held", (_, wire) -> {
                release.await(Launcher.PATIENCE.toSeconds(), TimeUnit.SECONDS);
                wire.send(Origin.ok("held"));
            });
        }
        hold(4);
        awaitLoad(2, 2);
        hold(12);
        awaitLoad(8, 8);
        hold(64);
        awaitLoad(40, 40);
        assertThat(one.requests("/held")).isEqualTo(20);
        assertThat(two.requests("/held")).isEqualTo(20);
        release.countDown();
        for (AutoCloseable each : started.subList(1, started.size())) {
            assertThat(((Wire) each).response().body()).isEqualTo("held");
        }
    }

    private void hold(int clients) throws IOException {
        for (int i = 0; i < clients; i++) {
            Wire client = Wire.to(port);
            started.add(client);
            client.get("/held");
        }
    }

    private void awaitLoad(int serving, int waiting) throws Exception {
        Serving.await(serving + " served and " + waiting + " waiting", () -> {
            long queued = Figures.at(figuresPort).of("site", "Backend", "Queue cur");
            return one.requests("/held") + two.requests("/held") == serving && queued == waiting;
        });
    }
}
