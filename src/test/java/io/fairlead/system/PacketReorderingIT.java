package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Packets overtake each other on their way to the proxy: every so manyth goes by a slower class of the cable's queue. */
@TestInstance(Lifecycle.PER_CLASS)
class PacketReorderingIT {
    private static final int BULK_BYTES = 20_000_000;
    private static final int AT_ONCE = 4;

    private static final String SLOW_LANE = """
        table inet lanes {
            chain leaving {
                type filter hook postrouting priority 300
                meta l4proto tcp numgen inc mod 25 0 meta priority set 1:20
            }
        }
        """;

    private final PacketNet net = PacketNet.withEngines();

    PacketReorderingIT() throws Exception {
        for (String host : new String[] {net.client, net.server}) {
            Hosts.ip("-n " + host + " link set cable gso_max_segs 1");
            tc(host, "qdisc add dev cable root handle 1: htb default 10");
            tc(host, "class add dev cable parent 1: classid 1:10 htb rate 10gbit quantum 60000");
            tc(host, "class add dev cable parent 1: classid 1:20 htb rate 16mbit burst 1600 cburst 1600");
            tc(host, "qdisc add dev cable parent 1:20 pfifo limit 30");
            net.rules(host, SLOW_LANE);
        }
    }

    private static void tc(String host, String words) throws Exception {
        Hosts.on(host, ("tc " + words).split(" ", -1));
    }

    @AfterAll
    void end() throws Exception {
        net.close();
    }

    static Stream<Arguments> enginesAndEnds() {
        return End.withEngines();
    }

    @ParameterizedTest
    @MethodSource("enginesAndEnds")
    void shouldCarryWhatIsOvertaken(Engine engine, End sender) throws Exception {
        // by packets they overtake each other as far as the receiver; else as far as the proxy
        String receiver = engine == Engine.PACKET ? (sender == End.CLIENT ? net.server : net.client) : net.proxy;
        long before = PacketNet.kernelCount(receiver, "TcpExtTCPOFOQueue");
        Crowd.play(AT_ONCE, _ -> {
            try (Joined joined = net.join(engine)) {
                joined.carry(sender.of(joined), BULK_BYTES);
                joined.exchange();
            }
            return true;
        });
        assertThat(PacketNet.kernelCount(receiver, "TcpExtTCPOFOQueue")).isGreaterThan(before + 10);
    }
}
