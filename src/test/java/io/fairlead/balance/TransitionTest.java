package io.fairlead.balance;

import static io.fairlead.balance.Backend.Assignment.QUEUED;
import static io.fairlead.balance.Proxies.FAILED;
import static io.fairlead.balance.Proxies.PASSED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TransitionTest {
    private final Caller one = new Caller();
    private final Caller two = new Caller();
    private final Caller three = new Caller();
    private final Caller four = new Caller();

    @Test
    void shouldReportOnlyChanges() {
        Backend backend = new Proxies().weights(1, 1).backend();
        Server server = backend.servers().getFirst();
        assertThat(backend.checked(server, PASSED, 1)).isNull();
        assertThat(backend.checked(server, FAILED, 2)).isNull();
        assertThat(backend.checked(server, FAILED, 3)).isNull();
        assertThat(backend.checked(server, FAILED, 4)).isEqualTo(new Transition(false, true, 1, 0, 0, 0, 0));
        assertThat(backend.checked(server, FAILED, 5)).isNull();
        assertThat(server.state().uptime().changedAtMs()).isEqualTo(4);
    }

    @Test
    void shouldDismissThoseWhoWaitForADownServerWithRedispatch() {
        Backend backend = new Proxies().redispatch().maxconn(1, 1).backend();
        Server down = backend.servers().getFirst();
        fill(backend, down);
        assertThat(backend.checked(down, FAILED, 9)).isEqualTo(new Transition(false, true, 1, 0, 1, 1, 0));
        assertThat(Stream.of(one, two, three, four).map(caller -> caller.dismissals))
                .containsExactly(0, 0, 1, 0);
        assertThat(backend.withdraw(three)).isTrue();
        assertThat(backend.sessions()).isEqualTo(3);
        assertThat(backend.assign(three, down)).isEqualTo(QUEUED);
        assertThat(backend.queued()).isEqualTo(2);
    }

    @Test
    void shouldLetThoseWhoWaitForADownServerWaitOnWithoutRedispatch() {
        Backend backend = new Proxies().maxconn(1, 1).backend();
        Server down = backend.servers().getFirst();
        fill(backend, down);
        assertThat(backend.checked(down, FAILED, 9)).isEqualTo(new Transition(false, true, 1, 0, 1, 0, 1));
        assertThat(three.dismissals).isZero();
        assertThat(down.queued()).isEqualTo(1);
    }

    @Test
    void shouldKeepTheSessionsOfADownServerButGiveItNoMore() {
        Backend backend = new Proxies().maxconn(1, 1).backend();
        Server down = backend.servers().getFirst();
        fill(backend, down);
        backend.checked(down, FAILED, 9);
        assertThat(down.sessions()).isEqualTo(1);
        backend.release(one);
        assertThat(List.of(three.grants, four.grants)).containsExactly(0, 0);
        backend.release(two);
        assertThat(four.server()).isSameAs(backend.servers().getLast());
    }

    @Test
    void shouldServeBothQueuesUpToTheLimitWhenAServerComesUp() {
        Backend backend = new Proxies().maxconn(2, 1).backend();
        Server server = backend.servers().getFirst();
        backend.assign(one, server);
        backend.assign(new Caller(), server);
        backend.assign(two, server);
        backend.assign(new Caller(), backend.servers().getLast());
        backend.assign(three, null);
        backend.assign(four, null);
        backend.checked(server, FAILED, 1);
        backend.release(one);
        assertThat(two.grants).isZero();
        backend.checked(server, PASSED, 2);
        assertThat(backend.checked(server, PASSED, 3)).isEqualTo(new Transition(true, true, 2, 0, 2, 1, 0));
        assertThat(two.server()).isSameAs(server);
        assertThat(List.of(three.grants, four.grants)).containsExactly(0, 0);
    }

    @Test
    void shouldServeEverybodyWhenAServerWithoutMaxconnComesUp() {
        Backend backend = new Proxies().weights(1).maxconn(1).backend();
        Server open = backend.servers().getFirst();
        backend.checked(open, FAILED, 1);
        Stream.of(one, two, three).forEach(caller -> backend.assign(caller, null));
        backend.checked(open, PASSED, 2);
        assertThat(backend.checked(open, PASSED, 3)).isEqualTo(new Transition(true, true, 2, 0, 2, 2, 0));
        assertThat(Stream.of(two, three).map(Demand::server)).containsOnly(open);
    }

    @Test
    void shouldStartTheRotationAnewOverTheServersThatAreUp() {
        Backend backend = new Proxies().weights(1, 1, 2).backend();
        List<Server> servers = backend.servers();
        backend.assign(one, null);
        backend.checked(servers.getFirst(), FAILED, 1);
        backend.assign(two, null);
        backend.assign(three, null);
        backend.assign(four, null);
        assertThat(Stream.of(two, three, four).map(Demand::server))
                .containsExactly(servers.get(1), servers.get(2), servers.get(2));
    }

    /** One and two hold the servers' slots, three waits for the first server, four for any. */
    private void fill(Backend backend, Server first) {
        backend.assign(one, first);
        backend.assign(two, backend.servers().getLast());
        backend.assign(three, first);
        backend.assign(four, null);
    }
}
