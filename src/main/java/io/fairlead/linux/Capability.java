package io.fairlead.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

/** What a process may do besides what everybody may (capabilities(7)); root may all. */
public enum Capability {
    CAP_NET_ADMIN(12),
    CAP_SYS_ADMIN(21),
    CAP_PERFMON(38),
    CAP_BPF(39);

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String EFFECTIVE = "CapEff:";

    private final int bit;

    Capability(int bit) {
        this.bit = bit;
    }

    /** Those of these that the process has now; none where /proc is out of sight. */
    public static Set<Capability> effective() {
        try (Stream<String> lines = Files.lines(STATUS)) {
            return in(lines);
        } catch (IOException e) {
            return Set.of();
        }
    }

    /** Those that a status of /proc tells of (proc_pid_status(5)). */
    static Set<Capability> in(Stream<String> status) {
        long mask = status.filter(line -> line.startsWith(EFFECTIVE))
                .mapToLong(line -> Long.parseUnsignedLong(
                        line.substring(EFFECTIVE.length()).trim(), 16))
                .findFirst()
                .orElse(0);
        Set<Capability> held = EnumSet.noneOf(Capability.class);
        Arrays.stream(values()).filter(each -> (mask >> each.bit & 1) != 0).forEach(held::add);
        return held;
    }
}
