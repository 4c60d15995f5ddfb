package io.fairlead.balance;

import static io.fairlead.balance.Backend.Assignment.NONE;
import static io.fairlead.balance.Backend.Assignment.QUEUED;
import static io.fairlead.balance.Backend.Assignment.SERVER;
import static io.fairlead.balance.Proxies.FAILED;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackendTest {
    private final Caller one = new Caller();
    private final Caller two = new Caller();
    private final Caller three = new Caller();

    @Test
    void shouldTakeASlotAndGiveItBack() {
        Backend backend = new Proxies().weights(1, 1).backend();
        assertThat(backend.assign(one, null)).isEqualTo(SERVER);
        Server server = backend.servers().getFirst();
        assertThat(one.server()).isSameAs(server);
        assertThat(server.sessions()).isEqualTo(1);
        assertThat(backend.sessions()).isEqualTo(1);
        backend.release(one);
        assertThat(one.server()).isNull();
        assertThat(server.sessions()).isZero();
        assertThat(server.highestSessions()).isEqualTo(1);
        assertThat(backend.sessions()).isZero();
        assertThat(backend.highestSessions()).isEqualTo(1);
    }

    @Test
    void shouldCountAReleaseOnlyOnce() {
        Backend backend = new Proxies().weights(1).backend();
        backend.assign(one, null);
        backend.assign(two, null);
        backend.release(one);
        backend.release(one);
        assertThat(backend.sessions()).isEqualTo(1);
        assertThat(backend.servers().getFirst().sessions()).isEqualTo(1);
    }

    @Test
    void shouldRefuseADemandThatHoldsASlotOrWaits() {
        Backend backend = new Proxies().maxconn(1).backend();
        backend.assign(one, null);
        backend.assign(two, null);
        assertThatThrownBy(() -> backend.assign(one, null)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> backend.assign(two, null)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldHaveNoServerWhereNoneIsUpOrDeclared() {
        Backend backend = new Proxies().weights(1).backend();
        backend.checked(backend.servers().getFirst(), FAILED, 1);
        assertThat(backend.assign(one, null)).isEqualTo(NONE);
        assertThat(backend.sessions()).isZero();
        assertThat(new Proxies().backend().assign(one, null)).isEqualTo(NONE);
    }

    @Test
    void shouldNeverQueueAtAServerWithoutMaxconn() {
        Backend backend = new Proxies().weights(1).backend();
        Server server = backend.servers().getFirst();
        assertThat(IntStream.range(0, 10_000).mapToObj(i -> backend.assign(new Caller(), i % 2 == 0 ? server : null)))
                .containsOnly(SERVER);
    }

    @Test
    void shouldPreferTheWantedServerAndWaitForItWhereItIsFull() {
        Backend backend = new Proxies().maxconn(1, 1).backend();
        Server wanted = backend.servers().getLast();
        assertThat(backend.assign(one, wanted)).isEqualTo(SERVER);
        assertThat(backend.assign(two, wanted)).isEqualTo(QUEUED);
        assertThat(wanted.queued()).isEqualTo(1);
        assertThat(backend.assign(three, null)).isEqualTo(SERVER);
        backend.release(three);
        assertThat(two.grants).isZero();
        backend.release(one);
        assertThat(two.grants).isEqualTo(1);
        assertThat(two.server()).isSameAs(wanted);
        assertThat(wanted.sessions()).isEqualTo(1);
    }

    @Test
    void shouldBalanceWhereTheWantedServerIsDown() {
        Backend backend = new Proxies().weights(1, 1).backend();
        Server wanted = backend.servers().getFirst();
        backend.checked(wanted, FAILED, 1);
        assertThat(backend.assign(one, wanted)).isEqualTo(SERVER);
        assertThat(one.server()).isSameAs(backend.servers().getLast());
    }

    @Test
    void shouldNotGoBackToTheServerToAvoid() {
        Backend backend = new Proxies().weights(200, 1).backend();
        backend.assign(one, null, backend.servers().getFirst());
        assertThat(one.server()).isSameAs(backend.servers().getLast());
    }

    @Test
    void shouldServeServerAndBackendQueueInOrderOfArrival() {
        Backend backend = new Proxies().maxconn(1, 1).backend();
        Server server = backend.servers().getFirst();
        Caller other = new Caller();
        Caller four = new Caller();
        backend.assign(one, server);
        backend.assign(other, null);
        backend.assign(two, null);
        backend.assign(three, server);
        backend.assign(four, null);
        backend.release(one);
        backend.release(two);
        assertThat(List.of(two.grants, three.grants, four.grants)).containsExactly(1, 1, 0);
        backend.release(other);
        assertThat(four.server()).isSameAs(backend.servers().getLast());
    }

    @Test
    void shouldTellThePlaceInTheQueueCountedFromOne() {
        Backend backend = new Proxies().maxconn(1).backend();
        Server server = backend.servers().getFirst();
        backend.assign(one, server);
        backend.assign(two, null);
        backend.assign(three, server);
        Caller four = new Caller();
        backend.assign(four, server);
        assertThat(Stream.of(one, two, three, four).map(Demand::serverQueuePosition))
                .containsExactly(0, 0, 1, 2);
        assertThat(Stream.of(one, two, three, four).map(Demand::backendQueuePosition))
                .containsExactly(0, 1, 0, 0);
        backend.release(one);
        backend.release(two);
        assertThat(three.serverQueuePosition()).isEqualTo(1);
    }

    @Test
    void shouldLeaveTheQueueFromAnyPlace() {
        Backend backend = new Proxies().maxconn(1).backend();
        Caller holder = new Caller();
        backend.assign(holder, null);
        List<Caller> waiters = List.of(one, two, three);
        waiters.forEach(waiter -> backend.assign(waiter, null));
        assertThat(backend.queued()).isEqualTo(3);
        assertThat(backend.withdraw(two)).isTrue();
        assertThat(backend.withdraw(three)).isTrue();
        assertThat(backend.assign(two, null)).isEqualTo(QUEUED);
        assertThat(backend.withdraw(one)).isTrue();
        backend.release(holder);
        assertThat(waiters.stream().map(waiter -> waiter.grants)).containsExactly(0, 1, 0);
        assertThat(backend.sessions()).isEqualTo(1);
        assertThat(backend.highestQueued()).isEqualTo(3);
    }

    @Test
    void shouldRefuseToWithdrawWhatHasBeenGranted() {
        Backend backend = new Proxies().maxconn(1).backend();
        backend.assign(one, null);
        backend.assign(two, null);
        backend.release(one);
        assertThat(backend.withdraw(two)).isFalse();
        backend.release(two);
        assertThat(backend.sessions()).isZero();
    }

    @Test
    void shouldRaiseTheLimitFromMinconnToMaxconnAsTheLoadNearsFullconn() {
        Backend backend =
                new Proxies().fullconn(100).server(1, 5, 50).weights(1).backend();
        Server limited = backend.servers().getFirst();
        Server open = backend.servers().getLast();
        int[] limits = new int[120];
        for (int load = 0; load < limits.length; load++) {
            limits[load] = limited.limit(backend.sessions());
            backend.assign(new Caller(), open);
        }
        assertThat(limits).startsWith(5, 5, 5);
        assertThat(List.of(limits[10], limits[11], limits[12], limits[50], limits[99], limits[100], limits[119]))
                .containsExactly(5, 5, 6, 25, 49, 50, 50);
    }

    @Test
    void shouldServeThoseWhoWaitAsSoonAsLoadRaisesTheLimit() {
        Backend backend = new Proxies().fullconn(10).server(1, 1, 5).weights(1).backend();
        Server limited = backend.servers().getFirst();
        backend.assign(one, limited);
        backend.assign(two, limited);
        backend.assign(three, backend.servers().getLast());
        assertThat(two.grants).isZero();
        backend.assign(new Caller(), backend.servers().getLast());
        assertThat(two.grants).isEqualTo(1);
        assertThat(two.server()).isSameAs(limited);
    }

    @Test
    void shouldLetALoneDemandPassWhateverMinconnSays() {
        Backend backend = new Proxies().fullconn(1000).server(1, 0, 5).backend();
        assertThat(backend.assign(one, null)).isEqualTo(SERVER);
    }

    @Test
    void shouldFindTheServerOfACookie() {
        Backend backend = new Proxies().cookies("s1", null, "s2", "s2").backend();
        List<Server> servers = backend.servers();
        ByteBuffer head = ByteBuffer.wrap("Cookie: A=s2".getBytes(ISO_8859_1));
        assertThat(backend.byCookie(head, 10, 12)).isSameAs(servers.get(2));
        assertThat(backend.byCookie(head, 10, 11)).isNull();
        assertThat(backend.byCookie(head, 9, 12)).isNull();
        assertThat(backend.byCookie(head, 10, 10)).isNull();
        backend.checked(servers.get(2), FAILED, 1);
        assertThat(backend.byCookie(head, 10, 12)).isSameAs(servers.get(3));
        backend.checked(servers.get(3), FAILED, 1);
        assertThat(backend.byCookie(head, 10, 12)).isSameAs(servers.get(2));
    }
}
