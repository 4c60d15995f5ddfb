package io.fairlead.balance;

import static io.fairlead.balance.AdminState.DRAIN;
import static io.fairlead.balance.AdminState.MAINT;
import static io.fairlead.balance.AdminState.READY;
import static io.fairlead.balance.Proxies.FAILED;
import static io.fairlead.balance.Proxies.PASSED;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServerStateTest {
    private final Backend backend = new Proxies().weights(1).backend();
    private final Server server = backend.servers().getFirst();

    private String word() {
        return server.state().word(true);
    }

    @Test
    void shouldSayHowACheckedServerDoes() {
        assertThat(word()).isEqualTo("UP 1/3");
        backend.checked(server, PASSED, 1);
        assertThat(word()).isEqualTo("UP");
        backend.checked(server, FAILED, 2);
        assertThat(word()).isEqualTo("UP 2/3");
        backend.checked(server, FAILED, 3);
        backend.checked(server, FAILED, 4);
        assertThat(word()).isEqualTo("DOWN");
        backend.checked(server, PASSED, 5);
        assertThat(word()).isEqualTo("DOWN 1/2");
    }

    @Test
    void shouldSayWhatTheOperatorWants() {
        backend.checked(server, PASSED, 1);
        backend.setState(server, DRAIN, 2);
        assertThat(word()).isEqualTo("DRAIN");
        backend.checked(server, FAILED, 3);
        assertThat(word()).isEqualTo("DRAIN 2/3");
        backend.setState(server, MAINT, 4);
        assertThat(word()).isEqualTo("MAINT");
        backend.setState(server, READY, 5);
        assertThat(word()).isEqualTo("UP 1/3");
        backend.setWeight(server, 0, 6);
        assertThat(word()).isEqualTo("UP 1/3");
    }

    @Test
    void shouldSayThatAServerIsNotChecked() {
        assertThat(server.state().word(false)).isEqualTo("no check");
        backend.setHealth(server, false, 1);
        assertThat(server.state().word(false)).isEqualTo("DOWN");
        backend.setHealth(server, true, 2);
        backend.setState(server, DRAIN, 3);
        assertThat(server.state().word(false)).isEqualTo("DRAIN");
    }

    @Test
    void shouldBeginInMaintenanceWhereDisabled() {
        Backend disabled = new Proxies().server(line -> line.disabled()).backend();
        Server first = disabled.servers().getFirst();
        assertThat(first.state().word(true)).isEqualTo("MAINT");
        assertThat(first.isUp()).isFalse();
        assertThat(disabled.uptime().up()).isFalse();
        disabled.setState(first, READY, 5_000);
        assertThat(first.isUp()).isTrue();
        assertThat(first.state().uptime()).isEqualTo(new Uptime(true, 5_000, 5_000, 0));
    }

    @Test
    void shouldAddUpTheDowntime() {
        backend.checked(server, FAILED, 1_000);
        assertThat(server.state().uptime().downtimeMs(1_500)).isEqualTo(500);
        backend.checked(server, PASSED, 2_000);
        backend.checked(server, PASSED, 3_000);
        assertThat(server.state().uptime()).isEqualTo(new Uptime(true, 3_000, 2_000, 1));
        backend.setState(server, MAINT, 10_000);
        assertThat(server.state().uptime().downtimeMs(10_400)).isEqualTo(2_400);
        assertThat(server.state().uptime().downs()).isEqualTo(2);
        assertThat(backend.uptime()).isEqualTo(server.state().uptime());
    }

    @Test
    void shouldShowTheLastChangeButNoDowntimeWhenDrained() {
        backend.setState(server, DRAIN, 700);
        assertThat(server.state().uptime()).isEqualTo(new Uptime(true, 700, 0, 0));
    }

    @Test
    void shouldRememberHowTheLastCheckEnded() {
        assertThat(server.state().lastCheck()).isEqualTo(CheckResult.NONE);
        backend.checked(server, FAILED, 1);
        assertThat(server.state().lastCheck()).isEqualTo(FAILED);
    }
}
