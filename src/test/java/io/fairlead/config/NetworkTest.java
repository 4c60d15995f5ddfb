package io.fairlead.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0, 8, 10.255.255.255, true",
        "10.0.0.0, 8, 11.0.0.0, false",
        "10.1.2.3, 32, 10.1.2.3, true",
        "10.1.2.3, 32, 10.1.2.2, false",
        "10.1.2.3, 30, 10.1.2.0, true",
        "10.1.2.3, 30, 10.1.2.4, false",
        "192.168.128.0, 17, 192.168.255.1, true",
        "192.168.128.0, 17, 192.168.127.1, false",
        "10.0.0.0, 0, 192.0.2.1, true",
        "2001:db8::, 33, 2001:db8:7fff::1, true",
        "2001:db8::, 33, 2001:db8:8000::1, false",
        "2001:db8::, 0, ::1, true",
        "::1, 128, ::1, true",
        "::1, 128, ::2, false"
    })
    void shouldContainTheAddressesThatShareItsFirstBits(String ip, int bits, String other, boolean contained) {
        assertThat(network(ip, bits).contains(InetAddress.ofLiteral(other))).isEqualTo(contained);
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0, ::1", "::, 127.0.0.1"})
    void shouldNotContainAddressesOfTheOtherFamily(String ip, String other) {
        assertThat(network(ip, 0).contains(InetAddress.ofLiteral(other))).isFalse();
    }

    private static Network network(String ip, int bits) {
        return new Network(InetAddress.ofLiteral(ip), bits);
    }
}
