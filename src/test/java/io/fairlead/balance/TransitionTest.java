package io.fairlead.balance;

import static io.fairlead.balance.Backend.Assignment.QUEUED;
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
    void shouldGoDownAtTheFirstFailureWhileNothingIsKnown() {
        Health health = Health.initial(2, 3);
        assertThat(health.isUp()).isTrue();
        assertThat(health.failed(70)).isEqualTo(new Health(0, 2, 3, 0, 1, 70));
    }

    @Test
    void shouldTakeFallFailuresInARowToGoDown() {
        Health health = Health.initial(2, 3).passed(10);
        assertThat(health).isEqualTo(new Health(4, 2, 3, 0, 0, 0));
        Health failing = health.failed(20).failed(30);
        assertThat(failing).isEqualTo(new Health(2, 2, 3, 2, 0, 0));
        assertThat(failing.isUp()).isTrue();
        assertThat(failing.passed(40).value()).isEqualTo(4);
        assertThat(failing.failed(40)).isEqualTo(new Health(0, 2, 3, 2, 1, 40));
    }

    @Test
    void shouldTakeRiseSuccessesInARowToComeUp() {
        Health down = Health.initial(2, 3).failed(10);
        Health rising = down.passed(20);
        assertThat(rising.isUp()).isFalse();
        assertThat(rising.failed(30)).isEqualTo(down);
        assertThat(rising.passed(30)).isEqualTo(new Health(4, 2, 3, 0, 1, 30));
    }

    @Test
    void shouldChangeAtOnceWithRiseAndFallOfOne() {
        Health up = Health.initial(1, 1).passed(10);
        assertThat(up.value()).isEqualTo(1);
        assertThat(up.failed(20).isUp()).isFalse();
        assertThat(up.failed(20).passed(30)).isEqualTo(new Health(1, 1, 1, 0, 1, 30));
    }

    @Test
    void shouldReportOnlyChanges() {
        Backend backend = new Proxies().weights(1, 1).backend();
        Server server = backend.servers().getFirst();
        assertThat(backend.checkPassed(server, 1)).isNull();
        assertThat(backend.checkFailed(server, 2)).isNull();
        assertThat(backend.checkFailed(server, 3)).isNull();
        assertThat(backend.checkFailed(server, 4)).isEqualTo(new Transition(1, 0, 0, 0));
        assertThat(backend.checkFailed(server, 5)).isNull();
        assertThat(server.health().changedAtMs()).isEqualTo(4);
    }

    @Test
    void shouldDismissThoseWhoWaitForADownServerWithRedispatch() {
        Backend backend = new Proxies().redispatch().maxconn(1, 1).backend();
        Server down = backend.servers().getFirst();
        fill(backend, down);
        assertThat(backend.checkFailed(down, 9)).isEqualTo(new Transition(1, 1, 1, 0));
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
        assertThat(backend.checkFailed(down, 9)).isEqualTo(new Transition(1, 1, 0, 1));
        assertThat(three.dismissals).isZero();
        assertThat(down.queued()).isEqualTo(1);
    }

    @Test
    void shouldKeepTheSessionsOfADownServerButGiveItNoMore() {
        Backend backend = new Proxies().maxconn(1, 1).backend();
        Server down = backend.servers().getFirst();
        fill(backend, down);
        backend.checkFailed(down, 9);
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
        backend.checkFailed(server, 1);
        backend.release(one);
        assertThat(two.grants).isZero();
        backend.checkPassed(server, 2);
        assertThat(backend.checkPassed(server, 3)).isEqualTo(new Transition(2, 2, 1, 0));
        assertThat(two.server()).isSameAs(server);
        assertThat(List.of(three.grants, four.grants)).containsExactly(0, 0);
    }

    @Test
    void shouldServeEverybodyWhenAServerWithoutMaxconnComesUp() {
        Backend backend = new Proxies().weights(1).maxconn(1).backend();
        Server open = backend.servers().getFirst();
        backend.checkFailed(open, 1);
        Stream.of(one, two, three).forEach(caller -> backend.assign(caller, null));
        backend.checkPassed(open, 2);
        assertThat(backend.checkPassed(open, 3)).isEqualTo(new Transition(2, 2, 2, 0));
        assertThat(Stream.of(two, three).map(Demand::server)).containsOnly(open);
    }

    @Test
    void shouldStartTheRotationAnewOverTheServersThatAreUp() {
        Backend backend = new Proxies().weights(1, 1, 2).backend();
        List<Server> servers = backend.servers();
        backend.assign(one, null);
        backend.checkFailed(servers.getFirst(), 1);
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
