package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits hold over all loops, and whoever has to wait is served in the end. */
class LimitsIT {
    private static final String CONFIGURATION = """
        global
            nbthread 2
            maxconn %1$d
            log 127.0.0.1:%2$d local0
        defaults
            log global
            option httplog
            balance roundrobin
            timeout client 20s
            timeout server 20s
            timeout connect 5s
        frontend site
            bind 127.0.0.1:%3$d
            mode %4$s
            maxconn %5$d
            default_backend servers
        backend servers
            mode %4$s
            %6$s
            server one 127.0.0.1:%7$d %8$s
        """;

    private final LogServer log = new LogServer();
    private final Origin origin = new Origin();
    private final AtomicInteger serving = new AtomicInteger();
    private final AtomicInteger mostServing = new AtomicInteger();
    private final int port = Launcher.freePort();
    private final int figuresPort = Launcher.freePort();
    private final List<AutoCloseable> started = new ArrayList<>();

    LimitsIT() throws IOException {
        origin.on("/work", (_, wire) -> {
            mostServing.accumulateAndGet(serving.incrementAndGet(), Math::max);
            LockSupport.parkNanos(1); // lets others in, if they may
            serving.decrementAndGet();
            wire.send(Origin.ok("done"));
        });
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : started) {
            each.close();
        }
        origin.close();
        log.close();
    }

    private void start(int processLimit, int frontendLimit, String mode, String backend, String server)
            throws IOException {
        String configuration = CONFIGURATION.formatted(
                processLimit, log.port(), port, mode, frontendLimit, backend, origin.port(), server);
        started.add(Serving.at(port, configuration + Figures.proxy(figuresPort)));
    }

    private String work(int requests) throws IOException {
        StringBuilder answers = new StringBuilder();
        try (Wire client = Wire.to(port)) {
            for (int i = 0; i < requests; i++) {
                Message response = client.get("/work").response();
                answers.append(response.status()).append(response.body()).append(' ');
            }
        }
        return answers.toString();
    }

    @ParameterizedTest
    @CsvSource({"1, ''", "3, ''", "3, option httpclose"})
    void shouldNeverExceedAServersLimitAndServeEverybody(int limit, String option) throws Exception {
        start(1_000, 1_000, "http", option, "maxconn " + limit);
        int requests = option.isEmpty() ? 20 : 1;
        List<String> answers = Crowd.play(60, _ -> work(requests));
        assertThat(answers).containsOnly("200done ".repeat(requests));
        assertThat(mostServing.get()).isPositive().isLessThanOrEqualTo(limit);
        assertThat(origin.requests("/work")).isEqualTo(60 * requests);
    }

    @Test
    void shouldQueueTcpSessionsToo() throws Exception {
        start(1_000, 1_000, "tcp", "", "maxconn 2");
        assertThat(Crowd.play(40, _ -> work(1))).containsOnly("200done ");
        assertThat(mostServing.get()).isLessThanOrEqualTo(2);
    }

    @Test
    void shouldGiveUpWaitingForAServerAfterTheQueueTimeout() throws Exception {
        start(1_000, 1_000, "http", "timeout queue 100ms", "maxconn 1");
        Semaphore release = new Semaphore(0);
        origin.on("/held", (_, wire) -> {
            release.acquire();
            wire.send(Origin.ok("held"));
        });
        try (Wire holder = Wire.to(port)) {
            holder.get("/held");
            Serving.await("the server to be busy", () -> origin.requests("/held") == 1);
            assertThat(work(1)).startsWith("503");
            release.release();
            assertThat(holder.response().body()).isEqualTo("held");
        }
        assertThat(work(1)).isEqualTo("200done ");
        assertThat(log.line("/work")).contains(" site servers/<NOSRV> ", " 503 ", " sQ-- ");
    }

    @Test
    void shouldServeThoseWhoWaitInTheirOrder() throws Exception {
        start(1_000, 1_000, "http", "", "maxconn 1");
        Semaphore release = new Semaphore(0);
        origin.on("/held", (_, wire) -> {
            release.acquire();
            wire.send(Origin.ok("held"));
        });
        List<Wire> waiting = new ArrayList<>();
        try (Wire holder = Wire.to(port)) {
            holder.get("/held");
            Serving.await("the server to be busy", () -> origin.requests("/held") == 1);
            for (int i = 0; i < 5; i++) {
                waiting.add(Wire.to(port).get("/waiting" + i));
                started.add(waiting.getLast());
                int queued = i + 1;
                Serving.await(
                        queued + " in the queue",
                        () -> Figures.at(figuresPort).of("servers", "Backend", "Queue cur") == queued);
            }
            release.release();
            for (Wire each : waiting) {
                assertThat(each.response().status()).isEqualTo(200);
            }
        }
        assertThat(origin.requests())
                .extracting(Message::path)
                .containsExactly("/held", "/waiting0", "/waiting1", "/waiting2", "/waiting3", "/waiting4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"frontend", "process"})
    void shouldLeaveClientsInTheBacklogUntilThereIsRoom(String limited) throws Exception {
        int limit = 4;
        start(limited.equals("process") ? limit : 1_000, limited.equals("frontend") ? limit : 1_000, "http", "", "");
        List<Wire> inside = new ArrayList<>();
        for (int i = 0; i < limit; i++) {
            inside.add(Wire.to(port));
            started.add(inside.getLast());
            assertThat(inside.getLast().get("/inside").response().status()).isEqualTo(200);
        }
        List<Wire> outside = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            outside.add(Wire.to(port).get("/outside"));
            started.add(outside.getLast());
        }
        assertThat(inside.getFirst().get("/still-served").response().status()).isEqualTo(200);
        assertThat(origin.requests("/outside")).isZero();
        for (Wire each : inside) {
            each.close();
        }
        // each one that is served leaves, and so makes room for another
        List<Integer> statuses = Crowd.play(outside.size(), i -> {
            try (Wire each = outside.get(i)) {
                return each.response().status();
            }
        });
        assertThat(statuses).containsOnly(200);
    }

    @ParameterizedTest
    @CsvSource({"frontend, 3", "process, 3", "frontend, 1"})
    void shouldServeACrowdThroughANarrowDoor(String limited, int limit) throws Exception {
        start(limited.equals("process") ? limit : 1_000, limited.equals("frontend") ? limit : 1_000, "http", "", "");
        assertThat(Crowd.play(100, _ -> work(2))).containsOnly("200done 200done ");
        assertThat(mostServing.get()).isLessThanOrEqualTo(limit);
    }
}
