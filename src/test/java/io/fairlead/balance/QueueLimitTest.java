package io.fairlead.balance;

import static io.fairlead.balance.Backend.Assignment.FULL;
import static io.fairlead.balance.Backend.Assignment.QUEUED;
import static io.fairlead.balance.Backend.Assignment.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code maxqueue} (HAProxy 1.3.5's defect 36: its queues had no limit). */
class QueueLimitTest {
    private final Caller holder = new Caller();
    private final Caller waiter = new Caller();
    private final Caller late = new Caller();

    private static Proxies farm() {
        return new Proxies().server(line -> line.maxconn(1).maxqueue(1)).maxconn(1);
    }

    /** One holds the first server's slot, one waits for it. */
    private Server fill(Backend backend) {
        Server first = backend.servers().getFirst();
        assertThat(backend.assign(holder, first)).isEqualTo(SERVER);
        assertThat(backend.assign(waiter, first)).isEqualTo(QUEUED);
        return first;
    }

    @Test
    @DisplayName("7.36 a full queue takes nobody: who wants that server is refused")
    void shouldRefuseWhoWantsAServerWithAFullQueue() {
        Backend backend = farm().backend();
        Server first = fill(backend);
        assertThat(backend.assign(late, first)).isEqualTo(FULL);
        assertThat(backend.sessions()).isEqualTo(2);
        assertThat(first.queued()).isEqualTo(1);
        backend.withdraw(waiter);
        assertThat(backend.assign(late, first)).isEqualTo(QUEUED);
    }

    @Test
    @DisplayName("7.36 with redispatch another server takes who finds a full queue")
    void shouldSendWhoFindsAFullQueueElsewhereWithRedispatch() {
        Backend backend = farm().redispatch().backend();
        Server first = fill(backend);
        assertThat(backend.assign(late, first)).isEqualTo(SERVER);
        assertThat(late.server()).isSameAs(backend.servers().getLast());
        Caller later = new Caller();
        assertThat(backend.assign(later, first)).isEqualTo(QUEUED);
        assertThat(backend.queued()).isEqualTo(1);
    }

    @Test
    void shouldRefuseTheClientWhoseHashedServerHasAFullQueue() {
        Backend backend = new Proxies()
                .source()
                .redispatch()
                .server(line -> line.maxconn(1).maxqueue(1))
                .backend();
        assertThat(List.of(backend.assign(holder, null), backend.assign(waiter, null), backend.assign(late, null)))
                .containsExactly(SERVER, QUEUED, FULL);
    }

    @Test
    void shouldNotLimitTheCommonQueue() {
        Backend backend =
                new Proxies().server(line -> line.maxconn(1).maxqueue(1)).backend();
        assertThat(List.of(backend.assign(holder, null), backend.assign(waiter, null), backend.assign(late, null)))
                .containsExactly(SERVER, QUEUED, QUEUED);
    }
}
