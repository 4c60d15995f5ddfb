package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * examples/switchd between a client and two servers that are hosts of their own. What the client's network carries in a
 * packet is less than what the servers' does: the switch prepares its connections for that.
 */
@TestInstance(Lifecycle.PER_CLASS)
class SwitchdIT {
    private static final int OBJECT_BYTES = 20_000_000;
    private static final String OBJECT = "http://10.78.1.2/img/object";
    private static final String NAME = "http://10.78.1.2/name";

    private static final String SERVERS = """
        daemon on;
        worker_processes 1;
        pid %1$s/nginx.pid;
        events { worker_connections 512; }
        http {
            access_log off;
            server { listen 8001; root %1$s/one; }
            server { listen 8002; root %1$s/two; }
        }
        """;

    private final Hosts hosts = new Hosts();
    private final String client = hosts.add("c");
    private final String proxy = hosts.add("p");
    private final String server = hosts.add("s");
    private final Path files = Files.createTempDirectory("fairlead-switchd-");
    private final String sum;
    private final List<Switch> started = new ArrayList<>();
    private final Switch shared;

    SwitchdIT() throws Exception {
        cable(client, "1", 1400);
        cable(server, "2", 1500);
        Files.createDirectories(files.resolve("one/img"));
        Files.createDirectories(files.resolve("two"));
        Files.writeString(files.resolve("one/name"), "one");
        Files.writeString(files.resolve("two/name"), "two");
        Path object = files.resolve("one/img/object");
        try (var out = Files.newOutputStream(object)) {
            Bulk.write(out, OBJECT_BYTES);
        }
        sum = Tool.run("sha256sum", object.toString()).split(" ", -1)[0];
        Tool.run("chmod", "-R", "a+rX", files.toString());
        Path conf = Files.writeString(files.resolve("nginx.conf"), SERVERS.formatted(files));
        String errors = files.resolve("nginx.err").toString();
        Hosts.on(server, "nginx", "-c", conf.toString(), "-e", errors);
        shared = start("[::]:80", List.of(), Switch.FLAG);
        shared.await("splicing by PACKETS");
    }

    /** A network of the proxy's and another host: the proxy is .2 there, the other .1. */
    private void cable(String host, String network, int mtuBytes) throws Exception {
        String device = "cable" + network;
        Hosts.cable(proxy, device, host, "cable");
        Hosts.address(proxy, device, "10.78." + network + ".2/24", "2001:db8:" + network + "::2/64");
        Hosts.address(host, "cable", "10.78." + network + ".1/24", "2001:db8:" + network + "::1/64");
        Hosts.ip("-n " + proxy + " link set " + device + " mtu " + mtuBytes);
        Hosts.ip("-n " + host + " link set cable mtu " + mtuBytes);
    }

    private Switch start(String address, List<String> before, String... flags) throws Exception {
        List<String> words = List.of(
                address,
                "/img=10.78.2.1:8001",
                "www.example.org=10.78.2.1:8001",
                "/gone=10.78.2.1:9",
                "default=10.78.2.1:8002");
        started.add(new Switch(proxy, before, List.of(flags), words));
        return started.getLast();
    }

    @AfterAll
    void end() throws Exception {
        for (Switch each : started) {
            each.close();
        }
        Tool.run("kill", Files.readString(files.resolve("nginx.pid")).strip());
        hosts.close();
        Launcher.deleteAll(files);
    }

    /** Runs a line of the shell's on the client's host. */
    private Process onClient(String line) throws Exception {
        return new ProcessBuilder("ip", "netns", "exec", client, "sh", "-c", line)
                .redirectErrorStream(true)
                .start();
    }

    private String answer(String line) throws Exception {
        return new String(onClient(line).getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    @Test
    void shouldChooseTheServerByPathThenByHost() throws Exception {
        assertThat(answer("curl -s " + NAME)).isEqualTo("two");
        assertThat(answer("curl -s -H 'Host: WWW.example.org:80' " + NAME)).isEqualTo("one");
        assertThat(answer("curl -sI -H 'Host: other.example.org' '" + OBJECT + "?now'"))
                .startsWith("HTTP/1.1 200 OK");
    }

    @Test
    void shouldPipeBetweenIpv6AndIpv4() throws Exception {
        assertThat(answer("curl -sg 'http://[2001:db8:1::2]/img/object' | sha256sum"))
                .startsWith(sum);
        assertThat(shared.awaitListed("Counters[")).contains("one connection is IPv4 and the other IPv6=1");
    }

    @Test
    void shouldLeaveAllRequestsOfAConnectionWithItsServer() throws Exception {
        assertThat(answer("curl -s -H 'Host: www.example.org' " + NAME + " --next -s " + NAME))
                .isEqualTo("oneone");
    }

    @Test
    void shouldCloseWhereTheServerIsGone() throws Exception {
        assertThat(answer("curl -s http://10.78.1.2/gone; echo $?")).isEqualTo("52"); // an empty reply
        assertThat(shared.await("failed: ")).contains("refused");
    }

    @Test
    void shouldSpliceByPacketsThoughTheNetworksDiffer() throws Exception {
        Process download = onClient("curl -s --limit-rate 5M " + OBJECT + " | sha256sum");
        String pair = shared.awaitListed("ESTABLISHED");
        assertThat(pair).contains("/10.78.1.1:", "/10.78.1.2:80 ", "/10.78.2.2:", "/10.78.2.1:8001 ", "PACKETS");
        assertThat(new String(download.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .startsWith(sum);
        assertThat(shared.awaitListed("Counters["))
                .containsPattern("bytesCopied=\\d{1,5},") // requests
                .doesNotContain("segment size");
    }

    @Test
    void shouldLeaveNobodyWaitingWhenItIsKilled() throws Exception {
        Switch killed = start("10.78.1.2:81", List.of(), Switch.FLAG);
        killed.await("splicing by PACKETS");
        Process download = onClient("curl -s --limit-rate 1M -o /dev/null http://10.78.1.2:81/img/object; echo $?");
        assertThat(killed.awaitListed("ESTABLISHED")).contains("PACKETS");
        killed.kill();
        assertThat(new String(download.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
                .isEqualTo("56"); // reset
        Serving.await(
                "the end of the server's connections",
                () -> Hosts.on(server, "ss", "-Htn", "src", ":8001").isBlank());
    }

    @Test
    void shouldPipeWithoutPrivileges() throws Exception {
        Switch plain = start(
                "10.78.1.2:82",
                List.of("setpriv", "--bounding-set", "-bpf,-net_admin,-sys_admin"),
                Switch.FLAG,
                "-Djava.net.preferIPv4Stack=true");
        plain.await("splicing by PIPES map flows: Operation not permitted");
        assertThat(answer("curl -s http://10.78.1.2:82/img/object | sha256sum")).startsWith(sum);
        assertThat(plain.await("FINISHED")).contains("bytesUp=0");
    }

    @Test
    void shouldNameTheFlagThatIsMissing() throws Exception {
        Switch without = start("10.78.1.2:83", List.of());
        assertThat(without.exitStatus()).isEqualTo(1);
        assertThat(without.said()).contains("start it with " + Switch.FLAG);
    }
}
