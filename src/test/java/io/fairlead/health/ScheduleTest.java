package io.fairlead.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.balance.AdminState;
import io.fairlead.balance.Backend;
import io.fairlead.balance.CheckResult;
import io.fairlead.balance.Proxies;
import io.fairlead.balance.Server;
import io.fairlead.config.UnixAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When checks are made. The servers are UNIX sockets that do not exist: each check ends in the turn it begins in. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class ScheduleTest {
    private static final int INTERVAL_MS = 2_000;

    private final Rig rig = new Rig();

    @AfterEach
    void close() {
        rig.close();
    }

    private static Proxies servers(int count) {
        Proxies proxies = new Proxies();
        for (int i = 0; i < count; i++) {
            proxies.server(
                    line -> line.at(new UnixAddress("/nowhere/at/all", false)).checked(0, INTERVAL_MS));
        }
        return proxies;
    }

    /** Lets time pass, and returns how many checks ended in each millisecond of it, whatever they came to. */
    @SuppressWarnings("ReferenceEquality")
    private int[] checksIn(int ms, List<Backend> backends) {
        IdentityHashMap<Server, CheckResult> last = new IdentityHashMap<>();
        List<Server> servers =
                backends.stream().flatMap(backend -> backend.servers().stream()).toList();
        servers.forEach(server -> last.put(server, server.state().lastCheck()));
        int[] counts = new int[ms];
        for (int i = 0; i < ms; i++) {
            rig.pass(1);
            for (Server server : servers) {
                CheckResult now = server.state().lastCheck();
                counts[i] += last.put(server, now) == now ? 0 : 1;
            }
        }
        return counts;
    }

    @ParameterizedTest
    @CsvSource({"1, 1000", "1000, 1", "40, 25"})
    @DisplayName("4.5 timing: a thousand servers are not checked at once")
    void shouldSpreadTheChecksEvenlyOverTheInterval(int backendCount, int serversEach) {
        List<Backend> backends = new ArrayList<>();
        for (int i = 0; i < backendCount; i++) {
            backends.add(servers(serversEach).name("b" + i).backend());
        }
        rig.watch(backends, 0, 1);
        for (int round = 0; round < 2; round++) {
            int[] counts = checksIn(INTERVAL_MS, backends);
            assertThat(counts)
                    .satisfies(each -> assertThat(sum(each, 0, INTERVAL_MS)).isEqualTo(1_000));
            for (int i = 0; i < INTERVAL_MS; i++) {
                assertThat(counts[i]).isLessThanOrEqualTo(2);
            }
            for (int tenth = 0; tenth < 10; tenth++) {
                assertThat(sum(counts, tenth * INTERVAL_MS / 10, INTERVAL_MS / 10))
                        .isBetween(95, 105);
            }
        }
    }

    private static int sum(int[] counts, int from, int length) {
        int sum = 0;
        for (int i = from; i < from + length; i++) {
            sum += counts[i];
        }
        return sum;
    }

    @Test
    void shouldKeepTheChecksApartAfterTheyWereLateTogether() {
        List<Backend> backends = List.of(servers(100).backend());
        rig.watch(backends, 0, 1);
        checksIn(INTERVAL_MS, backends);
        rig.pass(5 * INTERVAL_MS);
        for (int count : checksIn(INTERVAL_MS, backends)) {
            assertThat(count).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void shouldShareTheServersAmongTheLoops() {
        List<Backend> backends = List.of(servers(4).backend(), servers(3).backend());
        List<Long> shares = new ArrayList<>();
        for (int number = 0; number < 3; number++) {
            rig.watch(backends, number, 3);
            checksIn(INTERVAL_MS, backends);
            shares.add(backends.stream()
                    .flatMap(backend -> backend.servers().stream())
                    .filter(server -> !server.state().lastCheck().equals(CheckResult.NONE))
                    .count());
        }
        assertThat(shares).containsExactly(3L, 5L, 7L);
    }

    @Test
    void shouldNotCheckAServerInMaintenance() {
        Backend backend = rig.watch(servers(1));
        Server server = backend.servers().getFirst();
        backend.setState(server, AdminState.MAINT, 1);
        checksIn(3 * INTERVAL_MS, List.of(backend));
        assertThat(server.state().lastCheck()).isEqualTo(CheckResult.NONE);
        backend.setState(server, AdminState.READY, 2);
        checksIn(INTERVAL_MS, List.of(backend));
        assertThat(server.isUp()).isFalse();
        assertThat(rig.events).containsExactly("s1 down");
    }

    @Test
    void shouldGoOnCheckingADrainedServer() {
        Backend backend = rig.watch(servers(1));
        Server server = backend.servers().getFirst();
        backend.setState(server, AdminState.DRAIN, 1);
        checksIn(INTERVAL_MS, List.of(backend));
        assertThat(server.state().word(true)).isEqualTo("DOWN");
    }

    @Test
    void shouldLeakNoDescriptors() throws IOException {
        try (Origin origin = new Origin()) {
            Proxies proxies = servers(20);
            for (int i = 0; i < 20; i++) {
                proxies.server(line -> line.checked(origin.port(), INTERVAL_MS)); // never answered
            }
            proxies.httpchk("GET", "/", "HTTP/1.0");
            List<Backend> backends = List.of(rig.watch(proxies));
            checksIn(INTERVAL_MS, backends);
            for (int i = 0; i < 20; i++) {
                origin.accept().close();
            }
            rig.pass(INTERVAL_MS);
            rig.pass(INTERVAL_MS);
            long before = descriptors();
            for (int round = 0; round < 5; round++) {
                checksIn(INTERVAL_MS, backends);
            }
            assertThat(descriptors()).isLessThanOrEqualTo(before);
        }
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.count();
        }
    }
}
