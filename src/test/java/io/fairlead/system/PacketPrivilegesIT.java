package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Packets where the process lacks what the kernel asks for: refused where they are demanded, told of elsewhere. */
class PacketPrivilegesIT {
    private static final String CONFIGURATION = """
        global
            nbthread 1
            log 127.0.0.1:%1$d local3
            stats socket "${DIR}/control"
        listen relay 127.0.0.1:%2$d
            mode http
            balance roundrobin
            option tcpsplice %3$s
            stats uri /stats
            timeout client 20s
            timeout server 20s
            timeout connect 5s
            server one 127.0.0.1:1
        """;

    /** One of the three that are needed (setpriv(1)). */
    private static final List<String> ALMOST_NOTHING = List.of("setpriv", "--bounding-set", "-all,+net_admin");

    private static final String WHY =
            "map flows: Operation not permitted; this needs root, or the capabilities CAP_BPF and CAP_PERFMON";

    private final int port = Launcher.freePort();

    PacketPrivilegesIT() throws Exception {}

    @Test
    void shouldSayWhatIsMissingWherePacketsAreDemanded() throws Exception {
        String configuration = CONFIGURATION.formatted(1, port, "packet");
        try (Launcher fairlead = Launcher.startBy(ALMOST_NOTHING, configuration)) {
            assertThat(fairlead.exitStatus()).isEqualTo(1);
            assertThat(fairlead.stderr()).endsWith(": 'option tcpsplice packet' cannot be had here: " + WHY + "\n");
        }
    }

    @Test
    void shouldTellAtStartThatItGoesWithoutPackets() throws Exception {
        try (LogServer log = new LogServer()) {
            String configuration = CONFIGURATION.formatted(log.port(), port, "");
            try (Launcher fairlead = Launcher.startBy(ALMOST_NOTHING, configuration)) {
                Serving.awaitLoops(fairlead.awaitListening(port));
                String told = "'option tcpsplice' goes without packets, through pipes: not available: " + WHY;
                assertThat(log.line(told)).startsWith("<" + (19 * 8 + 4) + ">");
                assertThat(fairlead.stderr()).containsOnlyOnce("[WARNING]").contains(told);
                Path control = fairlead.directory().resolve("control");
                assertThat(Operator.ask(control, "show splices counters"))
                        .startsWith("packet engine: not available: " + WHY + "\n");
                assertThat(Client.get(port, "/stats")).contains("packet engine: not available: " + WHY);
            }
        }
    }
}
