package io.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignalsIT {
    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "USR1"})
    void shouldEndWithStatusZeroWhenToldToStop(String signal) throws IOException {
        int port = Launcher.freePort();
        try (Launcher fairlead = Launcher.start(Configurations.http(port))) {
            fairlead.awaitListening(port).signal(signal);
            assertThat(fairlead.exitStatus()).as(fairlead.stderr()).isZero();
            assertThat(Launcher.listens(port)).isFalse();
        }
    }

    @Test
    void shouldShowItsServersAndGoOnServing() throws IOException {
        int port = Launcher.freePort();
        try (Launcher fairlead = Launcher.start(Configurations.http(port))) {
            fairlead.awaitListening(port).signal("HUP");
            fairlead.await("the servers on stderr", () -> says(fairlead, "web/one"));
            assertThat(Launcher.listens(port)).isTrue();
            assertThat(fairlead.signal("TERM").exitStatus()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-sf", "-st"})
    void shouldTakeOverFromTheProcessItReplaces(String flag) throws IOException {
        int port = Launcher.freePort();
        String configuration = Configurations.http(port);
        try (Launcher old = Launcher.start(configuration).awaitListening(port);
                Launcher young = Launcher.start(configuration, flag, Long.toString(old.pid()))) {
            assertThat(old.exitStatus()).as(old.stderr()).isZero();
            assertThat(Launcher.listens(port)).isTrue();
            assertThat(young.signal("TERM").exitStatus()).isZero();
            assertThat(Launcher.listens(port)).isFalse();
        }
    }

    private static boolean says(Launcher fairlead, String text) {
        try {
            return fairlead.stderr().contains(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
