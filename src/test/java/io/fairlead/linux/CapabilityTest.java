package io.fairlead.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapabilityTest {
    @ParameterizedTest
    @CsvSource({
        "0000000000000000, []",
        "0000000000001000, [CAP_NET_ADMIN]",
        "0000008000000000, [CAP_BPF]",
        "0000000000200000, [CAP_SYS_ADMIN]",
        "'000000c000001000', '[CAP_NET_ADMIN, CAP_PERFMON, CAP_BPF]'",
        "ffffffffffffffff, '[CAP_NET_ADMIN, CAP_SYS_ADMIN, CAP_PERFMON, CAP_BPF]'"
    })
    void shouldReadWhatIsEffective(String mask, String held) {
        Stream<String> status = Stream.of("Name:\tjava", "CapPrm:\tffffffffffffffff", "CapEff:\t" + mask);

        assertThat(Capability.in(status)).hasToString(held);
    }

    @Test
    void shouldHoldNoneWhereNothingIsSaid() {
        assertThat(Capability.in(Stream.of("Name:\tjava"))).isEmpty();
    }

    @Test
    void shouldReadItsOwn() throws Exception {
        try (Stream<String> status = Files.lines(Path.of("/proc/self/status"))) {
            assertThat(Capability.effective()).isEqualTo(Capability.in(status));
        }
    }
}
