package io.fairlead.splice;

import io.fairlead.linux.Capability;
import io.fairlead.linux.Errno;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What packet programs need of the machine and of the process's privileges, where the kernel only says no. */
final class Needs {
    private static final List<Capability> CAPABILITIES =
            List.of(Capability.CAP_NET_ADMIN, Capability.CAP_BPF, Capability.CAP_PERFMON);

    /** tcx, which is what attaches the programs (BPF_TCX_INGRESS). */
    private static final int MAJOR = 6;

    private static final int MINOR = 6;
    private static final Pattern RELEASE = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})");

    private Needs() {}

    /** What explains a negated errno of bpf(2) here, to be added to it; empty where nothing does. */
    static String explain(int answer) {
        return explain(answer, System.getProperty("os.version"), Capability.effective());
    }

    static String explain(int answer, String release, Set<Capability> held) {
        String kernel = isOlder(release)
                ? "; this needs Linux " + MAJOR + "." + MINOR + " or newer, and here is " + release
                : "";
        String unexplained = kernel.isEmpty() ? "; no capability is missing, so a container or seccomp forbids it" : "";
        return switch (-answer) {
            case Errno.EPERM -> privileges(held, unexplained) + kernel;
            case Errno.EACCES -> privileges(held, "") + kernel; // the verifier, which allows less without CAP_PERFMON
            default -> kernel;
        };
    }

    private static boolean isOlder(String release) {
        return RELEASE.matcher(release)
                .results()
                .findFirst()
                .filter(Needs::isOlder)
                .isPresent();
    }

    private static boolean isOlder(MatchResult release) {
        int major = Integer.parseInt(release.group(1));
        return major < MAJOR || major == MAJOR && Integer.parseInt(release.group(2)) < MINOR;
    }

    /** CAP_SYS_ADMIN stands for the three, which were made of it. */
    private static String privileges(Set<Capability> held, String noneMissing) {
        List<String> missing = CAPABILITIES.stream()
                .filter(each -> !held.contains(each) && !held.contains(Capability.CAP_SYS_ADMIN))
                .map(Capability::name)
                .toList();
        return switch (missing.size()) {
            case 0 -> noneMissing;
            case 1 -> "; this needs root, or the capability " + missing.getFirst() + " too";
            default -> {
                String others = String.join(", ", missing.subList(0, missing.size() - 1));
                yield "; this needs root, or the capabilities " + others + " and " + missing.getLast();
            }
        };
    }
}
