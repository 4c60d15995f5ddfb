package io.fairlead.system;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.Socket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The proxy's addresses are on devices that stand on others, and packets pass the programs on all of them. */
class PacketDevicesIT {
    private static final int BODY_BYTES = 6_000_000;
    private static final int BODIES = 5;
    private static final int HTTP_PORT = 84;
    private static final String HTTP = """
        defaults
            mode http
            balance roundrobin
            option tcpsplice packet
            timeout client 60s
            timeout server 60s
            timeout connect 10s
        listen kept 0.0.0.0:84
            server one 10.78.2.1:90
        """;

    @ParameterizedTest
    @ValueSource(strings = {"bridge", "macvlan"})
    void shouldCarryThroughStackedDevices(String kind) throws Exception {
        try (PacketNet net = PacketNet.withEngines()) {
            stack(net, kind);
            try (Joined joined = net.carried(Engine.PACKET)) {
                joined.carry(joined.server(), 5_000_000);
                joined.carry(joined.client(), 5_000_000);
                assertThat(net.isSpliced(joined)).isTrue();
                joined.client().shutdownOutput();
                Joined.assertEnds(joined.server());
                joined.carry(joined.server(), 1_000_000);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bridge", "macvlan"})
    void shouldCarryBodiesThroughStackedDevices(String kind) throws Exception {
        try (PacketNet net = new PacketNet("", HTTP)) {
            stack(net, kind);
            Socket client = Netns.on(net.client, () -> {
                Socket made = new Socket();
                made.connect(new InetSocketAddress(PacketNet.PROXY, HTTP_PORT), 10_000);
                return made;
            });
            Thread serving = Thread.ofVirtual().start(() -> serve(net));
            try (Wire wire = new Wire(client)) {
                for (int i = 0; i < BODIES; i++) {
                    wire.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
                    wire.responseHead();
                    Bulk.read(wire.input(), BODY_BYTES);
                }
            }
            serving.join();
            assertThat(net.count("of these by packets")).isGreaterThan(BODIES * BODY_BYTES / 2);
        }
    }

    private static void serve(PacketNet net) {
        try (Wire wire = new Wire(net.accept())) {
            for (int i = 0; i < BODIES; i++) {
                wire.head();
                wire.output()
                        .write(("HTTP/1.1 200 OK\r\nContent-Length: " + BODY_BYTES + "\r\n\r\n").getBytes(US_ASCII));
                Bulk.write(wire.output(), BODY_BYTES);
            }
        } catch (Exception _) {
            // the client will say
        }
    }

    /** Other devices take the addresses of the cables, which keep one of their own, of the link. */
    private static void stack(PacketNet net, String kind) throws Exception {
        for (String network : new String[] {"1", "2"}) {
            String cable = "cable" + network;
            String upper = "upper" + network;
            String link = "-n " + net.proxy + " link ";
            if (kind.equals("macvlan")) {
                Hosts.ip(link + "add link " + cable + " name " + upper + " type macvlan");
            } else {
                Hosts.ip(link + "add " + upper + " type bridge");
                Hosts.ip(link + "set " + cable + " master " + upper);
            }
            Hosts.ip("-n " + net.proxy + " addr flush dev " + cable + " scope global");
            Hosts.address(net.proxy, upper, "10.78." + network + ".2/24", "2001:db8:" + network + "::2/64");
        }
        net.restart();
    }
}
