package io.fairlead.balance;

import static io.fairlead.balance.AdminState.DRAIN;
import static io.fairlead.balance.AdminState.MAINT;
import static io.fairlead.balance.AdminState.READY;
import static io.fairlead.balance.Backend.Assignment.NONE;
import static io.fairlead.balance.Backend.Assignment.QUEUED;
import static io.fairlead.balance.Backend.Assignment.SERVER;
import static io.fairlead.balance.Proxies.FAILED;
import static io.fairlead.balance.Proxies.PASSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.config.ProxyConfig.Option;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an operator does to servers while they serve. */
class OperatorTest {
    private final Caller one = new Caller();
    private final Caller two = new Caller();
    private final Caller three = new Caller();

    @Test
    void shouldSendNobodyToAServerInMaintenance() {
        Backend backend = new Proxies().weights(1, 1).backend();
        Server first = backend.servers().getFirst();
        assertThat(backend.setState(first, MAINT, 1)).isEqualTo(new Transition(false, true, 1, 0, 0, 0, 0));
        backend.assign(one, first);
        backend.assign(two, null);
        assertThat(Stream.of(one, two).map(Demand::server))
                .containsOnly(backend.servers().getLast());
        assertThat(backend.setState(first, MAINT, 2)).isNull();
        assertThat(backend.setState(first, READY, 3)).isEqualTo(new Transition(true, true, 2, 0, 0, 0, 0));
        backend.assign(three, first);
        assertThat(three.server()).isSameAs(first);
    }

    @Test
    void shouldDismissThoseWhoWaitForAServerInMaintenanceWithRedispatch() {
        Backend backend = new Proxies().redispatch().maxconn(1, 1).backend();
        Server first = backend.servers().getFirst();
        backend.assign(one, first);
        backend.assign(two, first);
        assertThat(backend.setState(first, MAINT, 1)).isEqualTo(new Transition(false, true, 1, 0, 1, 1, 0));
        assertThat(two.dismissals).isEqualTo(1);
        assertThat(one.server()).isSameAs(first);
    }

    @Test
    void shouldServeThoseWhoWaitedThroughAMaintenance() {
        Backend backend = new Proxies().maxconn(1, 1).backend();
        Server first = backend.servers().getFirst();
        backend.assign(one, first);
        backend.assign(two, first);
        backend.setState(first, MAINT, 1);
        backend.release(one);
        assertThat(two.grants).isZero();
        assertThat(backend.setState(first, READY, 2)).isEqualTo(new Transition(true, true, 2, 0, 1, 1, 0));
        assertThat(two.server()).isSameAs(first);
    }

    @Test
    void shouldServeADrainedServersOwnClientsAndNoOthers() {
        Backend backend = new Proxies().maxconn(1, 1).backend();
        Server drained = backend.servers().getFirst();
        backend.setState(drained, DRAIN, 1);
        assertThat(backend.assign(one, drained)).isEqualTo(SERVER);
        assertThat(one.server()).isSameAs(drained);
        assertThat(backend.assign(two, null)).isEqualTo(SERVER);
        assertThat(backend.assign(three, null)).isEqualTo(QUEUED);
        Caller loyal = new Caller();
        assertThat(backend.assign(loyal, drained)).isEqualTo(QUEUED);
        backend.release(one);
        assertThat(loyal.server()).isSameAs(drained);
        assertThat(three.grants).isZero();
        backend.release(two);
        assertThat(three.server()).isSameAs(backend.servers().getLast());
    }

    @Test
    void shouldServeTheCommonQueueWhenADrainedServerIsReadyAgain() {
        Backend backend = new Proxies().maxconn(1, 1).backend();
        backend.setState(backend.servers().getFirst(), DRAIN, 1);
        backend.assign(one, null);
        backend.assign(two, null);
        backend.setState(backend.servers().getFirst(), READY, 2);
        assertThat(two.server()).isSameAs(backend.servers().getFirst());
    }

    @Test
    void shouldTakeWeightZeroForDraining() {
        Backend backend = new Proxies().weights(1, 1).backend();
        Server first = backend.servers().getFirst();
        backend.setWeight(first, 0, 1);
        backend.assign(one, null);
        backend.assign(two, null);
        backend.assign(three, first);
        assertThat(Stream.of(one, two, three).map(Demand::server))
                .containsExactly(backend.servers().getLast(), backend.servers().getLast(), first);
        backend.setWeight(backend.servers().getLast(), 0, 2);
        assertThat(backend.assign(new Caller(), null)).isEqualTo(NONE);
    }

    @Test
    void shouldGiveShareByTheWeightInForce() {
        Backend backend = new Proxies().weights(1, 1).backend();
        backend.setWeight(backend.servers().getFirst(), 3, 1);
        assertThat(IntStream.range(0, 40)
                        .mapToObj(i -> {
                            Caller caller = new Caller();
                            backend.assign(caller, null);
                            return backend.servers().indexOf(caller.server());
                        })
                        .filter(index -> index == 0)
                        .count())
                .isEqualTo(30);
    }

    @Test
    void shouldRefuseAWeightThatIsNone() {
        Backend backend = new Proxies().weights(1).backend();
        Server server = backend.servers().getFirst();
        for (int weight : new int[] {-1, 257}) {
            assertThatThrownBy(() -> backend.setWeight(server, weight, 1)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(backend.setWeight(server, 256, 1)).isNotNull();
    }

    @Test
    void shouldServeThoseWhoWaitWhenMaxconnIsRaised() {
        Backend backend = new Proxies().maxconn(1).backend();
        Server server = backend.servers().getFirst();
        backend.assign(one, null);
        backend.assign(two, server);
        backend.assign(three, null);
        backend.setMaxConnections(server, 2);
        assertThat(List.of(two.grants, three.grants)).containsExactly(1, 0);
        assertThat(server.maxConnections()).isEqualTo(2);
        backend.setMaxConnections(server, 0);
        assertThat(three.grants).isEqualTo(1);
    }

    @Test
    void shouldNotGrantMoreThanALoweredMaxconn() {
        Backend backend = new Proxies().maxconn(3).backend();
        Stream.of(one, two).forEach(caller -> backend.assign(caller, null));
        backend.setMaxConnections(backend.servers().getFirst(), 1);
        assertThat(backend.assign(three, null)).isEqualTo(QUEUED);
        backend.release(one);
        assertThat(three.grants).isZero();
        backend.release(two);
        assertThat(three.grants).isEqualTo(1);
    }

    @Test
    void shouldKeepMinconnWhereItWasSet() {
        Backend backend = new Proxies().fullconn(100).server(1, 2, 10).backend();
        Server server = backend.servers().getFirst();
        backend.setMaxConnections(server, 50);
        assertThat(List.of(server.limit(1), server.limit(50), server.limit(100)))
                .containsExactly(2, 25, 50);
    }

    @Test
    void shouldSetHealthUntilTheNextCheck() {
        Backend backend = new Proxies().weights(1, 1).backend();
        Server server = backend.servers().getFirst();
        assertThat(backend.setHealth(server, false, 1)).isEqualTo(new Transition(false, true, 1, 0, 0, 0, 0));
        assertThat(backend.setHealth(server, false, 2)).isNull();
        assertThat(backend.checked(server, PASSED, 3)).isNull();
        assertThat(backend.setHealth(server, true, 4)).isNotNull();
        assertThat(server.health().isFull()).isTrue();
    }

    @Test
    void shouldTakeInNoCheckOfAServerInMaintenance() {
        Backend backend = new Proxies().weights(1).backend();
        Server server = backend.servers().getFirst();
        backend.setState(server, MAINT, 1);
        assertThat(backend.checked(server, FAILED, 2)).isNull();
        assertThat(server.state().lastCheck()).isEqualTo(CheckResult.NONE);
        backend.setState(server, READY, 3);
        assertThat(server.isUp()).isTrue();
    }

    @Test
    void shouldReachAServerThatIsDownWithOptionPersist() {
        Backend backend = new Proxies()
                .options(Option.PERSIST, Option.REDISPATCH)
                .maxconn(1, 1)
                .backend();
        Server down = backend.servers().getFirst();
        backend.assign(one, down);
        backend.assign(two, down);
        backend.checked(down, FAILED, 1);
        assertThat(two.dismissals).isZero();
        backend.release(one);
        assertThat(two.server()).isSameAs(down);
        backend.release(two);
        backend.setState(down, MAINT, 2);
        assertThat(backend.assign(one, down)).isEqualTo(SERVER);
        assertThat(one.server()).isSameAs(down);
        backend.assign(three, null);
        assertThat(three.server()).isSameAs(backend.servers().getLast());
    }
}
