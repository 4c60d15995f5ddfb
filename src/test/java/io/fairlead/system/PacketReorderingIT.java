package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Packets overtake each other on their way to the proxy. */
@TestInstance(Lifecycle.PER_CLASS)
class PacketReorderingIT {
    private static final int BULK_BYTES = 20_000_000;
    private static final int AT_ONCE = 4;

    private final PacketNet net = PacketNet.withEngines();

    PacketReorderingIT() throws Exception {
        for (String host : new String[] {net.client, net.server}) {
            Disturbance.overtake(net, host);
        }
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
