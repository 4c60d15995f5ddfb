package io.fairlead.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SocketAddressTest {
    private final SocketAddress address = new SocketAddress();

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 1, 2, 16",
        "0.0.0.0, 0, 2, 16",
        "255.255.255.254, 65535, 2, 16",
        "192.168.1.10, 32768, 2, 16",
        "::1, 80, 10, 28",
        "2001:db8::ff00:42:8329, 65535, 10, 28",
    })
    void shouldGiveBackWhatWasSet(String ip, int port, int family, int length) {
        InetAddress literal = InetAddress.ofLiteral(ip);
        address.set(literal, port);
        assertThat(address.ip()).isEqualTo(literal);
        assertThat(address.port()).isEqualTo(port);
        assertThat(address.family()).isEqualTo(family);
        assertThat(address.length()).isEqualTo(length);
    }

    @Test
    void shouldKeepNothingOfAnEarlierAddress() {
        address.set(InetAddress.ofLiteral("2001:db8::1"), 443);
        address.set(InetAddress.ofLiteral("10.0.0.1"), 80);
        address.set(InetAddress.ofLiteral("::"), 80);
        assertThat(address.ip()).isEqualTo(InetAddress.ofLiteral("::"));
    }

    @Test
    void shouldCopyItself() {
        address.set(InetAddress.ofLiteral("10.0.0.1"), 80);
        SocketAddress copy = address.copy();
        address.set(InetAddress.ofLiteral("10.0.0.2"), 81);
        assertThat(copy.ip()).isEqualTo(InetAddress.ofLiteral("10.0.0.1"));
        assertThat(copy.port()).isEqualTo(80);
    }

    @Test
    void shouldBeThePathOfAUnixSocketAndHaveNoIp() {
        address.set(InetAddress.ofLiteral("2001:db8::1"), 443);
        address.setUnix("/run/fairlead.sock", false);
        assertThat(address.isUnix()).isTrue();
        assertThat(address.family()).isEqualTo(SocketAddress.AF_UNIX);
        assertThat(address.length()).isEqualTo(110);
        assertThat(address.port()).isZero();
        assertThatThrownBy(address::ip).isInstanceOf(IllegalStateException.class);
        address.set(InetAddress.ofLiteral("10.0.0.1"), 80);
        assertThat(address.ip()).isEqualTo(InetAddress.ofLiteral("10.0.0.1"));
    }

    @Test
    void shouldRefuseAPathThatDoesNotFit() {
        address.setUnix("a".repeat(SocketAddress.MAX_PATH_BYTES), false);
        assertThatThrownBy(() -> address.setUnix("a".repeat(SocketAddress.MAX_PATH_BYTES + 1), false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> address.setUnix("", true)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> address.setUnix("\u00e9".repeat(54), false))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldTakeAnotherPort() {
        address.set(InetAddress.ofLiteral("::1"), 80);
        address.setPort(65535);
        assertThat(address.port()).isEqualTo(65535);
        assertThat(address.ip()).isEqualTo(InetAddress.ofLiteral("::1"));
    }
}
