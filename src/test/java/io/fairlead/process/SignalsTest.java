package io.fairlead.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.linux.Processes;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SignalsTest {
    @Test
    void shouldRunItsActionForEachSignal() throws InterruptedException {
        CountDownLatch twice = new CountDownLatch(2);
        Signals.on("USR1", twice::countDown);
        int self = (int) ProcessHandle.current().pid();
        assertThat(Processes.kill(self, Processes.SIGUSR1)).isZero();
        while (twice.getCount() == 2) { // two signals that are pending at once arrive as one
            Thread.onSpinWait();
        }
        assertThat(Processes.kill(self, Processes.SIGUSR1)).isZero();
        assertThat(twice.await(30, TimeUnit.SECONDS)).isTrue();
    }
}
