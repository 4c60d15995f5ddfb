package io.fairlead.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpAddressesTest {
    /** What RFC 5952 has examples of, and the ends of an address. */
    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "0.0.0.0, 0.0.0.0",
        "2001:0db8:0:0:0:0:0:0001, 2001:db8::1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:DB8::AbCd, 2001:db8::abcd",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "0:2:3:4:5:6:7:0, 0:2:3:4:5:6:7:0",
        "0:0:3:4:5:6:7:8, ::3:4:5:6:7:8",
        "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::",
        "fe80:0:0:0:0:0:0:0, fe80::",
        "::1, ::1",
        "::, ::"
    })
    void shouldWriteTheCanonicalForm(String ip, String text) {
        assertThat(IpAddresses.text(InetAddress.ofLiteral(ip))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.7, 192.0.2.7:80", "2001:db8::7, '[2001:db8::7]:80'"})
    void shouldTellThePortFromTheAddress(String ip, String text) {
        assertThat(IpAddresses.text(InetAddress.ofLiteral(ip), 80)).isEqualTo(text);
    }

    @Test
    void shouldKeepTheZone() throws Exception {
        byte[] linkLocal = InetAddress.ofLiteral("fe80::7").getAddress();

        assertThat(IpAddresses.text(Inet6Address.getByAddress("", linkLocal, 1)))
                .isEqualTo("fe80::7%1");
    }

    @Test
    void shouldBeReadAsTheSameAddress() throws Exception {
        Random random = new Random(5952);
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = new byte[16];
            for (int group = 0; group < bytes.length; group += 2) {
                boolean zero = random.nextInt(3) > 0;
                bytes[group] = (byte) (zero ? 0 : random.nextInt(256));
                bytes[group + 1] = (byte) (zero ? 0 : random.nextInt(256));
            }
            InetAddress ip = InetAddress.getByAddress(bytes);

            assertThat(InetAddress.ofLiteral(IpAddresses.text(ip))).isEqualTo(ip);
        }
    }
}
