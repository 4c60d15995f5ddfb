package io.fairlead.balance;

import static io.fairlead.balance.Backend.Assignment.DIRECT;
import static io.fairlead.balance.Backend.Assignment.NONE;
import static io.fairlead.balance.Backend.Assignment.QUEUED;
import static io.fairlead.balance.Backend.Assignment.SERVER;
import static io.fairlead.balance.Proxies.FAILED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.config.ProxyConfig.Option;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Backends that do not balance (HAProxy 1.3.5's section 4.1, default). */
class DirectTest {
    private final Caller one = new Caller();
    private final Caller two = new Caller();

    static Stream<Proxies> passingOn() {
        return Stream.of(
                new Proxies().dispatch().maxconn(1),
                new Proxies().unbalanced().options(Option.TRANSPARENT).maxconn(1));
    }

    @ParameterizedTest
    @MethodSource("passingOn")
    @DisplayName("4.1 default: without balance demands are passed on, and counted")
    void shouldCountWhatItPassesOn(Proxies proxies) {
        Backend backend = proxies.backend();
        assertThat(backend.assign(one, null)).isEqualTo(DIRECT);
        assertThat(backend.assign(two, null)).isEqualTo(DIRECT);
        assertThat(one.server()).isNull();
        assertThat(backend.sessions()).isEqualTo(2);
        assertThat(backend.queued()).isZero();
        backend.release(one);
        backend.release(one);
        assertThat(backend.sessions()).isEqualTo(1);
        assertThatThrownBy(() -> backend.assign(two, null)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @MethodSource("passingOn")
    @DisplayName("4.1 default: cookies lead to servers all the same")
    void shouldUseTheServerThatPersistenceAsksFor(Proxies proxies) {
        Backend backend = proxies.backend();
        Server server = backend.servers().getFirst();
        assertThat(backend.assign(one, server)).isEqualTo(SERVER);
        assertThat(backend.assign(two, server)).isEqualTo(QUEUED);
        backend.release(one);
        assertThat(two.server()).isSameAs(server);
        backend.checked(server, FAILED, 1);
        assertThat(backend.assign(one, server)).isEqualTo(DIRECT);
        assertThat(backend.uptime().up()).isTrue();
    }

    @Test
    void shouldHaveNowhereToGoWithoutBalanceAndAddress() {
        Backend backend = new Proxies().unbalanced().weights(1).backend();
        assertThat(backend.assign(one, null)).isEqualTo(NONE);
        assertThat(backend.sessions()).isZero();
        assertThat(backend.assign(one, backend.servers().getFirst())).isEqualTo(SERVER);
    }
}
