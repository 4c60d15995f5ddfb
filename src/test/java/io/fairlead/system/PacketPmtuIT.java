package io.fairlead.system;

import java.net.InetSocketAddress;
import java.net.Socket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A path that takes smaller packets than before says so, and the sender heeds it, whoever that is. */
class PacketPmtuIT {
    @ParameterizedTest
    @EnumSource
    void shouldCarryOnWhenThePathNarrows(Engine engine) throws Exception {
        try (PacketNet net = PacketNet.withEngines()) {
            String far = net.hosts.add("f");
            Hosts.cable(net.client, "inner", far, "outer");
            Hosts.address(net.client, "inner", "10.78.3.1/24", "2001:db8:3::1/64");
            Hosts.address(far, "outer", "10.78.3.2/24", "2001:db8:3::2/64");
            PacketNet.set(net.client, "ip_forward", "1");
            Hosts.ip("-n " + far + " route add default via 10.78.3.1");
            Hosts.ip("-n " + net.proxy + " route add 10.78.3.0/24 via 10.78.1.1");
            Socket from = Netns.on(far, () -> {
                Socket socket = new Socket();
                socket.connect(new InetSocketAddress(PacketNet.PROXY, engine.port), 10_000);
                return socket;
            });
            try (Joined joined = new Joined(from, net.accept())) {
                for (int i = 0; i < 20; i++) {
                    joined.exchange();
                }
                joined.carry(joined.server(), 1_000_000);
                Hosts.ip("-n " + net.client + " link set inner mtu 1200");
                joined.carry(joined.server(), 1_000_000);
            }
        }
    }
}
