package io.fairlead.balance;

import static io.fairlead.balance.Backend.Assignment.NONE;
import static io.fairlead.balance.Backend.Assignment.QUEUED;
import static io.fairlead.balance.Backend.Assignment.SERVER;
import static io.fairlead.balance.Proxies.FAILED;
import static io.fairlead.balance.Proxies.PASSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code balance source} (HAProxy 1.3.5's section 4.1; defects 13 and 25). */
class SourceHashTest {
    private static final int CLIENTS = 20_000;

    private final Random random = new Random(13);

    @Test
    @DisplayName("4.1 source: a client comes to the same server every time")
    void shouldLeadAClientToTheSameServerAgain() {
        Backend backend = new Proxies().source().weights(1, 1, 1).backend();
        Backend afterARestart = new Proxies().source().weights(1, 1, 1).backend();
        for (InetAddress client : clients(4, 200)) {
            assertThat(Arrays.asList(server(backend, client), server(afterARestart, client)))
                    .containsOnly(server(backend, client));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 16})
    @DisplayName("4.1 source: servers have their weight's share of the clients")
    void shouldShareTheClientsByWeight(int addressBytes) {
        int[] weights = {1, 2, 5, 12};
        Backend backend = new Proxies().source().weights(weights).backend();
        int[] shares = new int[weights.length];
        clients(addressBytes, CLIENTS).forEach(client -> shares[server(backend, client)]++);
        for (int i = 0; i < weights.length; i++) {
            double expected = CLIENTS * weights[i] / 20.0;
            assertThat((double) shares[i]).isCloseTo(expected, within(5 * Math.sqrt(expected)));
        }
    }

    @Test
    @DisplayName("4.1 source: when a server goes, only its clients move; they come back with it")
    void shouldMoveOnlyTheClientsOfAServerThatGoes() {
        Backend backend = new Proxies().source().weights(3, 1, 2, 7).backend();
        List<InetAddress> clients = clients(4, 3_000);
        int[] before = servers(backend, clients);
        for (int gone = 0; gone < 4; gone++) {
            Server server = backend.servers().get(gone);
            backend.checked(server, FAILED, 1);
            int[] without = servers(backend, clients);
            for (int i = 0; i < before.length; i++) {
                assertThat(without[i]).isNotEqualTo(gone);
                assertThat(before[i] == gone || without[i] == before[i]).isTrue();
            }
            backend.checked(server, PASSED, 2);
            backend.checked(server, PASSED, 3);
            assertThat(servers(backend, clients)).isEqualTo(before);
        }
    }

    @Test
    @DisplayName("4.1 source: a server that gains weight gains clients, and nobody else moves")
    void shouldMoveClientsOnlyToAServerThatGainsWeight() {
        Backend backend = new Proxies().source().weights(4, 4, 4).backend();
        List<InetAddress> clients = clients(16, 3_000);
        int[] before = servers(backend, clients);
        backend.setWeight(backend.servers().getFirst(), 8, 1);
        int[] after = servers(backend, clients);
        assertThat(IntStream.range(0, before.length)
                        .filter(i -> before[i] != after[i])
                        .map(i -> after[i])
                        .distinct())
                .containsExactly(0);
        assertThat(Arrays.stream(after).filter(i -> i == 0).count()).isBetween(1_300L, 1_700L);
    }

    @Test
    @DisplayName("7.13 every bit of an address counts, the last 32 of IPv6 too")
    void shouldHashEveryBitOfAnAddress() throws UnknownHostException {
        Backend backend = new Proxies().source().weights(1, 1, 1, 1, 1, 1, 1, 1).backend();
        for (int bytes : new int[] {4, 16}) {
            for (int bit = 0; bit < 8 * bytes; bit++) {
                int moved = 0;
                for (int i = 0; i < 60; i++) {
                    byte[] address = address(bytes);
                    int first = server(backend, InetAddress.getByAddress(address));
                    address[bit / 8] ^= (byte) (1 << bit % 8);
                    moved += first == server(backend, InetAddress.getByAddress(address)) ? 0 : 1;
                }
                assertThat(moved).as("bit %d of %d bytes", bit, bytes).isGreaterThan(30);
            }
        }
    }

    @Test
    @DisplayName("4.1 source: neighbours are spread as well as strangers")
    void shouldSpreadTheClientsOfOneNetwork() throws UnknownHostException {
        Backend backend = new Proxies().source().weights(1, 1, 1, 1).backend();
        int[] shares = new int[4];
        for (int host = 0; host < 256; host++) {
            shares[server(backend, InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) host}))]++;
        }
        assertThat(shares)
                .satisfies(
                        each -> Arrays.stream(each).forEach(n -> assertThat(n).isBetween(40, 90)));
    }

    @Test
    @DisplayName("4.1 source: a full target is not skipped, its client waits for it")
    void shouldQueueTheClientOfAFullServer() {
        Backend backend = new Proxies().source().maxconn(1, 1).backend();
        Caller holder = new Caller();
        Caller waiter = new Caller();
        assertThat(backend.assign(holder, null)).isEqualTo(SERVER);
        assertThat(backend.assign(waiter, null)).isEqualTo(QUEUED);
        Server server = Objects.requireNonNull(holder.server());
        assertThat(server.queued()).isEqualTo(1);
        assertThat(waiter.serverQueuePosition()).isEqualTo(1);
        backend.release(holder);
        assertThat(waiter.server()).isSameAs(server);
    }

    @Test
    void shouldNotGoBackToTheServerToAvoidWhereThereIsAnother() {
        Backend backend = new Proxies().source().weights(200, 1).backend();
        List<Server> servers = backend.servers();
        Caller caller = new Caller();
        backend.assign(caller, null, servers.getFirst());
        assertThat(caller.server()).isSameAs(servers.getLast());
        backend.release(caller);
        backend.checked(servers.getLast(), FAILED, 1);
        backend.assign(caller, null, servers.getFirst());
        assertThat(caller.server()).isSameAs(servers.getFirst());
        backend.release(caller);
        backend.checked(servers.getFirst(), FAILED, 2);
        assertThat(backend.assign(caller, null, servers.getFirst())).isEqualTo(NONE);
    }

    @Test
    void shouldTellServersOfTheSameNameApart() {
        Proxies proxies = new Proxies().source();
        proxies.server(line -> line.name("twin")).server(line -> line.name("twin"));
        int[] servers = servers(proxies.backend(), clients(4, 1_000));
        assertThat(Arrays.stream(servers).sum()).isBetween(400, 600);
    }

    private int[] servers(Backend backend, List<InetAddress> clients) {
        return clients.stream().mapToInt(client -> server(backend, client)).toArray();
    }

    /** The index of a client's server. */
    private static int server(Backend backend, InetAddress client) {
        Caller caller = new Caller();
        caller.comesFrom(client);
        assertThat(backend.assign(caller, null)).isEqualTo(SERVER);
        int index = backend.servers().indexOf(caller.server());
        backend.release(caller);
        return index;
    }

    private List<InetAddress> clients(int addressBytes, int count) {
        List<InetAddress> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            try {
                clients.add(InetAddress.getByAddress(address(addressBytes)));
            } catch (UnknownHostException e) {
                throw new AssertionError(e);
            }
        }
        return clients;
    }

    private byte[] address(int bytes) {
        byte[] address = new byte[bytes];
        random.nextBytes(address);
        return address;
    }
}
