package io.fairlead.health;

import static io.fairlead.balance.CheckStatus.L4CON;
import static io.fairlead.balance.CheckStatus.L4OK;
import static io.fairlead.balance.CheckStatus.SOCKERR;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.balance.CheckStatus;
import io.fairlead.balance.Proxies;
import io.fairlead.balance.Proxies.Line;
import io.fairlead.balance.Server;
import io.fairlead.config.Address;
import io.fairlead.config.Source;
import io.fairlead.config.Source.Spoof;
import io.fairlead.config.UnixAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** Where checks connect to, and from where. */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class PlacesTest {
    private static final int INTERVAL_MS = 1000;

    private final Rig rig = new Rig();

    @AfterEach
    void close() {
        rig.close();
    }

    private CheckStatus check(UnaryOperator<Line> line) {
        Server server = rig.watch(new Proxies().server(line)).servers().getFirst();
        rig.pass(INTERVAL_MS);
        if (server.state().lastCheck().status() == CheckStatus.INI) {
            rig.awaitCheck(server);
        }
        return server.state().lastCheck().status();
    }

    private static InetAddress ip(String text) throws IOException {
        return InetAddress.getByName(text);
    }

    @Test
    void shouldCheckAUnixSocket(@TempDir Path directory) throws IOException {
        Path path = directory.resolve("server");
        UnaryOperator<Line> line =
                each -> each.at(new UnixAddress(path.toString(), false)).checked(0, INTERVAL_MS);
        assertThat(check(line)).isEqualTo(L4CON);
        try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listening.bind(UnixDomainSocketAddress.of(path));
            assertThat(check(line)).isEqualTo(L4OK);
        }
    }

    @Test
    void shouldCheckOverIpv6() throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 8, ip("::1"))) {
            int port = listening.getLocalPort();
            Address address = new Address(ip("::1"), port);
            assertThat(check(line -> line.at(address).checked(port, INTERVAL_MS)))
                    .isEqualTo(L4OK);
        }
    }

    @Test
    void shouldCheckAnotherPortThanTheServersOwn() throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 8, ip("127.0.0.1"))) {
            Address nobodyHere = new Address(ip("127.0.0.1"), 1);
            assertThat(check(line -> line.at(nobodyHere).checked(listening.getLocalPort(), INTERVAL_MS)))
                    .isEqualTo(L4OK);
        }
    }

    @Test
    void shouldComeFromTheSourceAddress() throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 8, ip("127.0.0.1"))) {
            Source source = new Source(new Address(ip("127.0.0.77"), 0), Spoof.NONE, null);
            assertThat(check(line ->
                            line.checked(listening.getLocalPort(), INTERVAL_MS).source(source)))
                    .isEqualTo(L4OK);
            try (Socket accepted = listening.accept()) {
                assertThat(accepted.getInetAddress()).isEqualTo(ip("127.0.0.77"));
            }
        }
    }

    @Test
    void shouldComeFromItsOwnAddressWhereTheServerSeesTheClients() throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 8, ip("127.0.0.1"))) {
            Source source = new Source(new Address(ip("127.0.0.78"), 0), Spoof.CLIENT, null);
            assertThat(check(line ->
                            line.checked(listening.getLocalPort(), INTERVAL_MS).source(source)))
                    .isEqualTo(L4OK);
            try (Socket accepted = listening.accept()) {
                assertThat(accepted.getInetAddress()).isEqualTo(ip("127.0.0.78"));
            }
        }
    }

    @Test
    void shouldFailWhereTheSourceIsNotOfThisMachine() throws IOException {
        Source source = new Source(new Address(ip("192.0.2.1"), 0), Spoof.NONE, null);
        assertThat(check(line -> line.checked(1, INTERVAL_MS).source(source))).isEqualTo(SOCKERR);
    }
}
