package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code option tcpsplice packet} between three hosts of the test's own, network namespaces with cables between them:
 * whatever the hosts speak and the cables do to packets, every byte arrives, and the kernel carries them.
 */
@TestInstance(Lifecycle.PER_CLASS)
class PacketPathsIT {
    private static final int OBJECT_BYTES = 4_000_000;
    private static final int AT_ONCE = 8;

    private static final String CONFIGURATION = """
        defaults
            mode tcp
            balance roundrobin
            option tcpsplice packet
            timeout client 60s
            timeout server 60s
            timeout connect 10s
        listen down 0.0.0.0:80
            server one 10.78.2.1:80
        listen down6
            bind :::80 v6only
            server one [2001:db8:2::1]:80
        listen up 0.0.0.0:81
            server one 10.78.2.1:81
        """;

    private static final String ORIGIN = """
        daemon on;
        worker_processes 1;
        pid %1$s/nginx.pid;
        events { worker_connections 512; }
        http {
            access_log off;
            server { listen 80; listen [::]:80; root %1$s; }
        }
        """;

    private final PacketNet net = new PacketNet("", CONFIGURATION);
    private final Path files = net.files;
    private final String sum;
    private final Process receiver;
    private long fellBack;

    PacketPathsIT() throws Exception {
        Path object = files.resolve("object");
        try (var out = Files.newOutputStream(object)) {
            Bulk.write(out, OBJECT_BYTES);
        }
        Tool.run("chmod", "-R", "a+rX", files.toString());
        sum = sum(Tool.run("sha256sum", object.toString()));
        Path conf = Files.writeString(files.resolve("nginx.conf"), ORIGIN.formatted(files));
        Hosts.on(
                net.server,
                "nginx",
                "-c",
                conf.toString(),
                "-e",
                files.resolve("nginx.err").toString());
        receiver = new ProcessBuilder(
                        "ip",
                        "netns",
                        "exec",
                        net.server,
                        "socat",
                        "-t60",
                        "TCP-LISTEN:81,fork,reuseaddr,backlog=64",
                        "EXEC:sha256sum")
                .redirectErrorStream(true)
                .redirectOutput(files.resolve("socat.err").toFile())
                .start();
        Serving.await("the receiver", () -> Hosts.on(net.server, "ss", "-Htln").contains(":81 "));
    }

    private static String sum(String line) {
        return line.strip().split(" ", -1)[0];
    }

    @AfterAll
    void end() throws Exception {
        receiver.toHandle().descendants().forEach(ProcessHandle::destroy);
        receiver.destroy();
        Tool.run("kill", Files.readString(files.resolve("nginx.pid")).strip());
        net.close();
    }

    @AfterEach
    void mend() throws Exception {
        for (String host : List.of(net.client, net.server)) {
            Disturbance.mend(host);
            for (String what : List.of("tcp_sack", "tcp_timestamps", "tcp_window_scaling")) {
                PacketNet.set(host, what, "1");
            }
            PacketNet.set(host, "tcp_rmem", "4096 131072 6291456");
            Hosts.ip("-n " + host + " link set cable mtu 1500");
        }
    }

    private String hostOf(String which) {
        return which.equals("client") ? net.client : net.server;
    }

    private String download(String address) throws Exception {
        String command = "curl -sg --max-time 60 http://" + address + "/object | sha256sum";
        return sum(Hosts.on(net.client, "sh", "-c", command));
    }

    private String upload() throws Exception {
        String command = "socat -t60 - TCP:10.78.1.2:81 <" + files.resolve("object");
        return sum(Hosts.on(net.client, "sh", "-c", command));
    }

    /** Downloads and uploads side by side: each whole. */
    private void transfer() throws Exception {
        Callable<String> down = () -> download("10.78.1.2");
        Callable<String> up = this::upload;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> sums = IntStream.range(0, 2 * AT_ONCE)
                    .mapToObj(i -> threads.submit(i % 2 == 0 ? down : up))
                    .toList();
            for (Future<String> each : sums) {
                assertThat(each.get(3, TimeUnit.MINUTES)).isEqualTo(sum);
            }
        }
        fellBack = net.count("the two connections differ in TCP options or segment size");
        assertThat(net.count("pairs")).isPositive();
    }

    @Test
    void shouldCarryIpv6() throws Exception {
        assertThat(download("[2001:db8:1::2]")).isEqualTo(sum);
    }

    @ParameterizedTest
    @CsvSource({
        "client, tcp_sack",
        "server, tcp_sack",
        "client, tcp_timestamps",
        "server, tcp_timestamps",
        "client, tcp_window_scaling",
        "server, tcp_window_scaling"
    })
    void shouldCarryWhereAHostKnowsLess(String which, String what) throws Exception {
        PacketNet.set(hostOf(which), what, "0");
        transfer();
    }

    @ParameterizedTest
    @CsvSource({"tcp_sack", "tcp_timestamps", "tcp_window_scaling"})
    void shouldCarryWhereNobodyKnowsMore(String what) throws Exception {
        PacketNet.set(net.client, what, "0");
        PacketNet.set(net.server, what, "0");
        long before = fellBack;
        transfer();
        assertThat(fellBack).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"client, 1000", "client, 100", "client, 20", "server, 1000", "server, 100", "server, 20"})
    void shouldCarryOverALossyPath(String which, int oneIn) throws Exception {
        String host = hostOf(which);
        Disturbance.sendSingleSegments(host);
        Disturbance.loseArriving(net, host, oneIn);
        transfer();
    }

    @ParameterizedTest
    @CsvSource({"client", "server"})
    void shouldCarryWhatComesTwice(String which) throws Exception {
        Disturbance.sendTwice(net, hostOf(which), 20);
        transfer();
    }

    @Test
    void shouldFitSegmentsToTheClients() throws Exception {
        long before = net.count("the two connections differ in TCP options or segment size");
        Hosts.ip("-n " + hostOf("client") + " link set cable mtu 1400");
        transfer();
        assertThat(fellBack).isEqualTo(before);
    }

    @Test
    void shouldLeaveSmallerSegmentsOfAServerToThePipe() throws Exception {
        long before = net.count("the two connections differ in TCP options or segment size");
        Hosts.ip("-n " + hostOf("server") + " link set cable mtu 1300");
        transfer();
        assertThat(fellBack).as(net.ask("show splices counters")).isGreaterThanOrEqualTo(before + 2 * AT_ONCE);
    }

    @ParameterizedTest
    @CsvSource({"client", "server"})
    void shouldCarryToAHostWithLittleRoom(String which) throws Exception {
        PacketNet.set(hostOf(which), "tcp_rmem", "4096 4096 8192");
        transfer();
    }
}
