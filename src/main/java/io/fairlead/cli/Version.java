package io.fairlead.cli;

import java.util.Objects;

/** What {@code -v} and {@code -vv} print. */
final class Version {
    private Version() {}

    static String line() {
        return "Fairlead version " + number();
    }

    private static String number() {
        var descriptor = Version.class.getModule().getDescriptor();
        return descriptor == null ? "unpackaged" : descriptor.rawVersion().orElse("unpackaged");
    }

    static String details() {
        return """
                %s
                Java       %s (%s), %s
                Kernel     %s %s on %s
                Poller     epoll(7), edge-triggered
                Splicing   copy, pipe: splice(2)
                Regexes    POSIX extended, matched in linear time
                Threads    %d by default, one per core
                """.formatted(
                line(),
                Runtime.version(),
                System.getProperty("java.vendor"),
                Objects.requireNonNullElse(System.getProperty("java.vm.name"), "unknown VM"),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors()).stripTrailing();
    }
}
