package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * {@code transparent}, and {@code usesrc clientip} to servers that only know their clients: on two hosts of the test's
 * own, network namespaces with a cable between them. Whoever connects from the one to port 80 or 81 beyond the other
 * meets Fairlead there. The servers are Fairlead's monitors, which tell by what they answer which one was reached.
 */
@TestInstance(Lifecycle.PER_CLASS)
class TransparentIT {
    private static final String CONFIGURATION = """
        global
            nbthread 2
        defaults
            mode http
            timeout client 20s
            timeout server 20s
            timeout connect 5s
            retries 0
        listen redirected
            bind 0.0.0.0:8080
            bind :::8080 v6only
            transparent
        listen diverted
            bind 0.0.0.0:8081 transparent
            transparent
        listen spoofing
            bind 0.0.0.0:8082
            transparent
            source 0.0.0.0 usesrc clientip
        listen seven 198.51.100.7:80,198.51.100.7:81,2001:db8:7::7:80
            monitor-uri /seven
            dispatch 127.0.0.1:1
        listen eight 198.51.100.8:80,198.51.100.8:81,2001:db8:7::8:80
            monitor-uri /eight
            dispatch 127.0.0.1:1
        listen friends 198.51.100.9:80
            monitor-net 10.77.0.1
            dispatch 127.0.0.1:1
        """;

    /** What the proxy's host does with those who pass by. */
    private static final String RULES = """
        table inet fairlead {
            chain redirects {
                type nat hook prerouting priority dstnat
                iifname "cable" ip daddr 198.51.100.9 tcp dport 80 redirect to :8082
                iifname "cable" tcp dport 80 redirect to :8080
            }
            chain diverts {
                type filter hook prerouting priority mangle
                iifname "cable" meta nfproto ipv4 tcp dport 81 meta mark set 1 tproxy ip to :8081 accept
            }
            chain answers {
                type route hook output priority mangle
                ip saddr 198.51.100.9 tcp sport 80 ip daddr 10.77.0.1 meta mark set 1
            }
        }
        """;

    private final Hosts hosts = new Hosts();
    private final String clientHost;
    private final String proxyHost;
    private final Launcher fairlead;

    TransparentIT() throws Exception {
        clientHost = hosts.add("c");
        proxyHost = hosts.add("p");
        Hosts.cable(proxyHost, "cable", clientHost, "cable");
        Hosts.address(clientHost, "cable", "10.77.0.1/24", "2001:db8:1::1/64");
        Hosts.address(proxyHost, "cable", "10.77.0.2/24", "2001:db8:1::2/64");
        Hosts.ip("-n " + clientHost + " route add default via 10.77.0.2");
        Hosts.ip("-n " + clientHost + " -6 route add default via 2001:db8:1::2");
        for (int last = 7; last <= 9; last++) {
            Hosts.ip("-n " + proxyHost + " addr add 198.51.100." + last + "/32 dev lo");
            Hosts.ip("-n " + proxyHost + " addr add 2001:db8:7::" + last + "/128 dev lo nodad");
        }
        Hosts.ip("-n " + proxyHost + " rule add fwmark 1 lookup 100");
        Hosts.ip("-n " + proxyHost + " route add local default dev lo table 100");
        Path rules = Files.writeString(Files.createTempFile("fairlead-", ".nft"), RULES);
        Hosts.on(proxyHost, "nft", "-f", rules.toString());
        Files.delete(rules);
        fairlead = Launcher.startOn(proxyHost, CONFIGURATION);
        fairlead.await(
                "an answer",
                () -> !fairlead.isAlive() || status("http://198.51.100.7/seven").equals("200"));
    }

    @AfterAll
    void end() throws Exception {
        fairlead.close();
        hosts.close();
    }

    /** What curl(1) on the client's host is answered; 000: nothing. */
    private String status(String uri) {
        try {
            return Hosts.on(
                    clientHost,
                    "curl",
                    "-sg",
                    "-o",
                    "/dev/null",
                    "-w",
                    "%{http_code}",
                    "--connect-timeout",
                    "10",
                    "--max-time",
                    "20",
                    "--no-fail",
                    uri);
        } catch (AssertionError _) {
            return "000";
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldConnectToWhereARedirectedClientMeantToGo() {
        assertThat(status("http://198.51.100.7/seven")).isEqualTo("200");
        assertThat(status("http://198.51.100.8/eight")).isEqualTo("200");
        assertThat(status("http://198.51.100.8/seven")).isEqualTo("503");
    }

    @Test
    void shouldDoSoForIpv6() {
        assertThat(status("http://[2001:db8:7::7]/seven")).isEqualTo("200");
        assertThat(status("http://[2001:db8:7::8]/eight")).isEqualTo("200");
        assertThat(status("http://[2001:db8:7::8]/seven")).isEqualTo("503");
    }

    @Test
    void shouldConnectToWhereADivertedClientMeantToGo() {
        assertThat(status("http://198.51.100.7:81/seven")).isEqualTo("200");
        assertThat(status("http://198.51.100.8:81/eight")).isEqualTo("200");
    }

    @Test
    void shouldConnectFromTheClientsAddress() {
        assertThat(status("http://198.51.100.9/"))
                .as("known by its address alone")
                .isEqualTo("200");
    }

    @Test
    void shouldNotGoRoundInCirclesForAClientThatMeantTheProxyItself() throws IOException {
        assertThat(status("http://10.77.0.2:8080/")).isEqualTo("503");
        assertThat(fairlead.isAlive()).isTrue();
    }
}
