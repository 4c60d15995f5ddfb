package io.fairlead.cli;

import io.fairlead.admin.Totals;
import io.fairlead.process.Service;
import java.io.Console;
import java.time.Duration;
import java.util.Locale;

/** Tells each second what the balancer did, on one line that is rewritten where the output is a terminal. */
final class StatusLine {
    private static final long INTERVAL_MS = 1_000;
    private static final String CLEAR_TO_END_OF_LINE = "\033[K";

    private final Service service;
    private final int seconds;
    private final boolean terminal;

    /** @param seconds after which the service is stopped; 0: never */
    @SuppressWarnings("SystemConsoleNull") // the JDK went back to null where there is no terminal (JDK-8351435)
    StatusLine(Service service, int seconds) {
        this.service = service;
        this.seconds = seconds;
        Console console = System.console();
        this.terminal = console != null && console.isTerminal();
    }

    void start() {
        Thread.ofPlatform().daemon().name("status").start(this::run);
    }

    private void run() {
        Sample before = Sample.of(service);
        try {
            for (int elapsed = 0; seconds == 0 || elapsed < seconds; elapsed++) {
                Thread.sleep(INTERVAL_MS);
                Sample now = Sample.of(service);
                show(now.since(before));
                before = now;
            }
            service.stop();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void show(String text) {
        System.out.print(terminal ? "\r" + text + CLEAR_TO_END_OF_LINE : text + "\n");
        System.out.flush();
    }

    /** The figures of one moment. */
    private record Sample(Totals totals, Duration cpu, long atNs) {
        static Sample of(Service service) {
            Duration cpu = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
            return new Sample(service.totals(), cpu, System.nanoTime());
        }

        String since(Sample before) {
            double seconds = (atNs - before.atNs) / 1e9;
            return String.format(
                    Locale.ROOT,
                    "%,d requests (%,.0f/s), %,d sessions, %s copied, %s spliced (%,.0f MB/s), CPU %.0f%%",
                    totals.requests(),
                    (totals.requests() - before.totals.requests()) / seconds,
                    totals.sessions(),
                    megabytes(totals.bytesCopied()),
                    megabytes(totals.bytesSpliced()),
                    (totals.bytesSpliced() - before.totals.bytesSpliced()) / 1e6 / seconds,
                    cpu.minus(before.cpu).toNanos() / 1e7 / seconds);
        }

        private static String megabytes(long bytes) {
            return String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6);
        }
    }
}
