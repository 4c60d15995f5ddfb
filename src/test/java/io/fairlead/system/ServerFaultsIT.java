package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers that die, refuse, and come back. */
class ServerFaultsIT {
    private static final String CONFIGURATION = """
        global
            nbthread 2
            log 127.0.0.1:%1$d local0
        defaults
            mode http
            log global
            option httplog
            option dontlognull
            balance roundrobin
            timeout client 20s
            timeout server 20s
            timeout connect 100ms
            retries 2
        listen site 127.0.0.1:%2$d
            %3$s
            server one 127.0.0.1:%4$d %6$s
            server two 127.0.0.1:%5$d %6$s
        """;

    private final LogServer log = new LogServer();
    private Origin one = new Origin("one");
    private final Origin two = new Origin("two");
    private final int port = Launcher.freePort();
    private final int figuresPort = Launcher.freePort();
    private Launcher fairlead = start("", "");

    ServerFaultsIT() throws IOException {}

    private Launcher start(String line, String check) throws IOException {
        String configuration = CONFIGURATION.formatted(log.port(), port, line, one.port(), two.port(), check);
        return Serving.at(figuresPort, configuration + Figures.proxy(figuresPort));
    }

    private void restart(String line, String check) throws IOException {
        fairlead.close();
        fairlead = start(line, check);
    }

    @AfterEach
    void end() throws IOException {
        fairlead.close();
        one.close();
        two.close();
        log.close();
    }

    /** When a request was under way, and what became of it. */
    private record Outcome(long begunNs, long endedNs, String answer) {}

    /** From before a server was killed until it was surely gone. */
    private record Kill(long begunNs, long endedNs) {
        boolean overlaps(Outcome outcome) {
            return outcome.begunNs <= endedNs && outcome.endedNs >= begunNs;
        }
    }

    /**
     * What must hold when a server is killed: nothing but a 502 to a request that was under way just then. Whoever
     * asks later is served by the other server, and nobody gets a wrong byte.
     */
    @Test
    void shouldLoseNothingButWhatWasUnderWayWhenAServerIsKilled() throws Exception {
        restart("redispatch", "");
        ConcurrentLinkedQueue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<Kill> kills = new ConcurrentLinkedQueue<>();
        AtomicBoolean over = new AtomicBoolean();
        Thread killer = Thread.ofPlatform().start(() -> {
            try {
                for (int i = 0; i < 5; i++) {
                    awaitMore(outcomes, 200);
                    long begunNs = System.nanoTime();
                    one.close();
                    kills.add(new Kill(begunNs, System.nanoTime()));
                    awaitMore(outcomes, 200);
                    one = new Origin("one", one.port());
                }
            } catch (Exception e) {
                throw new AssertionError(e);
            } finally {
                over.set(true);
            }
        });
        Crowd.play(16, _ -> {
            while (!over.get()) {
                outcomes.add(request());
            }
            return true;
        });
        killer.join();
        assertThat(kills).hasSize(5);
        List<Outcome> failures = outcomes.stream()
                .filter(outcome -> !outcome.answer.matches("200 (one|two)"))
                .toList();
        assertThat(failures)
                .allMatch(outcome -> outcome.answer.startsWith("502 "))
                .allMatch(outcome -> kills.stream().anyMatch(kill -> kill.overlaps(outcome)));
    }

    private static void awaitMore(ConcurrentLinkedQueue<Outcome> outcomes, int count) throws Exception {
        int wanted = outcomes.size() + count;
        Serving.await(count + " more requests", () -> outcomes.size() >= wanted);
    }

    private Outcome request() throws IOException {
        long begunNs = System.nanoTime();
        try (Wire client = Wire.to(port)) {
            Message response = client.get("/").response();
            return new Outcome(begunNs, System.nanoTime(), response.status() + " " + response.body());
        }
    }

    private Message get(String path) throws IOException {
        try (Wire client = Wire.to(port)) {
            return client.get(path).response();
        }
    }

    @Test
    void shouldAskARefusingServerAgainAfterAPauseAndThenAnother() throws Exception {
        restart("redispatch", "");
        one.close();
        assertThat(get("/moved").body()).isEqualTo("two");
        String line = log.line("/moved");
        assertThat(line).contains(" site/two ");
        assertThat(queueMs(line)).as("nobody queued").isLessThan(95);
        assertThat(connectMs(line)).as("one pause of timeout connect among it").isBetween(95, 5_000);
        Figures figures = Figures.at(figuresPort);
        assertThat(figures.of("site", "one", "Retried conn")).isEqualTo(2);
        assertThat(figures.of("site", "one", "Retried moved")).isEqualTo(1);
        assertThat(figures.of("site", "Backend", "Errors conn")).isZero();
    }

    @Test
    void shouldGiveUpAfterTheLastRetryWithoutRedispatch() throws Exception {
        one.close();
        long begunNs = System.nanoTime();
        assertThat(get("/lost").status()).isEqualTo(503);
        assertThat(System.nanoTime() - begunNs).as("two pauses").isGreaterThan(195_000_000L);
        assertThat(log.line("/lost")).contains(" site/one ", " 503 ", " SC-- ");
        Figures figures = Figures.at(figuresPort);
        assertThat(figures.of("site", "one", "Retried conn")).isEqualTo(2);
        assertThat(figures.of("site", "one", "Retried moved")).isZero();
        assertThat(figures.of("site", "one", "Errors conn")).isEqualTo(1);
        assertThat(get("/next").body()).isEqualTo("two");
    }

    private static int queueMs(String line) {
        return timer(line, 1);
    }

    private static int connectMs(String line) {
        return timer(line, 2);
    }

    private static int timer(String line, int index) {
        String timers = line.replaceFirst("(?s).* (-?\\d+/-?\\d+/-?\\d+/-?\\d+/\\d+) .*", "$1");
        return Integer.parseInt(List.of(timers.split("/", -1)).get(index));
    }

    @Test
    void shouldServeFromTheOtherServerWhileChecksFail() throws Exception {
        AtomicInteger status = new AtomicInteger(200);
        one.on("/alive", (_, wire) -> wire.send("HTTP/1.1 " + status + " X\r\nContent-Length: 0\r\n\r\n"));
        restart("option httpchk GET /alive", "check inter 300 rise 2 fall 2");
        status.set(500);
        awaitStatus("DOWN");
        assertThat(log.line("Server site/one is DOWN")).contains("reason: Layer7 wrong status, code: 500");
        int before = one.requests("/");
        for (int i = 0; i < 6; i++) {
            assertThat(get("/").body()).isEqualTo("two");
        }
        assertThat(one.requests("/")).isEqualTo(before);
        status.set(302);
        awaitStatus("UP");
        log.line("Server site/one is UP");
        assertThat(List.of(get("/").body(), get("/").body())).containsExactlyInAnyOrder("one", "two");
    }

    private void awaitStatus(String status) throws Exception {
        Serving.await(
                "server one " + status,
                () -> Figures.at(figuresPort).status("site", "one").equals(status));
    }

    @Test
    void shouldRefuseAtOnceWhenEveryServerIsDown() throws Exception {
        restart("", "check inter 300 rise 1 fall 1");
        one.close();
        two.close();
        log.line("Proxy site has no server available !");
        assertThat(get("/nobody").status()).isEqualTo(503);
        assertThat(log.line("/nobody")).contains(" site/<NOSRV> ", " sC-- ");
        assertThat(Figures.at(figuresPort).status("site", "Backend")).isEqualTo("DOWN");
    }

    @Test
    void shouldForgetAClientThatLeftTheQueue() throws Exception {
        restart("timeout queue 20s", "maxconn 1");
        for (Origin origin : List.of(one, two)) {
            origin.on(
                    "/held",
                    (_, wire) -> wire.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n")
                            .rest());
        }
        try (Wire first = Wire.to(port);
                Wire second = Wire.to(port);
                Wire leaver = Wire.to(port)) {
            first.get("/held").responseHead();
            second.get("/held").responseHead();
            leaver.get("/left");
            Serving.await("a client in the queue", () -> queued() == 1);
            leaver.reset();
            assertThat(log.line("/left")).contains(" site/<NOSRV> ", " CQ-- ");
            assertThat(queued()).isZero();
            first.reset();
            second.reset();
        }
        assertThat(get("/after").status()).isEqualTo(200);
        assertThat(one.requests("/left") + two.requests("/left")).isZero();
    }

    private long queued() throws IOException {
        return Figures.at(figuresPort).of("site", "Backend", "Queue cur");
    }
}
