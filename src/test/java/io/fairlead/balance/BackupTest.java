package io.fairlead.balance;

import static io.fairlead.balance.Backend.Assignment.NONE;
import static io.fairlead.balance.Backend.Assignment.QUEUED;
import static io.fairlead.balance.Backend.Assignment.SERVER;
import static io.fairlead.balance.Proxies.FAILED;
import static io.fairlead.balance.Proxies.PASSED;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.config.ProxyConfig.Option;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code backup} and {@code option allbackups} (HAProxy 1.3.5's section 4.1, candidate set). */
class BackupTest {
    private static Proxies farm() {
        return new Proxies()
                .weights(1, 2)
                .server(line -> line.backup().weight(5))
                .server(line -> line.backup().weight(2));
    }

    @Test
    @DisplayName("4.1 candidate set: backups have nothing to do while an active server is up")
    void shouldLeaveBackupsAloneWhileAnActiveServerIsUp() {
        Backend backend = farm().backend();
        assertThat(order(backend, 6)).isEqualTo("122122");
        down(backend, 1);
        assertThat(order(backend, 3)).isEqualTo("222");
        assertThat(backend.activeServers()).isEqualTo(1);
        assertThat(backend.backupServers()).isEqualTo(2);
    }

    @Test
    @DisplayName("4.1 candidate set: of the backups only the first in order")
    void shouldUseTheFirstBackupThatIsUp() {
        Backend backend = farm().backend();
        down(backend, 1);
        Transition last = down(backend, 2);
        assertThat(last.words()).contains(" Running on backup. ");
        assertThat(last)
                .extracting(Transition::activeServers, Transition::backupServers)
                .containsExactly(0, 2);
        assertThat(order(backend, 5)).isEqualTo("33333");
        down(backend, 3);
        assertThat(order(backend, 3)).isEqualTo("444");
        assertThat(down(backend, 4).lostLast()).isTrue();
        assertThat(backend.assign(new Caller(), null)).isEqualTo(NONE);
        assertThat(backend.uptime().up()).isFalse();
    }

    @Test
    @DisplayName("4.1 candidate set: with allbackups all of them, by their weights")
    void shouldUseAllBackupsByWeightWhereAsked() {
        Backend backend = farm().options(Option.ALLBACKUPS).backend();
        down(backend, 1);
        down(backend, 2);
        assertThat(order(backend, 14).chars().filter(c -> c == '3').count()).isEqualTo(10);
        assertThat(order(backend, 14).chars().filter(c -> c == '4').count()).isEqualTo(4);
    }

    @Test
    @DisplayName("4.1 candidate set: an active server that comes back takes over from the backups")
    void shouldLeaveTheBackupsWhenAnActiveServerComesBack() {
        Backend backend = farm().backend();
        down(backend, 1);
        down(backend, 2);
        Server first = backend.servers().getFirst();
        backend.checked(first, PASSED, 5);
        backend.checked(first, PASSED, 6);
        assertThat(order(backend, 3)).isEqualTo("111");
    }

    @Test
    void shouldServeThoseWhoWaitWhenABackupTakesOver() {
        Backend backend = new Proxies()
                .maxconn(1)
                .server(line -> line.backup().maxconn(1))
                .backend();
        Caller holder = new Caller();
        Caller waiter = new Caller();
        backend.assign(holder, null);
        assertThat(backend.assign(waiter, null)).isEqualTo(QUEUED);
        backend.checked(backend.servers().getFirst(), FAILED, 1);
        assertThat(waiter.server()).isSameAs(backend.servers().getLast());
    }

    @Test
    void shouldUseABackupThatPersistenceAsksFor() {
        Backend backend = farm().backend();
        Caller caller = new Caller();
        assertThat(backend.assign(caller, backend.servers().getLast())).isEqualTo(SERVER);
        assertThat(caller.server()).isSameAs(backend.servers().getLast());
    }

    private static Transition down(Backend backend, int number) {
        return Objects.requireNonNull(backend.checked(backend.servers().get(number - 1), FAILED, number));
    }

    /** The numbers of the servers that so many demands get, one after another. */
    private static String order(Backend backend, int demands) {
        StringBuilder order = new StringBuilder();
        for (int i = 0; i < demands; i++) {
            Caller caller = new Caller();
            backend.assign(caller, null);
            order.append(backend.servers().indexOf(caller.server()) + 1);
            backend.release(caller);
        }
        return order.toString();
    }
}
