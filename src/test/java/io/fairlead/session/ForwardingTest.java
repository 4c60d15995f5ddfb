package io.fairlead.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.config.ForwardFor;
import io.fairlead.config.Network;
import io.fairlead.http.Head;
import io.fairlead.http.HeadParser;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ForwardingTest {
    private static final ForwardFor PLAIN = new ForwardFor(null, "X-Forwarded-For", false);

    private static Forwarding of(@Nullable ForwardFor frontend, @Nullable ForwardFor backend) {
        return Objects.requireNonNull(Forwarding.of(frontend, backend));
    }

    private static ForwardFor except(String ip, int bits) {
        return new ForwardFor(new Network(InetAddress.ofLiteral(ip), bits), "X-Forwarded-For", false);
    }

    private static Head request(String headers) {
        byte[] raw = ("GET / HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n").getBytes(ISO_8859_1);
        Head head = new Head();
        ByteBuffer bytes = ByteBuffer.allocateDirect(raw.length).put(0, raw);
        assertThat(new HeadParser().request(bytes, 0, raw.length, head)).isEqualTo(HeadParser.Result.COMPLETE);
        return head;
    }

    private static @Nullable String line(String client, Forwarding forwarding, String headers) {
        byte[] line = new ClientLine(client).of(forwarding, request(headers));
        return line == null ? null : new String(line, ISO_8859_1);
    }

    @Test
    void shouldDoNothingWhereNeitherSideAsks() {
        assertThat(Forwarding.of(null, null)).isNull();
    }

    @Test
    void shouldNameTheClientWhereEitherSideAsks() {
        assertThat(line("10.0.0.1:99", of(PLAIN, null), "")).isEqualTo("X-Forwarded-For: 10.0.0.1");
        assertThat(line("10.0.0.1:99", of(null, PLAIN), "")).isEqualTo("X-Forwarded-For: 10.0.0.1");
        assertThat(line("2001:db8::1:99", of(PLAIN, PLAIN), "")).isEqualTo("X-Forwarded-For: 2001:db8::1");
    }

    @Test
    void shouldSayNothingOfClientsWithoutAnAddress() {
        assertThat(line("unix:1", of(PLAIN, null), "")).isNull();
    }

    @Test
    void shouldPreferTheBackendsNameOfTheHeader() {
        ForwardFor mine = new ForwardFor(null, "X-Front", false);
        ForwardFor yours = new ForwardFor(null, "X-Back", false);
        assertThat(of(mine, yours).header()).isEqualTo("X-Back");
        assertThat(of(mine, PLAIN).header()).isEqualTo("X-Front");
        assertThat(of(null, PLAIN).header()).isEqualTo("X-Forwarded-For");
    }

    @Test
    void shouldExceptWhomEitherSideExcepts() {
        Forwarding both = of(except("10.0.0.0", 8), except("192.168.0.0", 16));
        assertThat(line("10.1.1.1:9", both, "")).isNull();
        assertThat(line("192.168.1.1:9", both, "")).isNull();
        assertThat(line("172.16.0.1:9", both, "")).isEqualTo("X-Forwarded-For: 172.16.0.1");
    }

    @Test
    void shouldRespectAHeaderOnlyWhereBothSidesSaySo() {
        ForwardFor ifNone = new ForwardFor(null, "X-Forwarded-For", true);
        assertThat(line("10.0.0.1:9", of(ifNone, null), "x-forwarded-for: b\r\n"))
                .isNull();
        assertThat(line("10.0.0.1:9", of(ifNone, PLAIN), "x-forwarded-for: b\r\n"))
                .isNotNull();
        assertThat(line("10.0.0.1:9", of(ifNone, ifNone), "")).isNotNull();
    }
}
