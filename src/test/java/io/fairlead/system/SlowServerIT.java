package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A server that takes its time, beside one that does not: who waits for whom, and for how long. */
class SlowServerIT {
    private static final String CONFIGURATION = """
        global
            nbthread 2
            log 127.0.0.1:%d local0
        defaults
            mode http
            log global
            option httplog
            timeout client 20s
            timeout server 20s
            timeout connect 5s
            timeout queue 20s
        listen site 127.0.0.1:%d
            balance roundrobin
            cookie SRV insert
            option redispatch
            %s
            server slow 127.0.0.1:%d cookie slow maxconn 1 %s
            server quick 127.0.0.1:%d cookie quick maxconn 1
        """;

    private final LogServer log = new LogServer();
    private final Origin slow = new Origin("slow");
    private final Origin quick = new Origin("quick");
    private final int port = Launcher.freePort();
    private final int figuresPort = Launcher.freePort();
    private final Semaphore release = new Semaphore(0);
    private final List<AutoCloseable> started = new ArrayList<>();

    SlowServerIT() throws IOException {
        slow.on("/held", (_, wire) -> {
            release.tryAcquire(Launcher.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            wire.send(Origin.ok("slow"));
        });
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : started.reversed()) {
            each.close();
        }
        slow.close();
        quick.close();
        log.close();
    }

    private void start(String line, String server) throws IOException {
        String configuration = CONFIGURATION.formatted(log.port(), port, line, slow.port(), server, quick.port());
        started.add(Serving.at(figuresPort, configuration + Figures.proxy(figuresPort)));
    }

    private Wire get(String path, String... headers) throws IOException {
        Wire client = Wire.to(port).get(path, headers);
        started.add(client);
        return client;
    }

    /** A client that the slow server keeps waiting. */
    private Wire hold() throws Exception {
        Wire held = get("/held", "Cookie: SRV=slow");
        Serving.await("the slow server to be busy", () -> slow.requests("/held") == 1);
        return held;
    }

    private void awaitQueue(String row, int queued) throws Exception {
        Serving.await(
                queued + " waiting for " + row, () -> Figures.at(figuresPort).of("site", row, "Queue cur") == queued);
    }

    @Test
    @DisplayName("4.3 enter server queue: only those who want the slow server wait for it")
    void shouldServeTheOthersElsewhereMeanwhile() throws Exception {
        start("", "");
        Wire held = hold();
        Wire loyal = get("/loyal", "Cookie: SRV=slow");
        awaitQueue("slow", 1);
        for (int i = 0; i < 10; i++) {
            try (Wire other = get("/other")) {
                assertThat(other.response().body()).isEqualTo("quick");
            }
        }
        release.release();
        assertThat(held.response().body()).isEqualTo("slow");
        assertThat(loyal.response().body()).isEqualTo("slow");
        assertThat(log.line("/loyal")).contains(" site/slow ", " 1/0 "); // 7.19: the first in the queue
    }

    @Test
    @DisplayName("7.36 maxqueue: with redispatch those beyond it go elsewhere")
    void shouldSendThoseBeyondMaxqueueElsewhere() throws Exception {
        start("", "maxqueue 1");
        Wire held = hold();
        Wire waits = get("/waits", "Cookie: SRV=slow");
        awaitQueue("slow", 1);
        try (Wire beyond = get("/beyond", "Cookie: SRV=slow")) {
            assertThat(beyond.response().body()).isEqualTo("quick");
        }
        release.release();
        assertThat(held.response().body()).isEqualTo("slow");
        assertThat(waits.response().body()).isEqualTo("slow");
    }

    @Test
    @DisplayName("7.36 maxqueue: without redispatch those beyond it are refused")
    void shouldRefuseThoseBeyondMaxqueue() throws Exception {
        start("no option redispatch", "maxqueue 1");
        Wire held = hold();
        Wire waits = get("/waits", "Cookie: SRV=slow");
        awaitQueue("slow", 1);
        try (Wire beyond = get("/beyond", "Cookie: SRV=slow")) {
            assertThat(beyond.response().status()).isEqualTo(503);
        }
        assertThat(log.line("/beyond")).contains(" 503 ", " SQ");
        release.release();
        assertThat(held.response().body()).isEqualTo("slow");
        assertThat(waits.response().body()).isEqualTo("slow");
    }

    @Test
    @DisplayName("4.3 server goes down: with redispatch those who wait for it are balanced again")
    void shouldBalanceThoseAgainWhoWaitForAServerThatGoesDown() throws Exception {
        Semaphore answers = new Semaphore(0);
        slow.on("/alive", (_, wire) -> {
            answers.tryAcquire(Launcher.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            wire.send(Origin.ok("alive"));
        });
        answers.release();
        start("option httpchk GET /alive", "check inter 1000 rise 2 fall 1");
        Wire held = hold();
        Wire waits = get("/waits", "Cookie: SRV=slow");
        assertThat(log.line("Server site/slow is DOWN"))
                .contains("reason: Layer7 timeout, check duration: ", "1 active and 0 backup servers left. ")
                .contains("1 sessions active, 1 requeued, 0 remaining in queue.");
        assertThat(waits.response().body()).isEqualTo("quick");
        release.release();
        assertThat(held.response().body()).isEqualTo("slow"); // established sessions are left alone
        answers.release(1_000);
        assertThat(log.line("Server site/slow is UP")).contains("reason: Layer7 check passed, code: 200, check");
    }
}
