package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** No descriptor is left: what needs none goes on, what needs one comes back when there is one. */
class DescriptorsIT {
    private static final String CONFIGURATION = """
        global
            nbthread 1
            maxconn 100
            log 127.0.0.1:%d local0
        defaults
            mode http
            log global
            option httplog
            option dontlognull
            option splice-auto
            balance roundrobin
            timeout client 20s
            timeout server 20s
            timeout connect 5s
        listen site 127.0.0.1:%d
            server one 127.0.0.1:%d
        """;

    private final LogServer log = new LogServer();
    private final Origin origin = new Origin();
    private final int port = Launcher.freePort();
    private final int figuresPort = Launcher.freePort();
    private final Launcher fairlead = Serving.at(
            figuresPort, CONFIGURATION.formatted(log.port(), port, origin.port()) + Figures.proxy(figuresPort));

    DescriptorsIT() throws IOException {}

    @AfterEach
    void end() throws IOException {
        fairlead.close();
        origin.close();
        log.close();
    }

    /** Lets the process open no more than it has open. */
    private void allowNoMore() throws Exception {
        limit(Serving.nextDescriptor(fairlead.pid()));
    }

    private void limit(long descriptors) throws Exception {
        Tool.run("prlimit", "--pid", Long.toString(fairlead.pid()), "--nofile=" + descriptors + ":");
    }

    @Test
    void shouldCopyWhereThereIsNoDescriptorForAPipe() throws Exception {
        CountDownLatch limited = new CountDownLatch(1);
        origin.on("/big", (_, wire) -> {
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
            limited.await();
            wire.send("b".repeat(1_000_000));
        });
        try (Wire client = Wire.to(port);
                Wire page = Wire.to(figuresPort)) {
            Figures.over(page);
            client.get("/big").responseHead();
            allowNoMore();
            limited.countDown();
            assertThat(client.read(1_000_000)).isEqualTo("b".repeat(1_000_000));
            Figures figures = Figures.over(page);
            assertThat(figures.fallbacks("no descriptor for a pipe")).isPositive();
            assertThat(figures.bytesSpliced()).isZero();
            assertThat(figures.pipesInUse()).isZero();
        }
    }

    @Test
    void shouldPartWithAnIdleServerConnectionRatherThanRefuse() throws Exception {
        List<Wire> others = new ArrayList<>();
        try (Wire client = Wire.to(port)) {
            client.get("/first").response();
            int limit = highestDescriptor() + 1;
            limit(limit);
            while (Serving.nextDescriptor(fairlead.pid()) < limit) { // others take those between
                int next = Serving.nextDescriptor(fairlead.pid());
                others.add(Wire.to(port));
                Serving.await("its accept", () -> Serving.nextDescriptor(fairlead.pid()) > next);
            }
            for (int i = 0; i < 5; i++) { // not repeatable, so none goes out on a connection that may be closing
                client.request("POST", "/more", "Content-Length: 0");
                assertThat(client.response().status()).isEqualTo(200);
            }
            assertThat(log.lines()).noneMatch(line -> line.contains("Connect() failed"));
        }
        for (Wire other : others) {
            other.close();
        }
    }

    private int highestDescriptor() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc", Long.toString(fairlead.pid()), "fd"))) {
            return all.mapToInt(fd -> Integer.parseInt(fd.getFileName().toString()))
                    .max()
                    .orElseThrow();
        }
    }

    @Test
    void shouldRefuseARequestForWhichNothingComesFreeAndServeTheNext() throws Exception {
        origin.answers("/closing", Origin.ok("bye", "Connection: close"));
        try (Wire client = Wire.to(port);
                Wire other = Wire.to(port)) {
            client.get("/closing").response();
            other.get("/closing").response();
            Serving.await("the end of the server's connections", () -> origin.open() == 0);
            allowNoMore();
            client.request("POST", "/third", "Content-Length: 0");
            assertThat(client.response().status()).isEqualTo(503);
            assertThat(log.line("/third")).contains(" 503 ", " PC-- ");
            assertThat(log.line("Connect() failed")).contains("for backend site: no socket: Too many open files");
            limit(1_000);
            assertThat(other.request("POST", "/fourth", "Content-Length: 0")
                            .response()
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void shouldAcceptAgainOnceThereAreDescriptors() throws Exception {
        try (Wire client = Wire.to(port)) {
            client.get("/first").response();
            allowNoMore();
            try (Wire late = Wire.to(port)) {
                late.get("/late");
                assertThat(log.line("cannot accept")).contains("Proxy site", "Too many open files");
                assertThat(client.get("/meanwhile").response().status()).isEqualTo(200);
                limit(1_000);
                assertThat(late.response().status()).isEqualTo(200);
            }
        }
    }

    /** The client in the queue keeps the listening socket readable: who asked again at once would do nothing else. */
    @Test
    void shouldRestWhileItCannotAccept() throws Exception {
        try (Wire client = Wire.to(port)) {
            client.get("/first").response();
            allowNoMore();
            try (Wire late = Wire.to(port)) {
                late.get("/late");
                log.line("cannot accept");
                long cpuNs = cpuNs();
                long beginNs = System.nanoTime();
                Serving.await("two seconds", () -> System.nanoTime() - beginNs > 2_000_000_000L);
                assertThat((double) (cpuNs() - cpuNs) / (System.nanoTime() - beginNs))
                        .as("share of a core")
                        .isLessThan(0.2);
                assertThat(log.lines().stream().filter(line -> line.contains("cannot accept")))
                        .as("nor does it flood the log")
                        .hasSizeLessThan(50);
                limit(1_000);
                assertThat(late.response().status()).isEqualTo(200);
            }
        }
    }

    private long cpuNs() {
        return ProcessHandle.of(fairlead.pid())
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow()
                .toNanos();
    }
}
