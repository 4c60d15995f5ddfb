package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The proxy's addresses are on devices that stand on others, and packets pass the programs on all of them. */
class PacketDevicesIT {
    private static final int BODY_BYTES = 6_000_000;
    private static final int BODIES = 5;

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
        try (PacketNet net = new PacketNet("", PacketBodiesIT.SECTIONS);
                BulkServer server = new BulkServer(net.server)) {
            stack(net, kind);
            try (Wire wire = net.client(PacketBodiesIT.KEPT_ALIVE)) {
                for (int i = 0; i < BODIES; i++) {
                    PacketBodiesIT.fetch(wire, BODY_BYTES);
                }
            }
            assertThat(server.wrong()).isEmpty();
            assertThat(net.count("of these by packets")).isGreaterThan(BODIES * BODY_BYTES / 2);
        }
    }

    /** Where the one end is on the proxy's own host, packets change between loopback and a cable. */
    @ParameterizedTest
    @CsvSource({"c, p, 10.78.1.2", "c, p, 127.0.0.1", "p, s, 10.78.1.2", "p, s, 127.0.0.1", "p, p, 127.0.0.1"})
    void shouldCarryWhereOneEndIsOnTheProxysHost(String client, String server, String address) throws Exception {
        String there = server.equals("p") ? address : PacketNet.SERVER;
        String here = client.equals("p") ? address : PacketNet.PROXY;
        try (PacketNet net = new PacketNet("", PacketBodiesIT.SECTIONS.replace(PacketNet.SERVER, there))) {
            // or a client's segments would be larger than a cable takes
            Hosts.ip("-n " + net.proxy + " link set lo mtu 1500");
            try (BulkServer bulk = new BulkServer(server.equals("p") ? net.proxy : net.server);
                    Wire wire =
                            net.client(client.equals("p") ? net.proxy : net.client, here, PacketBodiesIT.KEPT_ALIVE)) {
                for (int i = 0; i < BODIES; i++) {
                    PacketBodiesIT.fetch(wire, BODY_BYTES);
                }
                assertThat(bulk.wrong()).isEmpty();
            }
            assertThat(net.count("of these by packets")).isGreaterThan(BODIES * BODY_BYTES / 2);
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
